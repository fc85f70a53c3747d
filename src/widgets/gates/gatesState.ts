import type { LayerTrace, Trace } from '../../trace';
import type { ChoiceName, ChoiceValue, Kept } from '../../scene/choices';
import type { Moment } from '../../scene/createMoment';
import { gatesScene, type GatesPage } from '../../views/gates/gatesView';
import {
  mapChoices,
  mapOptions,
  type MapChoice,
  type MapKept
} from '../../views/map/mapChoices';
import type { MapOptions, MapScene, SceneRow } from '../../views/map/mapScene';
import { windowAround } from '../traceMap/timeWindow';

export type GatesMoment = Moment<'trace', MapChoice, GatesPage>;

/** What the gates view shows: a run, what the reader has chosen of it, and the channel looked at. */
export interface GatesState {
  readonly moment: GatesMoment;
  readonly trace: Trace;
  readonly layer: LayerTrace;
  readonly options: MapOptions;
  /** What is drawn of it. */
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
  /** The page may be another. */
  fit(page: GatesPage): void;
}

export function createGatesState(moment: GatesMoment, kept: Kept): GatesState {
  let group = 0;
  const trace = (): Trace => moment.now.bundle;
  const options = (): MapOptions => mapOptions(trace(), moment.now.chosen);
  const scene = (): MapScene => gatesScene(moment.now);
  const groupNow = (): number => Math.min(group, scene().rows.length - 1);
  const choose = (next: MapKept): void => {
    chooseAll(kept, next);
    moment.take(trace());
  };
  return {
    moment,
    get trace() {
      return trace();
    },
    get layer() {
      return trace().layers[options().layer];
    },
    get options() {
      return options();
    },
    get scene() {
      return scene();
    },
    get group() {
      return groupNow();
    },
    get row() {
      return scene().rows[groupNow()];
    },
    take(next) {
      // Of a run of another length nothing stays chosen.
      if (next.time.steps !== trace().time.steps) {
        chooseAll(kept, nothingChosen);
      }
      moment.take(next);
    },
    choose,
    follow(step) {
      const now = options();
      const shown = windowAround(now, step, trace().time.steps);
      if (shown === now) {
        return false;
      }
      choose({ window: [shown.from, shown.to] });
      return true;
    },
    lookAt(next) {
      group = next;
    },
    lookAtChannel(name) {
      const at = scene().rows.findIndex(({ channel }) => channel.name === name);
      group = at < 0 ? group : at;
    },
    fit(page) {
      const { data } = moment.now;
      const names = Object.keys(page) as (keyof GatesPage)[];
      if (names.some(name => data?.[name] !== page[name])) {
        moment.know(page);
      }
    }
  };
}

/** Keeps what is chosen; undefined where it is to stand as it opens. */
export function chooseAll(kept: Kept, next: MapKept): void {
  for (const [name, value] of Object.entries(next)) {
    kept.set(name as ChoiceName, value as ChoiceValue);
  }
}

const nothingChosen: MapKept = Object.fromEntries(
  Object.keys(mapChoices).map(name => [name, undefined])
);
