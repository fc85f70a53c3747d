import type { Layer } from '../layers/layer';
import type { VariableMemory } from '../training/optimizer';
import type { Variable } from '../tensor/variable';
import type { FusedNetwork } from './fusedNetwork';
import type { ModelOfLayers } from './modelOfLayers';
import { revisionOf } from './modelOfLayers';

export interface LearningVariable {
  readonly variable: Variable;
  /** Which of the network's weights. */
  readonly at: number;
}

/** A model's weights, of which its layers and the kernels have one copy each. */
export interface KernelWeights {
  /** Brings the layers' to the kernels, where these have older ones. */
  upload(): void;
  /** Brings what the kernels learned to the layers. */
  settle(): void;
  /** Begins a training: what learns from now on, in the order in which an optimizer keeps its arrays. */
  begin(): readonly LearningVariable[];
  /** Notes that the kernels have learned. */
  learned(): void;
}

export function kernelWeights(
  model: ModelOfLayers,
  network: FusedNetwork
): KernelWeights {
  const variables = variablesOf(model.layers, network);
  // Revision of the model whose weights the network has.
  let have = -1;
  // Whether the network's weights are newer than the layers', and which can be.
  let ahead = false;
  let learning: readonly LearningVariable[] = [];

  function settle(): void {
    if (!ahead) {
      return;
    }
    ahead = false;
    // What does not learn keeps its digits beyond f32.
    learning.forEach(({ at, variable }) =>
      network.readWeight(at, variable.tensor.values)
    );
  }

  return {
    upload() {
      if (have === revisionOf(model)) {
        return;
      }
      writeWeights(variables, network);
      have = revisionOf(model);
      ahead = false;
    },
    settle,
    begin() {
      settle();
      learning = model.trainable.map(variable => ({
        variable,
        at: variables.findIndex(({ tensor }) => tensor === variable.tensor)
      }));
      return learning;
    },
    learned() {
      model.changed();
      have = revisionOf(model);
      ahead = true;
    }
  };
}

/** The layers' variables in the order of the network's weights. */
export function variablesOf(
  layers: readonly Pick<Layer, 'name' | 'variables'>[],
  { weights }: FusedNetwork
): Variable[] {
  const byName = new Map(
    layers.flatMap(layer =>
      layer.variables.map(
        variable => [`${layer.name}/${variable.name}`, variable] as const
      )
    )
  );
  return weights.map(({ layer, name }) => byName.get(`${layer}/${name}`)!);
}

/** @param variables in the order of the network's weights */
export function writeWeights(
  variables: readonly Variable[],
  network: FusedNetwork
): void {
  variables.forEach(({ tensor }, at) => network.writeWeight(at, tensor.values));
}

/** Gives the network what an optimizer remembers of training before, if there was any. */
export function takeSlots(
  network: FusedNetwork,
  learning: readonly LearningVariable[],
  memory: readonly VariableMemory[]
): void {
  network.resetSlots();
  if (memory.some(({ steps }) => steps > 0)) {
    learning.forEach(({ at }, index) =>
      network.writeSlots(at, memory[index].slots)
    );
  }
}
