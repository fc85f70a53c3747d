import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import type { JumpableRandomGenerator } from 'pure-rand/types/JumpableRandomGenerator';
import {
  xoroshiro128plus,
  xoroshiro128plusFromState
} from 'pure-rand/generator/xoroshiro128plus';

import { requireInteger, requireNumber } from './check';
import { described } from './described';

/**
 * A seeded stream of random numbers (xoroshiro128+). Equal seeds give equal numbers everywhere. Bounds,
 * mean and deviation that are no finite numbers are a TypeError.
 */
export interface Random {
  /** Uniform on [low, high); on [0, 1) by default. */
  uniform(low?: number, high?: number): number;
  /** From the normal distribution. */
  normal(mean?: number, deviation?: number): number;
  /** Fills with what `normal()` gives one after another, but quicker. */
  normals(values: Float64Array): void;
  /** One of 0, …, count − 1, each equally likely. */
  integer(count: number): number;
  /**
   * For each number one `uniform()`: 0 where that is below `rate`, else `kept`. The same numbers as
   * drawn one by one, but quicker: a dropout mask takes millions.
   *
   * @param rate from 0 to below 1
   */
  mask(values: Float32Array | Float64Array, rate: number, kept: number): void;
  /** 0, …, count − 1 in random order. */
  permutation(count: number): Int32Array;
}

/**
 * A stream of its own for each seed and purpose: `random(7, 'shuffle', epoch)` always gives the same
 * numbers, whatever else was drawn. Training resumes bit for bit because nothing has to be remembered.
 *
 * @throws TypeError when the seed is not an integer, or a purpose neither a text nor a number
 * @example
 * ```ts
 * random(7, 'start').uniform() === random(7, 'start').uniform(); // true
 * ```
 */
export function random(
  seed: number,
  ...purpose: readonly (string | number)[]
): Random {
  if (!Number.isSafeInteger(seed)) {
    throw new TypeError(
      `random: seed must be a whole number, got ${described(seed)}`
    );
  }
  purpose.forEach((part: unknown, at) => {
    if (typeof part !== 'string' && typeof part !== 'number') {
      throw new TypeError(
        `random: purpose[${at}] must be a text or a number, got ${described(part)}`
      );
    }
  });
  let generator: JumpableRandomGenerator = xoroshiro128plus(
    hash(`${seed}|${purpose.join('|')}`)
  );
  // Without a check: it is called millions of times from here.
  const uniform = () => uniformFloat64(generator);
  let spare: number | null = null;
  return {
    uniform(low = 0, high = 1) {
      requireNumber('random.uniform', 'low', low);
      requireNumber('random.uniform', 'high', high);
      return low + (high - low) * uniform();
    },
    normal(mean = 0, deviation = 1) {
      requireNumber('random.normal', 'mean', mean);
      requireNumber('random.normal', 'deviation', deviation);
      if (spare !== null) {
        const value = mean + deviation * spare;
        spare = null;
        return value;
      }
      // Box and Muller 1958; 1 − u is never 0.
      const radius = Math.sqrt(-2 * Math.log(1 - uniform()));
      const angle = 2 * Math.PI * uniform();
      spare = radius * Math.sin(angle);
      return mean + deviation * radius * Math.cos(angle);
    },
    normals(values) {
      requireFloats('random.normals', values);
      let at = 0;
      if (spare !== null && values.length > 0) {
        values[at++] = spare;
        spare = null;
      }
      const draws = new Float64Array(2 * Math.ceil((values.length - at) / 2));
      generator = xoroshiro128plusFromState(
        fillUniforms(generator.getState(), draws)
      );
      for (let pair = 0; pair < draws.length; pair += 2) {
        const radius = Math.sqrt(-2 * Math.log(1 - draws[pair]));
        const angle = 2 * Math.PI * draws[pair + 1];
        values[at++] = radius * Math.cos(angle);
        const other = radius * Math.sin(angle);
        if (at < values.length) {
          values[at++] = other;
        } else {
          spare = other;
        }
      }
    },
    mask(values, rate, kept) {
      requireFloats('random.mask', values);
      generator = xoroshiro128plusFromState(
        fillMask(generator.getState(), values, rate, kept)
      );
    },
    integer: count => Math.floor(uniform() * count),
    permutation(count) {
      requireInteger('random.permutation', 'count', count, 0);
      const order = Int32Array.from({ length: count }, (_, index) => index);
      for (let last = count - 1; last > 0; last--) {
        const other = Math.floor(uniform() * (last + 1));
        [order[last], order[other]] = [order[other], order[last]];
      }
      return order;
    }
  };
}

