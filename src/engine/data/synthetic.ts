import { family } from '../base/family';
import { integer, options as reader, seed } from '../base/options';
import type { Random } from '../base/random';
import { random } from '../base/random';
import { Tensor } from '../tensor/tensor';

export interface SyntheticOptions {
  /** N, how many sequences. Default 1,000. */
  count?: number;
  /** T, how long they are. */
  steps?: number;
  /** Equal seeds give equal data. Default 1. */
  seed?: number;
}

export interface CopyOptions extends Omit<SyntheticOptions, 'steps'> {
  /** How many tokens are to be copied. Default 5. */
  length?: number;
  /** Steps of silence. Default 20. */
  delay?: number;
  /** How many kinds of tokens there are. Default 8. */
  tokens?: number;
}

/** Sequences with what is to be answered. */
export interface SyntheticTask {
  /** `[N, T, I]`, or `[N, T]` token ids. */
  readonly x: Tensor;
  /** `[N, 1]`, or `[N, T]` for an answer at each step. */
  readonly y: Tensor;
}

/** Tasks that only a memory solves. All are made from the seed. */
export const synthetic = family('synthetic', {
  /**
   * The adding problem (Hochreiter and Schmidhuber 1997): two features, a number from 0 to 1 and a
   * mark; two numbers are marked, one in each half, and their sum is asked for. Who always answers 1
   * has a mean squared error of 1/6. x is `[N, T, 2]`, y `[N, 1]`; T is 50 by default.
   *
   * @throws TypeError on a wrong or unknown option
   * @example
   * ```ts
   * const { x, y } = synthetic.adding({ count: 3, steps: 10 });
   * x.shape; // [3, 10, 2]
   * y.shape; // [3, 1]
   * ```
   */
  adding(options: SyntheticOptions = {}): SyntheticTask {
    const { count, steps, stream } = checked('adding', options, 50, 2);
    const x = new Float64Array(count * steps * 2);
    const y = new Float64Array(count);
    const half = Math.floor(steps / 2);
    for (let n = 0; n < count; n++) {
      for (let t = 0; t < steps; t++) {
        x[(n * steps + t) * 2] = stream.uniform();
      }
      const marked = [
        stream.integer(half),
        half + stream.integer(steps - half)
      ];
      for (const t of marked) {
        x[(n * steps + t) * 2 + 1] = 1;
        y[n] += x[(n * steps + t) * 2];
      }
    }
    return {
      x: new Tensor(x, [count, steps, 2]),
      y: new Tensor(y, [count, 1])
    };
  },

  /**
   * The copy task: some tokens, a silence, a signal, then the tokens again. Ids are 0 silence, 1
   * signal, then the tokens; y is 0 but where the copy is asked for.
   *
   * x and y are `[N, 2·length + delay + 1]` (Hochreiter and Schmidhuber 1997; Arjovsky et al. 2016).
   *
   * @throws TypeError on a wrong or unknown option
   * @example
   * ```ts
   * synthetic.copy({ count: 3, length: 2, delay: 4 }).x.shape; // [3, 9]
   * ```
   */
  copy(options: CopyOptions = {}): SyntheticTask {
    const { length, delay, tokens: kinds, count, seed = 1 } = readCopy(options);
    const stream = random(seed, 'copy');
    const steps = 2 * length + delay + 1;
    const x = new Float64Array(count * steps);
    const y = new Float64Array(count * steps);
    for (let n = 0; n < count; n++) {
      for (let t = 0; t < length; t++) {
        const token = 2 + stream.integer(kinds);
        x[n * steps + t] = token;
        y[n * steps + length + delay + 1 + t] = token;
      }
      x[n * steps + length + delay] = 1;
    }
    return {
      x: new Tensor(x, [count, steps]),
      y: new Tensor(y, [count, steps])
    };
  },

  /**
   * Brackets (a Dyck language): ids 1 to 4 are ( ) [ ], 0 is padding at the end; y is 1 where the
   * sequence is well nested, else one bracket of it was turned into another. x is `[N, T]`, y
   * `[N, 1]`; T is 20 by default.
   *
   * @throws TypeError on a wrong or unknown option
   * @example
   * ```ts
   * synthetic.brackets({ count: 4, steps: 6 }).y.toArray(); // [[0], [1], [0], [1]]
   * ```
   */
  brackets(options: SyntheticOptions = {}): SyntheticTask {
    const { count, steps, stream } = checked('brackets', options, 20, 2);
    const x = new Float64Array(count * steps);
    const y = new Float64Array(count);
    for (let n = 0; n < count; n++) {
      const pairs = 1 + stream.integer(Math.floor(steps / 2));
      const nested = nestedBrackets(2 * pairs, stream);
      y[n] = n % 2;
      if (y[n] === 0) {
        const at = stream.integer(nested.length);
        nested[at] = 1 + ((nested[at] - 1 + 1 + stream.integer(3)) % 4);
      }
      x.set(nested, n * steps);
    }
    return { x: new Tensor(x, [count, steps]), y: new Tensor(y, [count, 1]) };
  },

  /**
   * Delayed XOR: two bits, marked by a second feature, somewhere among noise bits; whether they
   * differ is asked for at the end. x is `[N, T, 2]`, y `[N, 1]`; T is 20 by default.
   *
   * @throws TypeError on a wrong or unknown option
   * @example
   * ```ts
   * synthetic.delayedXor({ count: 3, steps: 8 }).x.shape; // [3, 8, 2]
   * ```
   */
  delayedXor(options: SyntheticOptions = {}): SyntheticTask {
    const { count, steps, stream } = checked('delayedXor', options, 20, 2);
    const x = new Float64Array(count * steps * 2);
    const y = new Float64Array(count);
    for (let n = 0; n < count; n++) {
      for (let t = 0; t < steps; t++) {
        x[(n * steps + t) * 2] = stream.integer(2);
      }
      const first = stream.integer(steps - 1);
      const second = first + 1 + stream.integer(steps - 1 - first);
      for (const t of [first, second]) {
        x[(n * steps + t) * 2 + 1] = 1;
        y[n] = Number(y[n] !== x[(n * steps + t) * 2]);
      }
    }
    return {
      x: new Tensor(x, [count, steps, 2]),
      y: new Tensor(y, [count, 1])
    };
  }
} as const);

const readCopy = reader('synthetic.copy', {
  count: integer().or(1000),
  seed,
  length: integer().or(5),
  delay: integer().or(20),
  tokens: integer().or(8)
});

function checked(
  name: string,
  options: SyntheticOptions,
  steps: number,
  least: number
): { count: number; steps: number; stream: Random } {
  const settled = reader(`synthetic.${name}`, {
    count: integer().or(1000),
    steps: integer(least).or(steps),
    seed
  })(options);
  return { ...settled, stream: random(settled.seed ?? 1, name) };
}

/** Opens or closes at random, so that everything is closed at the end. */
function nestedBrackets(length: number, stream: Random): number[] {
  const open: number[] = [];
  return Array.from({ length }, (_, at) => {
    const mustClose = open.length === length - at;
    if (open.length > 0 && (mustClose || stream.integer(2) === 0)) {
      return open.pop()! + 1;
    }
    const bracket = 1 + 2 * stream.integer(2);
    open.push(bracket);
    return bracket;
  });
}
