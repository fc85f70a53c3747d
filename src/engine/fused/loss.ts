import type { LossSpec } from '../spec/losses';
import { requireProbability } from '../training/rowLoss';
import type { NetworkSpec } from './spec';

/** A loss that the kernels compute; CTC's truth is of whole sequences, which the tape reads. */
export type FusedLoss = Exclude<LossSpec, { kind: 'ctc' }>;

/** The rows of an output, their truth, and what each counts. */
export interface LossRows {
  readonly f32: Float32Array;
  /** How many rows, and numbers in each. */
  readonly rows: number;
  readonly width: number;
  /** Index of the first number of the output before its activation, and of row n's stride. */
  readonly logits: number;
  readonly logitsStride: number;
  /** The same after it. */
  readonly outputs: number;
  readonly outputsStride: number;
  /** Where derivatives by the logits go (by the outputs for losses of the output). */
  readonly gradient: number;
  readonly gradientStride: number;
  /** Where real numbers stand in a row. */
  readonly columns: Int32Array;
  /** Truth of row n's number k; class ids have one number a row. */
  truth(row: number, k: number): number;
  /** What a row counts; 1 without importances. */
  importance(row: number): number;
  /** Softmax: log Σ eˣ of a row. */
  logSum(row: number): number;
}

/**
 * Whether the kernels compute a loss after the last layer of a network. The tape must where there are
 * bare probabilities, or a loss of one's own.
 */
export function fuses(
  loss: LossSpec | undefined,
  { layers }: NetworkSpec
): loss is FusedLoss {
  const last = layers[layers.length - 1];
  const activation = last.kind === 'dense' ? last.activation : 'linear';
  // From logits the last layer is linear; else its activation is the one that the loss undoes.
  const goesWith = (needed: string, fromLogits: boolean) =>
    activation === (fromLogits ? 'linear' : needed);
  switch (loss?.kind) {
    case 'meanSquaredError':
    case 'meanAbsoluteError':
    case 'huber':
      return activation !== 'softmax';
    case 'binaryCrossentropy':
      return (
        goesWith('sigmoid', loss.fromLogits) &&
        (loss.fromLogits || loss.convention === 'keras')
      );
    case 'categoricalCrossentropy':
      return goesWith('softmax', loss.fromLogits);
    case 'sparseCategoricalCrossentropy':
      return (
        goesWith('softmax', loss.fromLogits) &&
        (loss.ignoreIndex === undefined || loss.convention === 'pytorch')
      );
    case 'ctc':
    case undefined:
      return false;
  }
}

const softplus = (x: number): number =>
  Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));

/**
 * Value of the mean over the rows that count; writes its derivatives. Rows count 1/n each. The
 * crossentropies are computed from logits, under a sigmoid or softmax, whether the network says so or
 * the loss.
 */
export function computeLoss(loss: FusedLoss, of: LossRows): number {
  return loss.kind === 'sparseCategoricalCrossentropy'
    ? byClass(loss.ignoreIndex, of)
    : byNumber(loss, of);
}

function byNumber(
  loss: Exclude<FusedLoss, { kind: 'sparseCategoricalCrossentropy' }>,
  of: LossRows
): number {
  const { f32, rows, columns } = of;
  const count = columns.length;
  let total = 0;
  for (let row = 0; row < rows; row++) {
    const weight = of.importance(row) / rows;
    const gradient = of.gradient + row * of.gradientStride;
    const outputs = of.outputs + row * of.outputsStride;
    const logits = of.logits + row * of.logitsStride;
    let sum = 0;
    if (loss.kind === 'categoricalCrossentropy') {
      const logSum = of.logSum(row);
      const even = loss.labelSmoothing / count;
      let mass = 0;
      for (let k = 0; k < count; k++) {
        const y = of.truth(row, k) * (1 - loss.labelSmoothing) + even;
        mass += y;
        sum += y * (logSum - f32[logits + columns[k]]);
      }
      for (let k = 0; k < count; k++) {
        const at = columns[k];
        const y = of.truth(row, k) * (1 - loss.labelSmoothing) + even;
        f32[gradient + at] = weight * (mass * f32[outputs + at] - y);
      }
      total += weight * sum;
      continue;
    }
    const each = weight / count;
    for (let k = 0; k < count; k++) {
      const at = columns[k];
      const truth = of.truth(row, k);
      if (loss.kind === 'binaryCrossentropy') {
        requireProbability('losses.binaryCrossentropy', truth);
        const y = truth * (1 - loss.labelSmoothing) + 0.5 * loss.labelSmoothing;
        const x = f32[logits + at];
        sum += softplus(x) - x * y;
        f32[gradient + at] = each * (f32[outputs + at] - y);
        continue;
      }
      const error = f32[outputs + at] - truth;
      const size = Math.abs(error);
      if (loss.kind === 'meanSquaredError') {
        sum += error * error;
        f32[gradient + at] = 2 * each * error;
      } else if (loss.kind === 'meanAbsoluteError') {
        sum += size;
        f32[gradient + at] = each * Math.sign(error);
      } else {
        // A loss that stands nowhere above has no δ, and does not compile.
        const near = Math.min(size, loss.delta);
        sum += 0.5 * near * near + loss.delta * (size - near);
        f32[gradient + at] = each * near * Math.sign(error);
      }
    }
    total += each * sum;
  }
  return total;
}

/** −log p of the true class; the outputs hold the softmax. */
function byClass(ignoreIndex: number | undefined, of: LossRows): number {
  const { f32, rows, columns } = of;
  let counted = 0;
  for (let row = 0; row < rows; row++) {
    counted += of.truth(row, 0) === ignoreIndex ? 0 : 1;
  }
  let total = 0;
  for (let row = 0; row < rows; row++) {
    const id = of.truth(row, 0);
    const ignored = id === ignoreIndex;
    const weight = ignored ? 0 : of.importance(row) / counted;
    const gradient = of.gradient + row * of.gradientStride;
    const outputs = of.outputs + row * of.outputsStride;
    for (const at of columns) {
      f32[gradient + at] = weight * f32[outputs + at];
    }
    if (!ignored) {
      if (!(id >= 0 && id < columns.length) || id !== Math.floor(id)) {
        throw new RangeError(
          `losses.sparseCategoricalCrossentropy: class ids must be whole numbers from 0 to ${columns.length - 1}, got ${id} at row ${row}`
        );
      }
      const at = columns[id];
      f32[gradient + at] -= weight;
      total +=
        weight * (of.logSum(row) - f32[of.logits + row * of.logitsStride + at]);
    }
  }
  // A mean over ignored rows only is no number, as in PyTorch; over no rows at all it is 0.
  return counted === 0 && rows > 0 ? NaN : total;
}
