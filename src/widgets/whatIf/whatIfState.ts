import type { LayerTrace, Trace } from '../../trace';
import type { ViewContext, ViewStore } from '../context';
import { createMoment, type Moment } from '../../scene/createMoment';
import { gatesView } from '../../views/gates/gatesView';
import { keptOf } from '../scene/definedPage';
import type { MapOptions } from '../../views/map/mapScene';
import { between, type Selection } from '../traceMap/selection';
import { SELECTION } from '../gates/selectionPanel';
import { chooseAll } from '../gates/gatesState';
import {
  mapOptions,
  type MapChoice,
  type MapKept
} from '../../views/map/mapChoices';
import {
  channelToHold,
  type ChangedRunData,
  whatIfView
} from '../../views/whatIf/whatIfView';
import { clampOf } from './clampOf';
import {
  openingOperations,
  type WhatIfOperation
} from '../../views/whatIf/operation';
import { isOf, withOperation } from './operations';

/** Where the reader's changes are kept while the page lives. */
const OPERATIONS = 'whatIf';

export type WhatIfMoment = Moment<'trace', MapChoice, ChangedRunData>;

/** What the reader has chosen and changed; kept in the store, so that a view recreated has it. */
export interface WhatIfState {
  readonly moment: WhatIfMoment;
  readonly trace: Trace;
  readonly layer: LayerTrace;
  readonly options: MapOptions;
  readonly operations: readonly WhatIfOperation[];
  /** What was brushed; null where nothing was. */
  readonly selection: Selection | null;
  /** The channel to hold. */
  readonly channel: string;
  /** What will be held: what was brushed, else all units at the steps in view. */
  selected(): Selection;
  /** What the last clamp over the present selection holds it at. */
  held(): number | 'mean' | null;
  setTrace(trace: Trace): void;
  choose(next: MapKept): void;
  setSelection(next: Selection | null): void;
  setChannel(next: string): void;
  /** Adds an operation; `replace` if the last one was of the same drag. */
  add(next: WhatIfOperation, replace: boolean): void;
  /** Takes the last operation back and returns it; null where there is none. */
  undo(): WhatIfOperation | null;
  /** What was undone last, again; null where something else was changed since. */
  redo(): WhatIfOperation | null;
  readonly canRedo: boolean;
  /** Takes all operations back and returns the last; null where there is none. */
  reset(): WhatIfOperation | null;
  /**
   * By what name notebook cells know the run, as the kernel said with its last answer; null where they
   * have none, undefined before it has answered.
   */
  name: string | null | undefined;
}

export function createWhatIfState(
  bundle: Trace,
  context: ViewContext
): WhatIfState {
  const { store, cursor, translate } = context;
  let trace = bundle;
  // What is chosen of the channels is that of the gates.
  const kept = keptOf(bundle, gatesView.name, context);
  const moment = createMoment(whatIfView, bundle, kept, translate);
  const options = (): MapOptions => mapOptions(trace, moment.now.chosen);
  let all = startOperations(trace, store);
  const present = (): readonly WhatIfOperation[] =>
    all.filter(each => isOf(trace, each));
  let selection = store.get<Selection>(trace.id, SELECTION) ?? null;
  const layer = (): LayerTrace => trace.layers[options().layer];
  const startChannel = (): string =>
    channelAtStart(trace, layer(), present(), [
      selection?.channel,
      cursor.position.channel
    ]);
  let channel = startChannel();
  /** What was undone, the last at the end. */
  let undone: readonly WhatIfOperation[] = [];
  const keep = (next: readonly WhatIfOperation[]): void => {
    all = [...all.filter(each => !isOf(trace, each)), ...next];
    store.set(trace.id, OPERATIONS, all);
  };
  const selected = (): Selection => ({
    ...wholeOf(layer(), options()),
    ...selection,
    ...{ layer: layer().name, channel }
  });
  return {
    moment,
    get trace() {
      return trace;
    },
    get layer() {
      return layer();
    },
    get options() {
      return options();
    },
    get operations() {
      return present();
    },
    get selection() {
      return selection;
    },
    get channel() {
      return channel;
    },
    selected,
    held() {
      const last = present().at(-1);
      if (last?.kind !== 'clamp') {
        return null;
      }
      const { value } = last.clamp;
      const mine = clampOf(selected(), value, layer(), trace.time.steps);
      return JSON.stringify(mine) === JSON.stringify(last.clamp) ? value : null;
    },
    setTrace(next) {
      if (next.batch?.sequence !== trace.batch?.sequence) {
        undone = [];
      }
      trace = next;
      moment.take(trace);
      selection = null;
      channel = startChannel();
    },
    choose(next) {
      const before = layer();
      chooseAll(kept, next);
      moment.take(trace);
      if (layer() !== before) {
        selection = null;
        channel = startChannel();
      }
    },
    setSelection(next) {
      selection = next && { ...next, channel };
      store.set(trace.id, SELECTION, selection ?? undefined);
    },
    setChannel(next) {
      channel = next;
      selection = selection && { ...selection, channel };
    },
    add(next, replace) {
      undone = [];
      const own =
        next.kind === 'edit' && trace.batch
          ? { ...next, sequence: trace.batch.sequence }
          : next;
      keep(withOperation(present(), own, replace));
    },
    undo() {
      const operations = present();
      const [last = null] = operations.slice(-1);
      undone = [...undone, ...operations.slice(-1)];
      keep(operations.slice(0, -1));
      return last;
    },
    redo() {
      const [last = null] = undone.slice(-1);
      keep([...present(), ...undone.slice(-1)]);
      undone = undone.slice(0, -1);
      return last;
    },
    get canRedo() {
      return undone.length > 0;
    },
    reset() {
      const [last = null] = present().slice(-1);
      undone = [...undone, ...present().toReversed()];
      keep([]);
      return last;
    },
    name: undefined
  };
}

/** Of all sequences of a batch: what was changed before, else what the bundle opens with. */
const startOperations = (
  trace: Trace,
  store: ViewStore
): readonly WhatIfOperation[] =>
  store.get<readonly WhatIfOperation[]>(trace.id, OPERATIONS) ??
  openingOperations(trace);

/** All units at the steps in view. */
const wholeOf = ({ units }: LayerTrace, { from, to }: MapOptions) => ({
  units: between(0, units - 1),
  steps: between(from, to - 1)
});

/** The channel that is held at first: one that is wanted, else one that is held already. */
const channelAtStart = (
  trace: Trace,
  layer: LayerTrace,
  operations: readonly WhatIfOperation[],
  wanted: readonly (string | null | undefined)[]
): string =>
  channelToHold(trace, layer, [
    ...wanted,
    ...operations.map(each =>
      each.kind === 'clamp' && each.clamp.layer === layer.name
        ? each.clamp.channel
        : null
    )
  ]);
