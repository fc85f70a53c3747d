import { random, type Random } from '../../engine/base/random';
import { variable, zeros } from '../../engine/tensor/making';
import { Tensor } from '../../engine/tensor/tensor';
import type { Cell } from '../../engine/cells/cell';
import type { Named } from '../../engine/recurrence/definition';

/** One input on which two step functions are compared: the same weights, sequence and first state. */
export interface StepCase {
  readonly reference: Cell;
  /** By the letters of the step. Random, and none of them zero: a slip in any of them shows. */
  readonly parameters: Named;
  /** `[B, I]` for each step. */
  readonly x: readonly Tensor[];
  /** `[B, H]` for each state. */
  readonly initial: Named;
  /** The step must be its own: it may not call one of the library's. */
  readonly isOwn?: boolean;
}

export interface CaseSize {
  readonly batch: number;
  readonly steps: number;
  readonly inputSize: number;
  readonly units: number;
  /** Random first states; zeros, as in an ordinary run, when false. */
  readonly randomState: boolean;
}

/** Sizes are all different, so that a product the wrong way round cannot fit by chance. */
export const caseSizes: readonly CaseSize[] = [
  { batch: 1, steps: 12, inputSize: 2, units: 4, randomState: false },
  { batch: 1, steps: 7, inputSize: 3, units: 5, randomState: true },
  { batch: 3, steps: 5, inputSize: 1, units: 2, randomState: true },
  { batch: 2, steps: 9, inputSize: 4, units: 3, randomState: false }
];

/** Makes a case from a seed; equal seeds give equal cases. */
export function stepCase(
  reference: Cell,
  { batch, steps, inputSize, randomState }: CaseSize,
  seed: number
): StepCase {
  const source = random(seed, 'check');
  const parameters = Object.fromEntries(
    Object.entries<Tensor>(reference.parameters).map(([name, { shape }]) => [
      name,
      // Wide enough that gates open and close, and far from the linear part of tanh.
      variable(normal(source, shape, shape.length > 1 ? 0.9 : 0.6))
    ])
  );
  const initial = Object.fromEntries(
    Object.entries(reference.definition.state).map(([name, size]) => [
      name,
      randomState ? normal(source, [batch, size], 0.7) : zeros([batch, size])
    ])
  );
  return {
    reference,
    parameters,
    initial,
    x: Array.from({ length: steps }, () =>
      normal(source, [batch, inputSize], 1)
    )
  };
}

function normal(
  source: Random,
  shape: readonly number[],
  deviation: number
): Tensor {
  const size = shape.reduce((product, extent) => product * extent, 1);
  return new Tensor(
    Float64Array.from({ length: size }, () => source.normal(0, deviation)),
    shape
  );
}
