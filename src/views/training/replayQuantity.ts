import { timeOfAnswers, type History, type Trace } from '../../trace';
import { outputLike } from '../run/outputLike';
import { extentOf } from '../../scene/marks/valueScale';

export type HistorySnapshots = NonNullable<History['snapshots']>;

/** What is replayed: an output of the network, or one unit of a state. */
export interface ReplayQuantity {
  readonly name: string;
  readonly range: readonly [number, number];
  /** Whether the middle of the range is a place where something turns: zero, or a half for a share. */
  readonly diverging: boolean;
  /** One a step, where there are any. */
  readonly labels: readonly string[] | undefined;
  /** `[T]` of one snapshot. */
  values(trace: Trace): ArrayLike<number>;
}

/** The first output that has a value at each step; else a unit of the last state. */
export function replayQuantity(
  snapshots: HistorySnapshots,
  unit: number
): ReplayQuantity | null {
  const first = snapshots[0]?.trace;
  if (!first) {
    return null;
  }
  const shown = first.outputs.find(
    ({ values }) => Array.from(values.values).filter(Number.isFinite).length > 1
  );
  if (shown) {
    const { name, range } = shown;
    const values = (trace: Trace): ArrayLike<number> =>
      outputLike(trace, shown)?.values.values ??
      new Float64Array(trace.time.steps).fill(NaN);
    return {
      name,
      labels: timeOfAnswers(first).labels,
      ...scaleOf(range, extentOf(snapshots.map(({ trace }) => values(trace)))),
      values
    };
  }
  const state = first.layers[0]?.channels.findLast(
    ({ role }) => role === 'state'
  );
  if (!state) {
    return null;
  }
  const { units } = first.layers[0];
  const values = (trace: Trace): ArrayLike<number> => {
    const channel = trace.layers[0].channels.find(
      ({ name }) => name === state.name
    );
    return Array.from(
      { length: trace.time.steps },
      (_, step) => channel?.array.values[step * units + unit] ?? NaN
    );
  };
  const [low, high] = extentOf(snapshots.map(({ trace }) => values(trace)));
  const end = Math.max(Math.abs(low), Math.abs(high));
  return {
    name: `${state.name}, unit ${unit}`,
    labels: first.time.labels,
    range: state.range[1] <= 1 ? [-1, 1] : [-end, end],
    diverging: true,
    values
  };
}

/**
 * A share of one has its declared range, with the middle where the answer turns. A measured quantity
 * has no such middle: it is symmetric where it has both signs, else from its least to its greatest.
 */
function scaleOf(
  declared: readonly [number, number] | undefined,
  [low, high]: readonly [number, number]
): Pick<ReplayQuantity, 'range' | 'diverging'> {
  if (declared) {
    return { range: declared, diverging: true };
  }
  const end = Math.max(Math.abs(low), Math.abs(high));
  return low < 0 && high > 0
    ? { range: [-end, end], diverging: true }
    : { range: [low, high], diverging: false };
}
