import type { CursorPosition, ViewContext } from '../context';
import type { Hit } from '../../scene/scene';
import type { StepView } from '../base/createStepView';
import { fill, html, listen } from '../base/dom';
import { duration } from '../base/frame';
import type { KeyAction } from '../../scene/words/keyAction';
import type { StepHit } from '../base/stepPointer';
import type { Tool } from '../base/tools';
import type { Area, Brush, Spot } from '../scene/brush';
import type { Drawing } from '../scene/createDrawing';
import type { MapKept } from '../../views/map/mapChoices';
import { mapUnitAt } from '../../views/map/mapPanels';
import { selectionOf } from '../traceMap/selection';
import { sortMotion } from '../traceMap/sortMotion';
import { zoomWindow } from '../traceMap/timeWindow';
import type { TraceCursor } from '../traceMap/traceCursor';
import { createAlikePanel } from './alikePanel';
import type { EquationsBelow } from './equationsBelow';
import { gatesKeys } from './gatesKeys';
import type { GatesState } from './gatesState';
import { gatesTools } from './gatesTools';
import { createSelectionPanel } from './selectionPanel';
import { channelsIn, findPart } from '../../views/equations/terms';
import type { MapScene } from '../../views/map/mapScene';
import { areaBox } from '../../views/map/areaBox';

export interface Options {
  readonly base: StepView<'trace'>;
  readonly state: GatesState;
  readonly place: TraceCursor;
  readonly drawing: Drawing;
  readonly equations: EquationsBelow;
  readonly context: ViewContext;
}

/** Everything by which the reader moves about in the gates and chooses what they show. */
export interface GatesInteractions {
  /** The pointer or the focus is on a value. */
  readonly attends: boolean;
  tools(): Tool[];
  onKey(action: KeyAction): boolean;
  over(hit: Hit | null): void;
  /** Where the cursor goes besides the step. */
  to(hit: Hit): StepHit['to'];
  /** Where keys begin to brush. */
  spot(): Spot;
  brushed(area: Area | null): void;
  zoom(around: number, amount: number): void;
  /** Lights the value that is attended to, and the names of channels that another view points at. */
  show(step: number, unit: number): void;
  dispose(): void;
}

const SORT = 300;

export function createGatesInteractions(options: Options): GatesInteractions {
  const { base, state, place, drawing, equations, context } = options;
  const { cursor, settings, translate, views } = context;
  const brush = drawing.brush!;
  let pointed = false;
  const lit = html('div', { class: 'jp-gatescope-lit-cell', hidden: true });
  base.frame.picture.append(lit);
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
      sortMotion(
        [...drawing.host.querySelectorAll('canvas')],
        placeOf,
        state.scene.placeOf,
        duration(settings, SORT)
      );
    }
  };
  const panel = createBrushPanel(options, brush, choose, whatIf);
  const toggleEquations = (): void => {
    equations.toggle();
    base.draw();
  };
  const attends = (): boolean => pointed || isFocused(base.frame.picture);
  const groupOf = ({ panel: { id } }: Hit): number =>
    state.scene.rows.findIndex(({ channel }) => channel.name === id);
  const stops = [
    cursor.subscribe((position, source) => {
      if (source !== base) {
        followOthers(position, state, choose);
      }
    }),
    listen<PointerEvent>(document, 'pointerdown', event => {
      if (!base.frame.element.contains(event.target as Node | null)) {
        brush.clear();
      }
    }),
    listen(base.frame.picture, 'focus', () => base.light()),
    listen(base.frame.picture, 'blur', () => base.light())
  ];
  return {
    get attends() {
      return attends();
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
    over(hit) {
      const group = hit ? groupOf(hit) : -1;
      pointed = group >= 0;
      if (pointed) {
        state.lookAt(group);
      }
      base.light();
    },
    to(hit) {
      const group = groupOf(hit);
      const { channel } = group < 0 ? state.row : state.scene.rows[group];
      return {
        unit: mapUnitAt(state.scene, hit) ?? place.unit(),
        ...{ layer: state.layer.name, channel: channel.name, term: null }
      };
    },
    spot() {
      const { row, scene } = state;
      return {
        of: row.channel.name,
        row: place.step(),
        value: scene.lines ? 0 : scene.placeOf[place.unit()]
      };
    },
    brushed: area =>
      area
        ? panel.show(selectionOf(state.scene, area, place.unit()))
        : panel.clear(),
    zoom(around, amount) {
      const { from, to } = zoomWindow(
        state.options,
        around,
        amount,
        state.trace.time.steps
      );
      choose({ window: [from, to] });
    },
    show(step, unit) {
      const { scene, group } = state;
      litCell(lit, scene, attends() ? { step, unit, group } : null);
      lightNames(drawing.host, litChannels(scene, cursor.position));
    },
    dispose: () => stops.forEach(stop => stop())
  };
}

/** Lights the names of channels left of their plots. */
function lightNames(host: HTMLElement, names: ReadonlySet<string>): void {
  for (const each of host.querySelectorAll<SVGElement>('[data-of]')) {
    each.classList.toggle('jp-gatescope-lit', names.has(each.dataset.of!));
  }
}

/** What is brushed becomes a selection, by which units that do the same can be looked for. */
function createBrushPanel(
  { base, state, context }: Options,
  brush: Brush,
  choose: (next: MapKept) => void,
  clamp: (() => void) | undefined
): ReturnType<typeof createSelectionPanel> {
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
  return createSelectionPanel({
    frame,
    context,
    trace: () => state.trace,
    clear: () => void brush.clear(),
    clamp,
    alike: selection => alike.find(selection)
  });
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

/** The channels that a lit term of an equation is made of. */
function litChannels(
  { layer }: MapScene,
  { term }: CursorPosition
): ReadonlySet<string> {
  const found = term ? findPart(layer.equations, term) : null;
  return new Set(found ? channelsIn(found.expression) : []);
}

/** Frames the value of a unit at a step; of lines, which have their dots, none. */
function litCell(
  element: HTMLElement,
  scene: MapScene,
  at: {
    readonly step: number;
    readonly unit: number;
    readonly group: number;
  } | null
): void {
  const { options, lines, placeOf } = scene;
  element.hidden =
    at === null || lines || at.step < options.from || at.step >= options.to;
  if (at !== null && !element.hidden) {
    const { step, unit, group } = at;
    const place = placeOf[unit];
    const { x, y, width, height } = areaBox(scene, {
      group,
      places: [place, place],
      steps: [step, step]
    });
    element.style.transform = `translate(${x - 1}px, ${y - 1.5}px)`;
    element.style.width = `${width + 2}px`;
    element.style.height = `${height + 3}px`;
  }
}
