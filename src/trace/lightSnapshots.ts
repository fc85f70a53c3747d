import { float32 } from './array';
import type { History, LayerTrace, Trace } from './generated/types';

type Snapshot = NonNullable<History['snapshots']>[number];

const LEFT_OUT =
  'Gates and states of this epoch are left out; with a running kernel they are shown.';

/**
 * Training runs keep a trace of each epoch: hundreds of them fill a notebook and block a comm. The
 * replay draws one line of each, so that is what all keep; some keep everything.
 *
 * @param whole which snapshots, by index, keep everything
 */
export function lightSnapshots(
  snapshots: readonly Snapshot[],
  whole: (index: number) => boolean
): Snapshot[] {
  return snapshots.map((snapshot, index) =>
    whole(index)
      ? snapshot
      : {
          epoch: snapshot.epoch,
          trace: lightTrace(snapshot.trace, index === 0)
        }
  );
}

/** In how many arrays snapshots hold their numbers. */
export function arraysOfSnapshots(snapshots: readonly Snapshot[]): number {
  return snapshots.reduce(
    (sum, { trace }) =>
      sum +
      trace.layers.reduce(
        (ofLayers, { channels }) => ofLayers + channels.length,
        1 + trace.outputs.length
      ),
    0
  );
}

/** How many numbers snapshots hold. */
export function sizeOfSnapshots(snapshots: readonly Snapshot[]): number {
  return snapshots.reduce(
    (sum, { trace }) =>
      sum +
      trace.layers.reduce(
        (ofLayers, { channels }) =>
          ofLayers +
          channels.reduce((size, { array }) => size + array.values.length, 0),
        trace.input.array.values.length
      ),
    0
  );
}

/** What the replay of a training draws of an epoch; the names of the steps once is enough. */
function lightTrace(trace: Trace, named: boolean): Trace {
  const { labels, marks, ...time } = trace.time;
  const { title, id, version, kind } = trace;
  const isLine = trace.outputs.some(
    ({ values }) => Array.from(values.values).filter(Number.isFinite).length > 1
  );
  return {
    version,
    kind,
    id,
    ...(title !== undefined && { title }),
    thinned: LEFT_OUT,
    time: { ...time, ...(named && { labels, marks }) },
    input: {
      names: [],
      array: float32([], [time.steps, 0]),
      editable: false
    },
    layers: isLine ? [] : trace.layers.slice(0, 1).map(stateAlone),
    outputs: trace.outputs,
    clamps: [],
    edits: []
  };
}

/** The state that the replay draws where the network answers once. */
function stateAlone(layer: LayerTrace): LayerTrace {
  const state = layer.channels.findLast(({ role }) => role === 'state');
  return {
    ...layer,
    entering: undefined,
    enteringGradient: undefined,
    equations: [],
    adjoints: undefined,
    source: undefined,
    channels: state ? [state] : []
  };
}