function requireFloats(who: string, values: unknown): void {
  if (!(values instanceof Float32Array || values instanceof Float64Array)) {
    throw new TypeError(
      `${who}: values must be a Float32Array or Float64Array, got ${described(values)}`
    );
  }
}

/**
 * What `Random.mask` does, with the generator's steps written out on four halves of its 64-bit words.
 * A uniform number is 26 bits of one draw followed by 27 of the next, so the first decide alone unless
 * they are equal to those of `rate`. Answers the state after.
 */
function fillMask(
  state: readonly number[],
  values: Float32Array | Float64Array,
  rate: number,
  kept: number
): number[] {
  let [s01, s00, s11, s10] = state;
  const first = Math.floor(rate * 2 ** 26);
  const rest = rate * 2 ** 53 - first * 2 ** 27;
  for (let at = 0; at < values.length; at++) {
    let a0 = s10 ^ s00;
    let a1 = s11 ^ s01;
    // Negative where the number is dropped.
    let above = ((s00 + s10) & 0x3ffffff) - first;
    const t00 = (s00 << 24) ^ (s01 >>> 8) ^ a0 ^ (a0 << 16);
    const t01 = (s01 << 24) ^ (s00 >>> 8) ^ a1 ^ ((a1 << 16) | (a0 >>> 16));
    const t10 = (a1 << 5) ^ (a0 >>> 27);
    const t11 = (a0 << 5) ^ (a1 >>> 27);
    if (above === 0 && ((t00 + t10) & 0x7ffffff) < rest) {
      above = -1;
    }
    a0 = t10 ^ t00;
    a1 = t11 ^ t01;
    s00 = (t00 << 24) ^ (t01 >>> 8) ^ a0 ^ (a0 << 16);
    s01 = (t01 << 24) ^ (t00 >>> 8) ^ a1 ^ ((a1 << 16) | (a0 >>> 16));
    s10 = (a1 << 5) ^ (a0 >>> 27);
    s11 = (a0 << 5) ^ (a1 >>> 27);
    // Without a branch, which nobody could foresee.
    values[at] = (1 + (above >> 31)) * kept;
  }
  return [s01, s00, s11, s10];
}

const IN_26_BITS = 2 ** -26;
const IN_53_BITS = 2 ** -53;

/** What as many `uniform()` give, with the generator's steps written out as above. */
function fillUniforms(
  state: readonly number[],
  values: Float64Array
): number[] {
  let [s01, s00, s11, s10] = state;
  for (let at = 0; at < values.length; at++) {
    let a0 = s10 ^ s00;
    let a1 = s11 ^ s01;
    const first = (s00 + s10) & 0x3ffffff;
    const t00 = (s00 << 24) ^ (s01 >>> 8) ^ a0 ^ (a0 << 16);
    const t01 = (s01 << 24) ^ (s00 >>> 8) ^ a1 ^ ((a1 << 16) | (a0 >>> 16));
    const t10 = (a1 << 5) ^ (a0 >>> 27);
    const t11 = (a0 << 5) ^ (a1 >>> 27);
    const second = (t00 + t10) & 0x7ffffff;
    a0 = t10 ^ t00;
    a1 = t11 ^ t01;
    s00 = (t00 << 24) ^ (t01 >>> 8) ^ a0 ^ (a0 << 16);
    s01 = (t01 << 24) ^ (t00 >>> 8) ^ a1 ^ ((a1 << 16) | (a0 >>> 16));
    s10 = (a1 << 5) ^ (a0 >>> 27);
    s11 = (a0 << 5) ^ (a1 >>> 27);
    values[at] = first * IN_26_BITS + second * IN_53_BITS;
  }
  return [s01, s00, s11, s10];
}

/** FNV-1a over the characters, mixed once more so that near seeds give far streams. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  }
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return value ^ (value >>> 16);
}

/** A seed for those who gave none: different each time. */
export function freshSeed(): number {
  return Math.floor(Math.random() * 0x7fffffff);
}
