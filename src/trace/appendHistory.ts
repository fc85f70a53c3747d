import type { NumericArray } from './array';
import { sizeOf } from './array';
import type { History } from './generated/types';
import type { HistoryTail } from './protocol';
import { replayedWith } from './replayedEpochs';

/**
 * The whole of a training run, of what was known of it and what is new.
 *
 * @returns null when something between the two was missed, so that they cannot be joined
 */
export function appendHistory(
  known: History,
  { keep, history: now }: HistoryTail
): History | null {
  const before = new Map<string, NumericArray>();
  mapColumns(known, (column, name) => {
    before.set(name, column);
    return column;
  });
  let missed = false;
  const follow = (name: string, kept: number, column: NumericArray) => {
    const old = before.get(name);
    missed ||= kept > (old?.shape[0] ?? 0);
    return missed || old === undefined ? column : joined(old, kept, column);
  };

  const { model, snapshots, live, view, metrics, gates } = known;
  const { learningRate, gradientNorm } = known;
  const same = now.epochs.done === keep.epochs;
  const whole = mapColumns(
    {
      ...defined({ model, live, view }),
      ...now,
      ...savedEpochs(snapshots, keep.epochs, now.snapshots),
      ...(same && defined({ metrics, gates, learningRate, gradientNorm }))
    },
    (column, name) =>
      name === BATCH_LOSS
        ? follow(name, keep.batchLosses, column)
        : follow(name, keep.epochs, same ? withoutRows(column) : column)
  );
  return missed ? null : whole;
}

/** Those known of the epochs that stay, and those that are new, as far as a replay shows them. */
function savedEpochs(
  known: History['snapshots'],
  epochs: number,
  fresh: History['snapshots']
): Pick<History, 'snapshots'> {
  const kept = known?.filter(({ epoch }) => epoch < epochs);
  return kept || fresh
    ? { snapshots: replayedWith(kept ?? [], fresh ?? []) }
    : {};
}

const BATCH_LOSS = 'batchLoss';

/** The same with each array that grows while training goes on replaced; each has a name of its own. */
function mapColumns(
  history: History,
  replace: (column: NumericArray, name: string) => NumericArray
): History {
  const { batchLoss, learningRate, gradientNorm, gates } = history;
  return {
    ...history,
    metrics: history.metrics.map(({ name, training, validation }) => ({
      name,
      training: replace(training, `${name} in training`),
      ...(validation && {
        validation: replace(validation, `${name} in validation`)
      })
    })),
    ...(batchLoss && { batchLoss: replace(batchLoss, BATCH_LOSS) }),
    ...(learningRate && {
      learningRate: replace(learningRate, 'learningRate')
    }),
    ...(gradientNorm && {
      gradientNorm: replace(gradientNorm, 'gradientNorm')
    }),
    ...(gates && {
      gates: gates.map(gate => {
        const named = (array: NumericArray, what: string) =>
          replace(array, `${what} of ${gate.channel} of ${gate.layer}`);
        return {
          ...gate,
          mean: named(gate.mean, 'mean'),
          saturatedLow: named(gate.saturatedLow, 'low'),
          saturatedHigh: named(gate.saturatedHigh, 'high'),
          ...(gate.histogram && {
            histogram: named(gate.histogram, 'histogram')
          })
        };
      })
    })
  };
}

/** The first `kept` rows of an array, then those of another. */
function joined(
  first: NumericArray,
  kept: number,
  second: NumericArray
): NumericArray {
  const { dtype } = second;
  const shape = [kept + second.shape[0], ...second.shape.slice(1)];
  const size = sizeOf(shape);
  const values =
    dtype === 'f64'
      ? new Float64Array(size)
      : dtype === 'f32'
        ? new Float32Array(size)
        : new Uint8Array(size);
  const place = size - second.values.length;
  values.set(first.values.subarray(0, place));
  values.set(second.values, place);
  return { dtype, shape, values };
}

function withoutRows({ dtype, shape, values }: NumericArray): NumericArray {
  return {
    dtype,
    shape: [0, ...shape.slice(1)],
    values: values.subarray(0, 0)
  };
}

/** The entries that have a value. */
function defined<T extends object>(entries: T): Partial<T> {
  return Object.fromEntries(
    Object.entries(entries).filter(([, value]) => value !== undefined)
  ) as Partial<T>;
}
