import { family } from '../base/family';
import { described } from '../base/described';
import { integer, number, options as reader } from '../base/options';
import type { Floats } from './operation';
import { resolveAxis, shapeText, sizeOf } from './shape';

/** What a weight must be after each step of training. */
export interface Constraint {
  readonly name: string;
  /** @internal What it was made with; absent in one of your own, which no file can hold. */
  readonly options?: Readonly<Record<string, number>>;
  /** Changes the numbers, in row-major order, in place. @throws RangeError when the shape does not fit */
  hold(values: Floats, shape: readonly number[]): void;
}

const size = number({ least: 0 });
/** Along which the norms are taken: with 0, each unit of a kernel `[I, H]` has one. */
const axis = integer(-Number.MAX_SAFE_INTEGER).or(0);
const read = {
  maxNorm: reader('constraints.maxNorm', { maxValue: size.or(2), axis }),
  minMaxNorm: reader('constraints.minMaxNorm', {
    minValue: size.or(0),
    maxValue: size.or(1),
    rate: number({ least: 0, most: 1 }).or(1),
    axis
  }),
  nonNeg: reader('constraints.nonNeg', {}),
  unitNorm: reader('constraints.unitNorm', { axis })
};

/** Constraints of weights, by the names of TensorFlow.js; the numbers are Keras's. */
export const constraints = family('constraints', {
  /**
   * No norm above `maxValue`.
   *
   * @throws TypeError on a wrong or unknown option
   * @example
   * ```ts
   * const kernel = Float64Array.of(3, 0, 4, 1);
   * constraints.maxNorm({ maxValue: 1 }).hold(kernel, [2, 2]);
   * [...kernel].map(weight => weight.toFixed(1)); // ['0.6', '0.0', '0.8', '1.0']
   * ```
   */
  maxNorm(options: { maxValue?: number; axis?: number } = {}): Constraint {
    const settled = read.maxNorm(options);
    const { maxValue } = settled;
    return byNorm('maxNorm', settled, norm => Math.min(norm, maxValue));
  },

  /**
   * Each norm brought between two bounds; with a `rate` below 1 by that share of the way at each step.
   *
   * @throws TypeError on a wrong or unknown option
   * @example
   * ```ts
   * const kernel = Float64Array.of(3, 4);
   * constraints.minMaxNorm({ minValue: 10, maxValue: 20 }).hold(kernel, [2, 1]);
   * [...kernel].map(weight => weight.toFixed(1)); // ['6.0', '8.0']
   * ```
   */
  minMaxNorm(
    options: {
      minValue?: number;
      maxValue?: number;
      rate?: number;
      axis?: number;
    } = {}
  ): Constraint {
    const settled = read.minMaxNorm(options);
    const { minValue, maxValue, rate } = settled;
    if (minValue > maxValue) {
      throw new TypeError(
        `constraints.minMaxNorm: minValue must be at most maxValue (${maxValue}), got ${minValue}`
      );
    }
    return byNorm(
      'minMaxNorm',
      settled,
      norm =>
        rate * Math.min(Math.max(norm, minValue), maxValue) + (1 - rate) * norm
    );
  },

  /**
   * No weight below 0.
   *
   * @throws TypeError on an unknown option
   * @example
   * ```ts
   * const kernel = Float64Array.of(3, -4);
   * constraints.nonNeg().hold(kernel, [2]);
   * [...kernel]; // [3, 0]
   * ```
   */
  nonNeg(options: Record<never, never> = {}): Constraint {
    return {
      name: 'nonNeg',
      options: read.nonNeg(options),
      hold(values, shape) {
        requireWeight('nonNeg', values, shape);
        for (let at = 0; at < values.length; at++) {
          values[at] = Math.max(values[at], 0);
        }
      }
    };
  },

  /**
   * Each norm 1.
   *
   * @throws TypeError on a wrong or unknown option
   * @example
   * ```ts
   * const kernel = Float64Array.of(3, 4);
   * constraints.unitNorm().hold(kernel, [2, 1]);
   * [...kernel].map(weight => weight.toFixed(1)); // ['0.6', '0.8']
   * ```
   */
  unitNorm(options: { axis?: number } = {}): Constraint {
    return byNorm('unitNorm', read.unitNorm(options), () => 1);
  }
});

/** Throws unless the numbers are an array of floats that fills the shape. */
function requireWeight(
  name: string,
  values: unknown,
  shape: unknown
): asserts values is Floats {
  const who = `constraints.${name}`;
  if (!(values instanceof Float32Array || values instanceof Float64Array)) {
    throw new TypeError(
      `${who}: values must be a Float32Array or Float64Array, got ${described(values)}`
    );
  }
  if (!Array.isArray(shape) || sizeOf(shape as number[]) !== values.length) {
    throw new TypeError(
      `${who}: shape must be the extents of these ${values.length} numbers, got ${Array.isArray(shape) ? shapeText(shape as number[]) : described(shape)}`
    );
  }
}

/** A constraint that gives each norm along an axis another size. */
function byNorm(
  name: string,
  settled: Readonly<Record<string, number>>,
  wanted: (norm: number) => number
): Constraint {
  return {
    name,
    options: settled,
    hold(values, shape) {
      requireWeight(name, values, shape);
      const along = resolveAxis(
        `constraints.${name}`,
        settled.axis,
        shape.length
      );
      const extent = shape[along];
      const stride = shape
        .slice(along + 1)
        .reduce((product, other) => product * other, 1);
      for (let first = 0; first < values.length; first++) {
        if (Math.floor(first / stride) % extent !== 0) {
          continue;
        }
        const end = first + extent * stride;
        let squares = 0;
        for (let at = first; at < end; at += stride) {
          squares += values[at] * values[at];
        }
        const norm = Math.sqrt(squares);
        // Keras keeps away from a division by 0 in the same way.
        const scale = wanted(norm) / (1e-7 + norm);
        for (let at = first; at < end; at += stride) {
          values[at] *= scale;
        }
      }
    }
  };
}
