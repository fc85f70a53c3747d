import type { Layer } from '../layers/layer';
import type { Constraint } from '../tensor/constraints';
import type { Regularizer } from '../tensor/regularizers';
import { penaltyOf } from '../tensor/regularizers';
import { gradients } from '../tensor/tape';
import { Tensor } from '../tensor/tensor';
import type { FusedWeight } from './weight';
import { readWeight, writeWeight } from './weight';

/** What holds one of a network's weights. */
export interface Holding {
  /** Which of the network's weights. */
  readonly at: number;
  readonly regularizer?: Regularizer;
  readonly constraint?: Constraint;
}

/** A weight that something holds. */
export interface HeldWeight extends Holding {
  readonly weight: FusedWeight;
}

/** The memory that holds weights and gradients, and the indices at which these begin. */
interface Arena {
  readonly f32: Float32Array;
  readonly weights: number;
  readonly gradients: number;
}

/** Which holding the kernels leave to the tape while training, in words; null when there is none. @param around name of the layer around these */
export function notHeldByKernels(
  layers: readonly Layer[],
  around?: string
): string | null {
  for (const { name: own, spec, inner = [], variables } of layers) {
    const name = around ?? own;
    if (
      spec &&
      'activityRegularizer' in spec &&
      spec.activityRegularizer !== undefined
    ) {
      return `'${name}' has an activityRegularizer`;
    }
    // The kernels change only the rows of a table that a batch looks at.
    if (
      spec?.type === 'Embedding' &&
      variables.some(({ regularizer, constraint }) => regularizer ?? constraint)
    ) {
      return `'${name}' holds its table by a regulariser or a constraint`;
    }
    const within = notHeldByKernels(inner, name);
    if (within) {
      return within;
    }
  }
  return null;
}

/** Adds what regularisers ask for to the gradients; answers what they add to the loss. */
export function addPenalties(
  held: readonly HeldWeight[],
  { f32, weights, gradients: into }: Arena
): number {
  let total = 0;
  for (const { weight, regularizer } of held) {
    if (!regularizer) {
      continue;
    }
    const values = readWeight(
      weight,
      f32,
      weights
    ) as Float32Array<ArrayBuffer>;
    const tensor = new Tensor(values, weight.shape, null, true);
    const penalty = penaltyOf(regularizer, tensor);
    const [found] = gradients(penalty, [tensor]);
    weight.places.forEach((place, at) => {
      f32[into + place] += found.values[at];
    });
    total += penalty.item();
  }
  return total;
}

/** Makes weights what they must be after a step. */
export function holdWeights(
  held: readonly HeldWeight[],
  { f32, weights }: Arena
): void {
  for (const { weight, constraint } of held) {
    if (constraint) {
      const values = readWeight(
        weight,
        f32,
        weights
      ) as Float32Array<ArrayBuffer>;
      constraint.hold(values, weight.shape);
      writeWeight(weight, f32, weights, values);
    }
  }
}
