import type { LayerTrace, Trace, ViewChoice } from '../../trace';
import type { Standing } from '../../scene/choices';
import type { Translate } from '../../scene/words/translate';
import { mapChoices, mapCode, type MapKept } from '../../views/map/mapChoices';
import { createMapChosen, MAP } from '../traceMap/mapChosen';
import type { ViewStore } from '../context';
import {
  mapScene,
  type MapOptions,
  type MapScene,
  type SceneRow
} from '../../views/map/mapScene';
import type { SceneFrame } from '../../views/map/mapScene';
import { followStep, wholeColumns } from '../traceMap/timeWindow';

/** What the gates view shows: a run, what the reader has chosen of it, and the channel looked at. */
export interface GatesState {
  readonly trace: Trace;
  readonly layer: LayerTrace;
  readonly options: MapOptions;
  /** The choices as they stand. */
  readonly stands: readonly Standing[];
  /** What of them a line of code says. */
  readonly code: ViewChoice;
  /** What is drawn of it in the present room; worked out when it is asked for. */
  readonly scene: MapScene;
  /** The row that the pointer or the keys are on, counted from the top. */
  readonly group: number;
  readonly row: SceneRow;
  take(next: Trace): void;
  choose(next: MapKept): void;
  /** Moves the window so that a step is in view; whether it had to. */
  follow(step: number): boolean;
  lookAt(group: number): void;
  /** Goes to the row of a channel, where there is one. */
  lookAtChannel(name: string): void;
  /** The room may have changed. */
  fit(): void;
}

/** The choices are kept in the store, so that a view made anew has them. */
export function createGatesState(
  bundle: Trace,
  store: ViewStore,
  room: () => SceneFrame,
  translate: Translate
): GatesState {
  let trace = bundle;
  const chosen = createMapChosen(trace, store, translate);
  const columns = (): MapOptions => wholeColumns(chosen.options, trace.time);
  let options = columns();
  let frame: SceneFrame | null = null;
  let scene: MapScene | null = null;
  let group = 0;

  const built = (): MapScene =>
    (scene ??= mapScene(trace, options, (frame ??= room()), {
      overSequences: true
    }));
  const groupNow = (): number => Math.min(group, built().rows.length - 1);
  const choose = (next: MapKept): void => {
    chosen.choose(next);
    options = columns();
    scene = null;
  };
  return {
    get trace() {
      return trace;
    },
    get layer() {
      return trace.layers[options.layer];
    },
    get options() {
      return options;
    },
    get stands() {
      return chosen.stands;
    },
    get code() {
      return mapCode(trace, chosen.stands);
    },
    get scene() {
      return built();
    },
    get group() {
      return groupNow();
    },
    get row() {
      return built().rows[groupNow()];
    },
    take(next) {
      const isOther = next.time.steps !== trace.time.steps;
      trace = next;
      chosen.take(trace);
      choose(isOther ? nothingChosen : {});
    },
    choose(next) {
      choose(next);
      store.set(trace.id, MAP, chosen.kept);
    },
    follow(step) {
      const shown = followStep(options, step, trace.time.steps);
      if (shown === options) {
        return false;
      }
      choose({ window: [shown.from, shown.to] });
      return true;
    },
    lookAt(next) {
      group = next;
    },
    lookAtChannel(name) {
      const at = scene?.rows.findIndex(({ channel }) => channel.name === name);
      group = at === undefined || at < 0 ? group : at;
    },
    fit() {
      const now = room();
      if (!frame || differs(frame, now)) {
        frame = now;
        scene = null;
      }
    }
  };
}

/** Of a run of another length nothing stays chosen. */
const nothingChosen: MapKept = Object.fromEntries(
  Object.keys(mapChoices).map(name => [name, undefined])
);

function differs(before: SceneFrame, now: SceneFrame): boolean {
  return (Object.keys(now) as (keyof SceneFrame)[]).some(
    part => before[part] !== now[part]
  );
}
