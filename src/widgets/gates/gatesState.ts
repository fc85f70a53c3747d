import type { LayerTrace, Trace } from '../../trace';
import type { ViewStore } from '../context';
import {
  mapScene,
  type MapOptions,
  type MapScene,
  type SceneRow
} from '../../views/map/mapScene';
import type { SceneFrame } from '../../views/map/mapScene';
import { startOptions } from '../../views/map/startOptions';
import { followStep, wholeColumns } from '../traceMap/timeWindow';

/** What the gates view shows: a run, what the reader has chosen of it, and the channel looked at. */
export interface GatesState {
  readonly trace: Trace;
  readonly layer: LayerTrace;
  readonly options: MapOptions;
  /** What is drawn of it in the present room; worked out when it is asked for. */
  readonly scene: MapScene;
  /** The row that the pointer or the keys are on, counted from the top. */
  readonly group: number;
  readonly row: SceneRow;
  take(next: Trace): void;
  choose(next: Partial<MapOptions>): void;
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
  room: () => SceneFrame
): GatesState {
  let trace = bundle;
  let options = startOptions(trace, store.get(trace.id, 'gates'));
  let frame: SceneFrame | null = null;
  let scene: MapScene | null = null;
  let group = 0;

  const built = (): MapScene =>
    (scene ??= mapScene(trace, options, (frame ??= room()), {
      overSequences: true
    }));
  const groupNow = (): number => Math.min(group, built().rows.length - 1);
  const setOptions = (next: MapOptions): void => {
    options = next;
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
      const same = next.time.steps === trace.time.steps;
      trace = next;
      setOptions(startOptions(trace, same ? options : undefined));
    },
    choose(next) {
      setOptions(wholeColumns({ ...options, ...next }, trace.time));
      store.set(trace.id, 'gates', options);
    },
    follow(step) {
      const shown = followStep(options, step, trace.time.steps);
      if (shown === options) {
        return false;
      }
      setOptions(wholeColumns({ ...options, ...shown }, trace.time));
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

function differs(before: SceneFrame, now: SceneFrame): boolean {
  return (Object.keys(now) as (keyof SceneFrame)[]).some(
    part => before[part] !== now[part]
  );
}
