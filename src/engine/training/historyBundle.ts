import type { GateStatistics, HistoryTail, NumericArray } from '../../trace';
import { float64, TRACE_VERSION } from '../../trace';
import type { EpochRow, GateRow } from './epochRow';
import { GATE_BINS, isValidationName, validationName } from './epochRow';

/** What is known of a training run. */
export interface HistoryRecord {
  readonly id: string;
  readonly title: string | undefined;
  readonly status: HistoryTail['history']['status'];
  readonly reason: string | undefined;
  readonly epochs: readonly EpochRow[];
  readonly batchLosses: readonly number[];
  /** Epochs in all. */
  readonly planned: number;
  /** Batches of an epoch. */
  readonly batches: number;
  /** Batches done of the epoch under way. */
  readonly batch: number;
  /** Milliseconds of training so far. */
  readonly elapsed: number;
  /** From 0, those before `firstEpoch` among them. */
  readonly bestEpoch: number | undefined;
  /** How many epochs went before this run. */
  readonly firstEpoch: number;
  readonly usedEpoch: number | null;
  /** Whether the network has weights of none of its epochs. */
  readonly elsewhere: boolean;
}

/** How far a training run had come. */
export interface HistoryMark {
  /** Finished epochs. */
  readonly epochs: number;
  /** Batches, over all epochs. */
  readonly batches: number;
}

/** Most numbers of `batchLoss`. */
const MOST_LOSSES = 2000;

/**
 * What a view needs of a training run beyond what was known at `mark`; all of it, but for model and
 * snapshots, when that is the beginning. The cost is that of what is new.
 */
export function historyBundle(
  history: HistoryRecord,
  mark: HistoryMark
): HistoryTail {
  const { epochs, batchLosses, planned, status, reason } = history;
  const fresh = epochs.slice(mark.epochs);
  const column = (of: (row: EpochRow) => number) =>
    float64(fresh.map(of), [fresh.length]);
  const width = stretch(batchLosses.length);
  // Where stretches grow, the whole series is another one.
  const kept =
    stretch(mark.batches) === width ? Math.floor(mark.batches / width) : 0;
  const losses = meansOf(batchLosses, width, kept);
  const all = mark.epochs === 0;
  return {
    id: history.id,
    keep: { epochs: mark.epochs, batchLosses: kept },
    history: {
      version: TRACE_VERSION,
      kind: 'history',
      id: history.id,
      ...(history.title !== undefined && { title: history.title }),
      status,
      ...(reason !== undefined && { reason }),
      epochs: { done: epochs.length, planned },
      metrics: metricsOf(fresh, epochs[0], all),
      batchLoss: float64(losses, [losses.length]),
      progress: progressOf(history),
      ...((all || fresh.length > 0) && {
        learningRate: column(row => row.learningRate),
        gradientNorm: column(row => row.gradientNorm)
      }),
      ...(history.bestEpoch !== undefined && {
        bestEpoch: history.bestEpoch - history.firstEpoch
      }),
      ...(fresh.length > 0 && gatesOf(epochs, fresh)),
      ...(history.usedEpoch !== null && { usedEpoch: history.usedEpoch }),
      ...(history.elsewhere && { elsewhere: true })
    }
  };
}

function metricsOf(
  rows: readonly EpochRow[],
  first: EpochRow | undefined,
  all: boolean
): HistoryTail['history']['metrics'] {
  if (first === undefined || rows.length === 0) {
    return all ? [{ name: 'loss', training: float64([], [0]) }] : [];
  }
  const column = (name: string) =>
    float64(
      rows.map(({ logs }) => logs[name]),
      [rows.length]
    );
  return Object.keys(first.logs)
    .filter(name => !isValidationName(name))
    .map(name => {
      const validation = validationName(name);
      return {
        name,
        training: column(name),
        ...(validation in first.logs && { validation: column(validation) })
      };
    });
}

function progressOf(
  history: HistoryRecord
): NonNullable<HistoryTail['history']['progress']> {
  const { epochs, batch, batches, planned, elapsed, status } = history;
  const done = epochs.length * batches + batch;
  const perBatch = done === 0 ? 0 : elapsed / 1000 / done;
  const left = Math.max(planned * batches - done, 0);
  return {
    batch,
    batches,
    secondsPerEpoch: perBatch * batches,
    secondsLeft: status === 'running' ? perBatch * left : 0
  };
}

/** The gates of some epochs; an epoch without statistics has NaN. */
function gatesOf(
  epochs: readonly EpochRow[],
  rows: readonly EpochRow[]
): { gates?: GateStatistics[] } {
  const first = epochs.find(({ gates }) => gates)?.gates;
  return first === undefined
    ? {}
    : {
        gates: first.map(({ layer, channel }, at) => {
          const column = (of: (row: GateRow) => number) =>
            float64(
              rows.map(({ gates }) => (gates ? of(gates[at]) : NaN)),
              [rows.length]
            );
          return {
            layer,
            channel,
            mean: column(row => row.mean),
            saturatedLow: column(row => row.low),
            saturatedHigh: column(row => row.high),
            histogram: histogramsOf(rows, at)
          };
        })
      };
}

function histogramsOf(rows: readonly EpochRow[], at: number): NumericArray {
  const values = new Float32Array(rows.length * GATE_BINS).fill(NaN);
  rows.forEach(({ gates }, row) => {
    if (gates) {
      values.set(gates[at].histogram, row * GATE_BINS);
    }
  });
  return { dtype: 'f32', shape: [rows.length, GATE_BINS], values };
}

/** How many batches one number of `batchLoss` stands for: a power of two, so that it rarely grows. */
function stretch(batches: number): number {
  return batches <= MOST_LOSSES
    ? 1
    : 2 ** Math.ceil(Math.log2(batches / MOST_LOSSES));
}

/** Means of equal stretches, without the first `skipped`; the last may be of fewer values. */
function meansOf(
  values: readonly number[],
  width: number,
  skipped: number
): number[] {
  const means: number[] = [];
  for (let start = skipped * width; start < values.length; start += width) {
    const part = values.slice(start, start + width);
    means.push(part.reduce((sum, value) => sum + value, 0) / part.length);
  }
  return means;
}
