import { requirePath } from '../base/check';
import { host } from '../base/host';
import { writeSafetensors } from '../files/safetensors';
import type { Tensor } from '../tensor/tensor';
import type { Variable } from '../tensor/variable';
import { nonFinite } from '../tensor/variable';

/** Anything with weights. */
export interface Weighted {
  readonly variables: readonly Variable[];
}

/** All weights by their whole names, not copied. */
export function weightTensors({ variables }: Weighted): Record<string, Tensor> {
  return Object.fromEntries(
    variables.map(({ name, tensor }) => [name, tensor])
  );
}

/** What a file holds beside weights: what a training remembers. */
const BESIDE = /^(optimizer|callback|kept|state)\//;

/** The names of a file's weights. */
export const weightNames = (
  tensors: Readonly<Record<string, Tensor>>
): string[] => Object.keys(tensors).filter(name => !BESIDE.test(name));

/**
 * Those tensors of a file that are the model's weights.
 *
 * @param areAllChosen whether the file's layer was named for each of the model's: others are then left out
 *   on purpose
 * @throws RangeError when one is missing, or when weights are left over, which are of another network
 */
export function weightsIn(
  { variables }: Weighted,
  tensors: Readonly<Record<string, Tensor>>,
  who: string,
  areAllChosen = false
): Record<string, Tensor> {
  const found = Object.fromEntries(
    variables.map(({ name }) => {
      if (!Object.hasOwn(tensors, name)) {
        throw new RangeError(
          `${who}: the file has no weight '${name}'; it has ${Object.keys(tensors).join(', ')}`
        );
      }
      return [name, tensors[name]];
    })
  );
  const left = weightNames(tensors).filter(name => !Object.hasOwn(found, name));
  if (left.length > 0 && !areAllChosen) {
    throw new RangeError(
      `${who}: the model must have a place for every weight of the file, got ${left.join(', ')} left over. Give the model the layers that are missing, or name the file's layer of each of its own to leave out the others: model.loadWeights(path, { modules: { … } })`
    );
  }
  return found;
}

/** What `model.saveWeights` does. */
export async function saveWeights(
  model: Weighted,
  path: string
): Promise<void> {
  requirePath('model.saveWeights', path);
  requireFiniteWeights('model.saveWeights', model);
  await host().writeFile(path, writeSafetensors(weightTensors(model)));
}

/** A file with a weight that is no number could never be read again. */
export function requireFiniteWeights(
  who: string,
  { variables }: Weighted
): void {
  const bad = nonFinite(variables);
  if (bad) {
    throw new RangeError(
      `${who}: the weight ${bad.name} holds ${bad.value}, which no file should keep`
    );
  }
}
