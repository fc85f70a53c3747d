import { described } from '../base/described';
import { sameShape, shapeText } from '../tensor/shape';
import { boundaryOf, type Answer, type Metric } from '../tensor/metric';
import { Tensor } from '../tensor/tensor';
import { requireTruthOfClasses, type LibraryMetric } from './metricFits';
import { requireTruthShape } from './rowLoss';

/** Score of one row: `width` numbers of the output, `truthWidth` of the truth. */
type Row = (
  truth: ArrayLike<number>,
  output: ArrayLike<number>,
  row: number,
  width: number,
  truthWidth: number
) => number;

/** How the numbers of one batch lie, row by row. */
interface BatchRows {
  readonly rows: number;
  /** Numbers of the output in a row, and of the truth: 1 where it names classes by their ids. */
  readonly width: number;
  readonly truthWidth: number;
  /** Whether no mask leaves the row out. */
  counts(row: number): boolean;
}

/**
 * The rows of a batch that a metric is given.
 *
 * @param takesIds whether the truth may name the class of each row by its id
 * @throws TypeError on what is no tensor; RangeError when truth or mask do not go with the output
 */
function batchRows(
  who: string,
  truth: Tensor,
  output: Tensor,
  mask: Tensor | undefined,
  takesIds: boolean
): BatchRows {
  for (const [name, value] of Object.entries({ truth, output, mask })) {
    if (
      !(value instanceof Tensor) &&
      (value !== undefined || name !== 'mask')
    ) {
      throw new TypeError(
        `${who}: ${name} must be a tensor, got ${described(value)}`
      );
    }
  }
  const { shape } = output;
  const width = output.rank < 2 ? 1 : shape[output.rank - 1];
  const rows = output.size / width;
  const byIds = takesIds && width > 1 && truth.size !== output.size;
  requireTruthShape(
    who,
    truth.shape,
    byIds ? shape.slice(0, -1) : shape,
    shape
  );
  if (mask && !sameShape(mask.shape, shape.slice(0, mask.rank))) {
    throw new RangeError(
      `${who}: the mask has shape ${shapeText(mask.shape)}, but the output ${shapeText(shape)}`
    );
  }
  const perMask = mask ? rows / mask.size : 1;
  return {
    rows,
    width,
    truthWidth: byIds ? 1 : width,
    counts: row => !mask || mask.values[Math.floor(row / perMask)] !== 0
  };
}

/** How the mean of a score over rows is taken, and what a truth may be. */
interface MeanOptions {
  readonly finish?: (mean: number) => number;
  /** Whether the truth may name classes by their ids. */
  readonly takesIds?: boolean;
  /** Rows with this id do not count. */
  readonly ignoreIndex?: number | undefined;
  /** What the output is; by itself probabilities. */
  readonly kind?: Answer['kind'];
}

/**
 * A metric that is the mean of a score over the rows that a mask does not leave out; 0 where it leaves
 * out all of them, as Keras's and as metrics of counts. NaN where an answer that counts is.
 */
export function meanMetric(
  name: LibraryMetric,
  score: Row,
  { finish = mean => mean, takesIds = false, ignoreIndex }: MeanOptions = {}
): Metric {
  return {
    name,
    start() {
      // Total and count.
      const sums = new Float64Array(2);
      return {
        sums,
        add(truth, output, mask) {
          const { rows, width, truthWidth, counts } = batchRows(
            `metrics.${name}`,
            truth,
            output,
            mask,
            takesIds
          );
          const hasIds = truthWidth < width;
          for (let row = 0; row < rows; row++) {
            if (!counts(row) || (hasIds && truth.values[row] === ignoreIndex)) {
              continue;
            }
            if (!hasIds) {
              const from = row * width;
              requireTruthOfClasses(name, truth.values, from, width);
            }
            const of = score(
              truth.values,
              output.values,
              row,
              width,
              truthWidth
            );
            sums[0] += holdsNaN(output.values, row * width, width) ? NaN : of;
            sums[1]++;
          }
        },
        result: () => (sums[1] === 0 ? 0 : finish(sums[0] / sums[1]))
      };
    }
  };
}

