import { family } from '../base/family';
import { requireNumber, withoutOptions } from '../base/check';
import { orthonormalColumns } from './orthonormalColumns';
import type { Random } from '../base/random';
import { sizeOf } from './shape';

/** Start values of a weight, in row-major order. */
export type Initializer = (
  shape: readonly number[],
  random: Random
) => Float64Array<ArrayBuffer>;

/** By name, as in Keras. */
export const initializers = family('initializers', {
  /**
   * Zeros.
   *
   * @example
   * ```ts
   * initializers.zeros()([2], random(1))[0]; // 0
   * ```
   */
  zeros: withoutOptions(
    'initializers.zeros',
    (): Initializer => shape => new Float64Array(sizeOf(shape))
  ),

  /**
   * Ones.
   *
   * @example
   * ```ts
   * initializers.ones()([2], random(1))[0]; // 1
   * ```
   */
  ones: withoutOptions(
    'initializers.ones',
    (): Initializer => shape => new Float64Array(sizeOf(shape)).fill(1)
  ),

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
  glorotUniform: withoutOptions(
    'initializers.glorotUniform',
    (): Initializer => (shape, random) => {
      const [fanIn, fanOut] = fans(shape);
      const limit = Math.sqrt(6 / (fanIn + fanOut));
      return initializers.uniform(-limit, limit)(shape, random);
    }
  ),

  /**
   * N(0, 2/fanIn) (He et al. 2015), cut off at two deviations as Keras does.
   *
   * @example
   * ```ts
   * initializers.heNormal()([2, 3], random(1)).length; // 6
   * ```
   */
  heNormal: withoutOptions(
    'initializers.heNormal',
    (): Initializer => (shape, random) => {
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
    }
  ),

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
      const q = new Float64Array(tall * wide);
      random.normals(q);
      orthonormalColumns(q, tall, wide, column => random.normals(column));
      const result = new Float64Array(rows * columns);
      for (let row = 0; row < rows; row++) {
        for (let column = 0; column < columns; column++) {
          result[row * columns + column] =
            gain *
            (rows >= columns ? q[column * tall + row] : q[row * tall + column]);
        }
      }
      return result;
    };
  }
});

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
