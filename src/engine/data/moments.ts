/** Mean and spread of a list of numbers. */
export interface Moments {
  readonly mean: number;
  /** Exactly 0 when the list is constant. */
  readonly deviation: number;
  /** Whether the numbers differ by no more than the rounding of their sum can. */
  readonly constant: boolean;
}

/**
 * Mean and standard deviation, in two passes: the mean of what is left after a first mean corrects it, so
 * that a constant's mean is that constant. Everything is computed in units of a power of two near
 * the largest number, which rounds nothing and keeps squares of 1e300 and 1e−300 within range.
 *
 * A list is constant by scikit-learn's rule (`_is_constant_feature`, after the error bound of Chan,
 * Golub and LeVeque 1983): its variance is at most N·ε·variance + (N·mean·ε)².
 *
 * @param values at least one finite number
 * @param ddof what is taken from N before dividing by it (numpy's name): 0 for a whole population,
 *   1 for a sample
 */
export function momentsOf(values: ArrayLike<number>, ddof = 0): Moments {
  const count = values.length;
  const unit = unitOf(values);
  const sumOf = (term: (value: number) => number): number => {
    let sum = 0;
    for (let at = 0; at < count; at++) {
      sum += term(values[at] / unit);
    }
    return sum;
  };
  const first = sumOf(value => value) / count;
  const mean = first + sumOf(value => value - first) / count;
  const squares = sumOf(value => (value - mean) ** 2);
  const variance = squares / count;
  const rounding = count * Number.EPSILON;
  const constant = variance <= rounding * variance + (rounding * mean) ** 2;
  return {
    mean: mean * unit,
    deviation: constant ? 0 : Math.sqrt(squares / (count - ddof)) * unit,
    constant
  };
}

/** Mean and deviation of each column of a table `[N, I]`. */
export function columnMoments(table: {
  readonly values: ArrayLike<number>;
  readonly shape: readonly number[];
}): Moments[] {
  return columnsOf(table).map(column => momentsOf(column));
}

/** The columns of a table `[N, I]`, one list each. */
export function columnsOf({
  values,
  shape: [count, width]
}: {
  readonly values: ArrayLike<number>;
  readonly shape: readonly number[];
}): Float64Array[] {
  return Array.from({ length: width }, (_, column) =>
    Float64Array.from({ length: count }, (__, row) =>
      Number(values[row * width + column])
    )
  );
}

/** The power of two below the largest number; 1 when all are 0. */
export function unitOf(values: ArrayLike<number>): number {
  let largest = 0;
  for (let at = 0; at < values.length; at++) {
    largest = Math.max(largest, Math.abs(values[at]));
  }
  return largest === 0 ? 1 : 2 ** Math.floor(Math.log2(largest));
}