/** The mean over a row's numbers of what is made of each error. */
export function errorRow(of: (error: number) => number): Row {
  return (truth, output, row, width) => {
    let sum = 0;
    for (let k = 0; k < width; k++) {
      sum += of(truth[row * width + k] - output[row * width + k]);
    }
    return sum / width;
  };
}

/** 1 where the answer is right: on the truth's side, or the class with the largest number. */
export const accuracyRow =
  (boundary: number): Row =>
  (truth, output, row, width, truthWidth) => {
    if (width === 1) {
      return isRight(truth[row], output[row], boundary);
    }
    const top = largest(output, row * width, width);
    return Number(
      top === classOf('metrics.accuracy', truth, row, width, truthWidth)
    );
  };

/** The class of a row, by its id or its largest number. @throws RangeError on an id that is none */
export function classOf(
  who: string,
  truth: ArrayLike<number>,
  row: number,
  width: number,
  truthWidth: number
): number {
  if (truthWidth === width && width > 1) {
    return largest(truth, row * width, width);
  }
  const id = truth[row];
  if (!Number.isInteger(id) || id < 0 || id >= width) {
    throw new RangeError(
      `${who}: truth must hold class ids, whole numbers from 0 to ${width - 1}, got ${id}`
    );
  }
  return id;
}

/** Keras's: so near 0 or 1 a probability may come to the logarithm. */
const EPSILON = 1e-7;

const clipped = (p: number) => Math.min(Math.max(p, EPSILON), 1 - EPSILON);

/** log of the share that a row gives to what was right, clipped as Keras clips it. */
export function logShare(
  who: string,
  right: number,
  output: ArrayLike<number>,
  start: number,
  width: number
): number {
  let sum = 0;
  for (let k = 0; k < width; k++) {
    const share = output[start + k];
    if (share < 0) {
      throw new RangeError(
        `${who}: output must be probabilities, got ${share}; of logits take metrics.perplexity({ fromLogits: true })`
      );
    }
    sum += clipped(share);
  }
  return Math.log(clipped(right) / sum);
}

/** log of the sum of the powers of e of a row. */
export function logSumExp(
  values: ArrayLike<number>,
  start: number,
  width: number
): number {
  const top = values[start + largest(values, start, width)];
  let sum = 0;
  for (let k = 0; k < width; k++) {
    sum += Math.exp(values[start + k] - top);
  }
  return top + Math.log(sum);
}

/** Whether some of a row's numbers are none: a comparison would take them for the smaller. */
function holdsNaN(
  values: ArrayLike<number>,
  start: number,
  width: number
): boolean {
  for (let at = start; at < start + width; at++) {
    if (Number.isNaN(values[at])) {
      return true;
    }
  }
  return false;
}

/** 1 where the output is on the side of its boundary on which the truth, 0 or 1, says that it is. */
export function isRight(
  truth: number,
  output: number,
  boundary: number
): number {
  return Number(truth > 0.5 === output > boundary);
}

function largest(
  values: ArrayLike<number>,
  start: number,
  width: number
): number {
  let best = 0;
  for (let k = 1; k < width; k++) {
    if (values[start + k] > values[start + best]) {
      best = k;
    }
  }
  return best;
}

interface Counts {
  hits: number;
  called: number;
  real: number;
}

/** A metric made of counts over single answers: hits, what was called, and what was real. */
export function counting(
  name: LibraryMetric,
  kind: Answer['kind'],
  finish: (counts: Counts) => number
): Metric {
  return {
    name,
    start() {
      // Hits, called and real.
      const sums = new Float64Array(3);
      return {
        sums,
        add(truth, output, mask) {
          const { width, counts } = batchRows(
            `metrics.${name}`,
            truth,
            output,
            mask,
            false
          );
          for (let at = 0; at < output.size; at++) {
            if (!counts(Math.floor(at / width))) {
              continue;
            }
            requireTruthOfClasses(name, truth.values, at, 1);
            const value = output.values[at];
            const isCalled = value > boundaryOf(kind);
            const isReal = truth.values[at] > 0.5;
            sums[0] += Number.isNaN(value) ? NaN : Number(isCalled && isReal);
            sums[1] += Number(isCalled);
            sums[2] += Number(isReal);
          }
        },
        result: () => finish({ hits: sums[0], called: sums[1], real: sums[2] })
      };
    }
  };
}
