import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import type { JumpableRandomGenerator } from 'pure-rand/types/JumpableRandomGenerator';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** A seeded stream of random numbers (xoroshiro128+). Equal seeds give equal numbers everywhere. */
export interface Random {
  /** Uniform on [low, high); on [0, 1) by default. */
  uniform(low?: number, high?: number): number;
  /** From the normal distribution. */
  normal(mean?: number, deviation?: number): number;
  /** One of 0, …, count − 1, each equally likely. */
  integer(count: number): number;
  /** 0, …, count − 1 in random order. */
  permutation(count: number): Int32Array;
}

/**
 * A stream of its own for each seed and purpose: `random(7, 'shuffle', epoch)` always gives the same
 * numbers, whatever else was drawn. Training resumes bit for bit because nothing has to be remembered.
 *
 * @throws TypeError when the seed is not an integer
 */
export function random(
  seed: number,
  ...purpose: readonly (string | number)[]
): Random {
  if (!Number.isSafeInteger(seed)) {
    throw new TypeError(`seed: expected an integer, got ${seed}`);
  }
  const generator: JumpableRandomGenerator = xoroshiro128plus(
    hash(`${seed}|${purpose.join('|')}`)
  );
  const uniform = (low = 0, high = 1) =>
    low + (high - low) * uniformFloat64(generator);
  let spare: number | null = null;
  return {
    uniform,
    normal(mean = 0, deviation = 1) {
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
    integer: count => Math.floor(uniform() * count),
    permutation(count) {
      const order = Int32Array.from({ length: count }, (_, index) => index);
      for (let last = count - 1; last > 0; last--) {
        const other = Math.floor(uniform() * (last + 1));
        [order[last], order[other]] = [order[other], order[last]];
      }
      return order;
    }
  };
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
