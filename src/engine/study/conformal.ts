import { number, options as reader } from '../base/options';
import { requireFinite } from '../tensor/requireFinite';
import { shapeText } from '../tensor/shape';
import { asTensor, type Tensor, type TensorLike } from '../tensor/tensor';

const read = reader('conformal', {
  confidence: number({ least: 0, below: 1 }).or(0.8)
});

/**
 * How far to either side of a forecast a band must reach to hold a share of what comes: the
 * ⌈(n + 1) · confidence⌉-th smallest of the n errors, without their signs, that were made on data
 * from which nothing was learned (split conformal prediction; the half width of MAPIE's
 * `SplitConformalRegressor` with absolute conformity scores).
 *
 * The band keeps its promise while errors to come are like these ones.
 *
 * @param errors `[N]`, or `[N, K]` for K columns, each with its own width: horizons
 * @param options `confidence`, the share to hold (0.8)
 * @returns one half width a column
 * @throws TypeError on a wrong or unknown option; RangeError when there are too few errors for the
 *   confidence, or one is not finite
 * @example
 * ```ts
 * conformal([3, -1, 2, -5], { confidence: 0.5 }); // [3]
 * ```
 */
export function conformal(
  errors: TensorLike,
  options: { confidence?: number } = {}
): number[] {
  const who = 'conformal';
  const { confidence } = read(options);
  const given = asTensor(errors, `${who}: errors`).detach();
  requireFinite(who, 'errors', given);
  const columns = columnsOf(who, 'errors', given);
  const count = given.shape[0];
  // A product such as 20 · 0.55 comes out a little above the whole number that it is.
  const place = Math.max(1, Math.ceil((count + 1) * confidence - 1e-9));
  if (place > count) {
    throw new RangeError(
      `${who}: errors must be at least ${Math.ceil(confidence / (1 - confidence) - 1e-9)} for a confidence of ${confidence}, got ${count}`
    );
  }
  return columns.map(
    column => column.map(Math.abs).sort((a, b) => a - b)[place - 1]
  );
}

/** The columns of `[N]` or `[N, K]`. */
export function columnsOf(
  who: string,
  name: string,
  { shape, rank, values, size }: Tensor
): number[][] {
  if ((rank !== 1 && rank !== 2) || size === 0) {
    throw new RangeError(
      `${who}: ${name} must be [N] or [N, K] with at least one number, got ${shapeText(shape)}`
    );
  }
  const [count, width = 1] = shape;
  return Array.from({ length: width }, (_, column) =>
    Array.from({ length: count }, (__, row) => values[row * width + column])
  );
}
