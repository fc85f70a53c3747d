import type { Loss, Sequential } from '../../src/engine';
import { losses, optimizers, schedules, tensor } from '../../src/engine';

// What random programs of both frameworks have in common.

export type Nested = number | readonly Nested[];
export type Weights = Readonly<Record<string, Nested>>;

export type Options = Readonly<Record<string, unknown>>;

export interface Named {
  readonly name: string;
  readonly options: Options;
}

export interface Trained {
  readonly optimizer: Named;
  readonly sampleWeight: Nested | null;
  readonly initialEpoch: number;
  readonly x: Nested;
  readonly y: Nested;
  /** Of the data alone, with all examples alike. */
  readonly data: number;
  /** Of three steps, with what examples count and what weights add. */
  readonly losses: readonly number[];
}

export const numbersOf = (value: Nested) => tensor(value as number[]).values;

export function compile(
  model: Sequential,
  loss: Named,
  optimizer: Named
): void {
  const lossMaker = losses[loss.name as keyof typeof losses] as (
    options: object
  ) => Loss;
  const optimizerMaker = optimizers[
    optimizer.name as keyof typeof optimizers
  ] as (options: object) => ReturnType<typeof optimizers.adam>;
  model.compile({
    loss: lossMaker(loss.options),
    optimizer: optimizerMaker({
      ...optimizer.options,
      learningRate: rateOf(optimizer.options.learningRate)
    })
  });
}

function rateOf(given: unknown): unknown {
  if (typeof given === 'number') {
    return given;
  }
  const { schedule, options } = given as {
    schedule: keyof typeof schedules;
    options: object;
  };
  return (schedules[schedule] as (options: object) => unknown)(options);
}
