import type { FusedLoss } from './loss';
import { learns } from '../layers/layer';
import type { Optimizer, VariableMemory } from '../training/optimizer';
import type { Batches } from './batches';
import type { FusedNetwork } from './fusedNetwork';
import type { KernelWeights, LearningVariable } from './kernelWeights';
import { takeSlots } from './kernelWeights';
import type { FusedTrainer, ModelOfLayers } from './modelOfLayers';
import type { FusedInput } from './network';
import { ownSteps } from './ownSteps';
import type { UpdateStep } from './updateRule';

/** A model and what the kernels have of it. */
interface ModelOfKernels {
  readonly model: ModelOfLayers;
  readonly network: FusedNetwork;
  readonly weights: KernelWeights;
  readonly batches: Batches;
  /** What the steps of one's own computed when the network was made. */
  readonly steps: string;
}

/** Trains a model by the kernels from the weights and the optimizer's memory of now on. */
export function fusedTrainer(
  { model, network, weights, batches, steps }: ModelOfKernels,
  rule: UpdateStep['rule'],
  optimizer: Optimizer,
  loss: FusedLoss
): FusedTrainer {
  const { inputOf, outputTensor, rowMask, targetOf } = batches;
  let learning: readonly LearningVariable[] = [];
  let memory: readonly VariableMemory[] = [];
  let replaced: number | undefined;
  let trainable: readonly boolean[] = [];
  let given: FusedInput | null = null;
  let learned = false;

  /** Takes weights and memory as they are now. */
  function begin(): void {
    learning = weights.begin();
    memory = optimizer.memory!(learning.map(({ variable }) => variable));
    replaced = optimizer.replaced;
    trainable = model.layers.map(learns);
    const behind = new Map(
      learning.map(({ variable }, at) => [
        variable.tensor,
        optimizer.iterations - memory[at].steps
      ])
    );
    for (const layer of model.layers) {
      // The weights of a layer learn together.
      const own = layer.variables.map(({ tensor }) => behind.get(tensor));
      network.setTrainable(
        layer.name,
        learns(layer),
        own.find(each => each !== undefined)
      );
    }
    network.hold(learning.map(({ at, variable }) => ({ ...variable, at })));
    takeSlots(network, learning, memory);
    learned = false;
  }

  function settleOptimizer(): void {
    // What was replaced meanwhile is newer than what the kernels know.
    if (!learned || replaced !== optimizer.replaced) {
      return;
    }
    learned = false;
    learning.forEach(({ at }, index) => {
      const kept = network.readSlots(at);
      memory[index].slots.forEach((values, slot) => values.set(kept[slot]));
    });
  }

  begin();
  optimizer.stepsElsewhere!(settleOptimizer);
  return {
    isCurrent: () => ownSteps(model.layers) === steps,
    step({ x, y, rows, step, importance }) {
      // A callback may freeze layers, and take back or forget what the optimizer remembers.
      if (
        replaced !== optimizer.replaced ||
        model.layers.some((layer, at) => learns(layer) !== trainable[at])
      ) {
        settleOptimizer();
        begin();
      }
      weights.upload();
      given = inputOf(x, rows);
      const pass = model.passFor(true, step);
      const next = optimizer.advance();
      memory.forEach(each => each.steps++);
      const result = network.trainStep({
        ...given,
        target: targetOf(y, loss, given, rows, importance ?? null),
        dropoutMask: (layer, purpose, rate, shape) =>
          pass.dropoutMask(layer, purpose, rate, shape, 'f32').values,
        update: { rule, clipping: optimizer.spec!, ...next }
      });
      weights.learned();
      learned = true;
      return result;
    },
    outputs() {
      return {
        output: outputTensor(network.trainedOutputs(), given!),
        mask: rowMask(given!)
      };
    },
    settleWeights: () => weights.settle(),
    settleOptimizer
  };
}
