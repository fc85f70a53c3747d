import { family } from '../base/family';
import {
  requireFunction,
  requireList,
  requireNumber,
  requireObject
} from '../base/check';
import { described } from '../base/described';
import { random, type Random } from '../base/random';

/** What one setting can be. */
export type ParameterValue = string | number | boolean | null;
/** One combination of settings. */
export type Parameters = Readonly<Record<string, ParameterValue>>;
/** The values to try of each setting. */
export type ParameterGrid = Readonly<Record<string, readonly ParameterValue[]>>;

/** Where the values of a setting are drawn from. Made by `distributions`. */
export interface Distribution {
  readonly name: string;
  /** The next number. */
  draw(stream: Random): number;
}

/** For each setting a list, or a distribution. */
export type ParameterDistributions = Readonly<
  Record<string, readonly ParameterValue[] | Distribution>
>;

/**
 * All combinations of the values: the names in the order of the alphabet, the last turning fastest.
 * As scikit-learn's `ParameterGrid`.
 *
 * @throws TypeError when a setting has no list of values
 */
export function combinations(
  who: string,
  name: string,
  grid: ParameterGrid
): Parameters[] {
  requireObject(who, name, grid);
  let found: Parameters[] = [{}];
  for (const key of Object.keys(grid).sort()) {
    const values = requireValues(who, `${name}.${key}`, grid[key]);
    found = found.flatMap(settings =>
      values.map(value => ({ ...settings, [key]: value }))
    );
  }
  return found;
}

/**
 * Combinations drawn at random: of lists alone each at most once, as scikit-learn's
 * `ParameterSampler`.
 */
export function sampled(
  who: string,
  given: ParameterDistributions,
  iterations: number,
  seed: number
): Parameters[] {
  const name = 'paramDistributions';
  requireObject(who, name, given);
  const keys = Object.keys(given).sort();
  const stream = random(seed, 'randomSearch');
  if (keys.every(key => !isDistribution(given[key]))) {
    const all = combinations(who, name, given as ParameterGrid);
    return Array.from(stream.permutation(all.length))
      .slice(0, iterations)
      .map(at => all[at]);
  }
  return Array.from({ length: iterations }, () =>
    Object.fromEntries(
      keys.map(key => {
        const values = given[key];
        if (isDistribution(values)) {
          return [
            key,
            requireNumber(
              who,
              `what ${name}.${key}.draw returns`,
              values.draw(stream)
            )
          ];
        }
        const list = requireValues(who, `${name}.${key}`, values);
        return [key, list[stream.integer(list.length)]];
      })
    )
  );
}

function isDistribution(value: unknown): value is Distribution {
  return (
    typeof value === 'object' &&
    value !== null &&
    typeof (value as Partial<Distribution>).draw === 'function'
  );
}

function requireValues(
  who: string,
  name: string,
  given: readonly ParameterValue[]
): readonly ParameterValue[] {
  const values = requireList(who, name, given);
  const wrong = Array.from(values).find(
    value =>
      value !== null && !['string', 'number', 'boolean'].includes(typeof value)
  );
  if (
    values.length === 0 ||
    wrong !== undefined ||
    values.includes(undefined!)
  ) {
    throw new TypeError(
      `${who}: ${name} must list at least one text, number, true, false or null, got ${described(values.length === 0 ? values : wrong)}`
    );
  }
  return values;
}

/** Where `randomSearch` draws numbers from. */
export const distributions = family('distributions', {
  /**
   * Each number from `low` to `high` equally likely.
   *
   * @throws TypeError unless low is below high
   * @example
   * ```ts
   * distributions.uniform(0, 0.5).name; // 'uniform'
   * ```
   */
  uniform(low: number, high: number): Distribution {
    const [from, to] = ends('distributions.uniform', low, high, -Infinity);
    return drawnFrom('uniform', stream => stream.uniform(from, to));
  },

  /**
   * Each power equally likely: from 0.001 to 0.01 as often as from 0.01 to 0.1. For learning rates.
   *
   * @throws TypeError unless low is above 0 and below high
   * @example
   * ```ts
   * distributions.logUniform(1e-4, 1e-1).name; // 'logUniform'
   * ```
   */
  logUniform(low: number, high: number): Distribution {
    const who = 'distributions.logUniform';
    const [from, to] = ends(who, low, high, Number.MIN_VALUE);
    return drawnFrom('logUniform', stream =>
      Math.exp(stream.uniform(Math.log(from), Math.log(to)))
    );
  },

  /**
   * A whole number from `low` (included) to `high` (excluded), as scipy's `randint`.
   *
   * @throws TypeError unless both are whole and low is below high
   * @example
   * ```ts
   * distributions.integers(4, 33).name; // 'integers'
   * ```
   */
  integers(low: number, high: number): Distribution {
    const who = 'distributions.integers';
    const [from, to] = ends(who, low, high, -Infinity);
    if (!Number.isSafeInteger(from) || !Number.isSafeInteger(to)) {
      throw new TypeError(
        `${who}: low and high must be whole numbers, got ${from} and ${to}`
      );
    }
    return drawnFrom('integers', stream => from + stream.integer(to - from));
  }
});

function drawnFrom(
  name: string,
  draw: (stream: Random) => number
): Distribution {
  return {
    name,
    draw(stream) {
      const who = `distributions.${name}.draw`;
      requireObject(who, 'stream', stream);
      requireFunction(who, 'stream.uniform', stream.uniform);
      requireFunction(who, 'stream.integer', stream.integer);
      return draw(stream);
    }
  };
}

function ends(
  who: string,
  low: number,
  high: number,
  least: number
): [number, number] {
  requireNumber(who, 'low', low, { least });
  requireNumber(who, 'high', high);
  if (!(low < high)) {
    throw new TypeError(
      `${who}: low must be below high, got ${low} and ${high}`
    );
  }
  return [low, high];
}
