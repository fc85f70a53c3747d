import type { CursorPosition, ViewContext } from '../context';
import type { StepView } from '../base/createStepView';
import { fill, listen } from '../base/dom';
import { duration } from '../base/frame';
import type { KeyAction } from '../../scene/words/keyAction';
import type { Tool } from '../base/tools';
import { createBrush, type Brush } from '../traceMap/brush';
import { followPointer } from '../base/followPointer';
import type { MapPicture } from '../traceMap/mapPicture';
import { mapPointer } from '../traceMap/mapPointer';
import type { MapKept } from '../../views/map/mapChoices';
import { selectionOf } from '../traceMap/selection';
import { zoomWindow } from '../traceMap/timeWindow';
import type { TraceCursor } from '../traceMap/traceCursor';
import { createAlikePanel } from './alikePanel';
import type { EquationsBelow } from './equationsBelow';
import { gatesKeys } from './gatesKeys';
import type { GatesState } from './gatesState';
import { gatesTools } from './gatesTools';
import { createSelectionPanel } from './selectionPanel';

export interface GatesHandsOptions {
  readonly base: StepView<'trace'>;
  readonly state: GatesState;
  readonly place: TraceCursor;
  readonly picture: MapPicture;
  readonly equations: EquationsBelow;
  readonly context: ViewContext;
}

/** Everything by which the reader moves about in the gates and chooses what they show. */
export interface GatesHands {
  /** The pointer or the focus is on a value. */
  readonly attends: boolean;
  tools(): Tool[];
  onKey(action: KeyAction): boolean;
  /** The picture was made anew. */
  rebuilt(): void;
  dispose(): void;
}

const SORT = 300;

export function createGatesHands(options: GatesHandsOptions): GatesHands {
  const { base, state, place, picture, equations, context } = options;
  const { cursor, settings, translate, views } = context;
  const { frame } = base;
  let pointed = false;
  const whatIf = views?.names.some(({ name }) => name === 'whatIf')
    ? () => views.show('whatIf')
    : undefined;

  const choose = (next: MapKept): void => {
    const { layer } = state;
    const { placeOf } = state.scene;
    state.choose(next);
    const other = state.layer !== layer;
    // In another order the brushed rectangle would lie over other units.
    if (other || next.sort || next.pattern) {
      brush.clear();
    }
    if (other) {
      cursor.move({ layer: state.layer.name }, base);
    }
    base.draw();
    if ('sort' in next) {
      picture.slide(placeOf, duration(settings, SORT));
    }
  };
  const brush = createSelectingBrush(options, choose, whatIf);
  const toggleEquations = (): void => {
    equations.toggle();
    base.draw();
  };
  const stops = [
    cursor.subscribe((position, source) => {
      if (source !== base) {
        followOthers(position, state, choose);
      }
    }),
    listen<PointerEvent>(document, 'pointerdown', event => {
      if (!frame.element.contains(event.target as Node | null)) {
        brush.clear();
      }
    }),
    listen(frame.picture, 'focus', () => base.light()),
    listen(frame.picture, 'blur', () => base.light()),
    followPointer(
      frame.picture,
      mapPointer({
        scene: () => state.scene,
        brush,
        at: () => ({ step: place.step(), unit: place.unit() }),
        pinned: () => place.pinned,
        point(at, onValue) {
          state.lookAt(at ?? state.group);
          pointed = onValue;
          base.light();
        },
        move: to => place.move(to),
        zoom(around, amount) {
          const { from, to } = zoomWindow(
            state.options,
            around,
            amount,
            state.trace.time.steps
          );
          choose({ window: [from, to] });
        }
      })
    )
  ];
  return {
    get attends() {
      return pointed || isFocused(frame.picture);
    },
    tools: () =>
      gatesTools(
        state,
        place.unit(),
        {
          set: choose,
          chooseUnit: unit => place.move({ unit }),
          equations: { shown: equations.shown, toggle: toggleEquations },
          whatIf,
          sortAt: () => ({
            channel: state.row.channel.name,
            step: place.step()
          })
        },
        translate
      ),
    onKey: gatesKeys({ base, state, place, brush, equations, whatIf }),
    rebuilt: () => brush.rebuilt(),
    dispose() {
      stops.forEach(stop => stop());
      brush.dispose();
    }
  };
}

/** A brush becomes a selection, by which units that do the same can be looked for. */
function createSelectingBrush(
  { base, state, place, picture, context }: GatesHandsOptions,
  choose: (next: MapKept) => void,
  clamp: (() => void) | undefined
): Brush {
  const { frame } = base;
  const alike = createAlikePanel({
    frame,
    translate: context.translate,
    layer: () => state.layer,
    time: () => state.trace.time,
    set: choose,
    close() {
      fill(frame.below);
      choose({ sort: undefined, pattern: null, lines: null });
    }
  });
  const panel = createSelectionPanel({
    frame,
    context,
    trace: () => state.trace,
    clear: () => void brush.clear(),
    clamp,
    alike: selection => alike.find(selection)
  });
  const brush = createBrush({
    overlay: picture.overlay,
    scene: () => state.scene,
    at: () => ({
      group: state.group,
      place: state.scene.placeOf[place.unit()],
      step: place.step()
    }),
    done: area =>
      area
        ? panel.show(selectionOf(state.scene, area, place.unit()))
        : panel.clear()
  });
  return brush;
}

/** Another view is at another layer or channel of the run. */
function followOthers(
  { layer, channel }: CursorPosition,
  state: GatesState,
  choose: (next: MapKept) => void
): void {
  const isOne = state.trace.layers.some(({ name }) => name === layer);
  if (layer !== null && isOne && layer !== state.layer.name) {
    choose({ layer });
  }
  if (channel !== null) {
    state.lookAtChannel(channel);
  }
}

function isFocused(picture: HTMLElement): boolean {
  return (
    document.activeElement === picture && picture.matches(':focus-visible')
  );
}
