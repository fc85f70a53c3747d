import { requireNumber } from './check';
import type { Random } from './random';
import { sizeOf } from './tensor/shape';

/** Start values of a weight, in row-major order. */
export type Initializer = (
  shape: readonly number[],
  random: Random
) => Float64Array<ArrayBuffer>;

/** By name, as in Keras. */
export const initializers = {
  /**
   * Zeros.
   *
   * @example
   * ```ts
   * initializers.zeros()([2], random(1))[0]; // 0
   * ```
   */
  zeros: (): Initializer => shape => new Float64Array(sizeOf(shape)),

  /**
   * Ones.
   *
   * @example
   * ```ts
   * initializers.ones()([2], random(1))[0]; // 1
   * ```
   */
  ones: (): Initializer => shape => new Float64Array(sizeOf(shape)).fill(1),

  /**
   * One number everywhere.
   *
   * @throws TypeError when it is none
   * @example
   * ```ts
   * initializers.constant(3)([2], random(1))[1]; // 3
   * ```
   */
  constant(value: number): Initializer {
    requireNumber('initializers.constant', 'value', value);
    return shape => new Float64Array(sizeOf(shape)).fill(value);
  },

  /**
   * U(low, high).
   *
   * @throws TypeError when a bound is no number
   * @example
   * ```ts
   * Math.abs(initializers.uniform(-1, 1)([2], random(1))[0]) <= 1; // true
   * ```
   */
  uniform(low: number, high: number): Initializer {
    requireNumber('initializers.uniform', 'low', low);
    requireNumber('initializers.uniform', 'high', high);
    return (shape, random) =>
      Float64Array.from({ length: sizeOf(shape) }, () =>
        random.uniform(low, high)
      );
  },

  /**
   * N(mean, deviation²).
   *
   * @throws TypeError when one of them is no number, or the deviation negative
   * @example
   * ```ts
   * initializers.normal(0, 0.1)([2, 3], random(1)).length; // 6
   * ```
   */
  normal(mean = 0, deviation = 0.05): Initializer {
    requireNumber('initializers.normal', 'mean', mean);
    requireNumber('initializers.normal', 'deviation', deviation, { least: 0 });
    return (shape, random) =>
      Float64Array.from({ length: sizeOf(shape) }, () =>
        random.normal(mean, deviation)
      );
  },

  /**
   * U(±√(6/(fanIn+fanOut))) (Glorot and Bengio 2010), Keras's default for input weights.
   *
   * @example
   * ```ts
   * Math.abs(initializers.glorotUniform()([3, 3], random(1))[0]) <= 1; // true
   * ```
   */
  glorotUniform: (): Initializer => (shape, random) => {
    const [fanIn, fanOut] = fans(shape);
    const limit = Math.sqrt(6 / (fanIn + fanOut));
    return initializers.uniform(-limit, limit)(shape, random);
  },

  /**
   * N(0, 2/fanIn) (He et al. 2015), cut off at two deviations as Keras does.
   *
   * @example
   * ```ts
   * initializers.heNormal()([2, 3], random(1)).length; // 6
   * ```
   */
  heNormal: (): Initializer => (shape, random) => {
    // Cutting at ±2σ makes the deviation 0.8796…σ; Keras divides it out.
    const deviation = Math.sqrt(2 / fans(shape)[0]) / 0.8796256610342398;
    return Float64Array.from({ length: sizeOf(shape) }, () => {
      for (;;) {
        const value = random.normal();
        if (Math.abs(value) < 2) {
          return deviation * value;
        }
      }
    });
  },

  /**
   * A random orthogonal matrix (Saxe et al. 2014), Keras's default for recurrent weights: the Q of
   * the QR decomposition of normal numbers, with R's diagonal made positive.
   *
   * @param gain a factor on all numbers. Default 1
   * @throws TypeError when the gain is no number
   * @example
   * ```ts
   * Math.abs(initializers.orthogonal()([1, 1], random(1))[0]); // 1
   * ```
   */
  orthogonal: (gain = 1): Initializer => {
    requireNumber('initializers.orthogonal', 'gain', gain);
    return (shape, random) => {
      const columns = shape[shape.length - 1];
      const rows = sizeOf(shape) / columns;
      const tall = Math.max(rows, columns);
      const wide = Math.min(rows, columns);
      const q = orthonormalColumns(tall, wide, random);
      return Float64Array.from({ length: rows * columns }, (_, at) => {
        const row = Math.floor(at / columns);
        const column = at % columns;
        return gain * (rows >= columns ? q[column][row] : q[row][column]);
      });
    };
  }
};

export type InitializerName = keyof typeof initializers;

/** By Gram–Schmidt, done twice for full accuracy; the columns keep the sign of the normal draw. */
function orthonormalColumns(
  length: number,
  count: number,
  random: Random
): Float64Array[] {
  const columns: Float64Array[] = [];
  while (columns.length < count) {
    const column = Float64Array.from({ length }, () => random.normal());
    for (let pass = 0; pass < 2; pass++) {
      for (const other of columns) {
        const along = dot(column, other);
        for (let at = 0; at < length; at++) {
          column[at] -= along * other[at];
        }
      }
    }
    const norm = Math.sqrt(dot(column, column));
    if (norm > 1e-8) {
      columns.push(column.map(value => value / norm));
    }
  }
  return columns;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < a.length; at++) {
    sum += a[at] * b[at];
  }
  return sum;
}

function fans(shape: readonly number[]): [number, number] {
  if (shape.length < 2) {
    return [sizeOf(shape), sizeOf(shape)];
  }
  const receptive = sizeOf(shape.slice(0, -2));
  return [
    receptive * shape[shape.length - 2],
    receptive * shape[shape.length - 1]
  ];
}
