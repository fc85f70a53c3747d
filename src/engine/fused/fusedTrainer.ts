import type { FusedLoss } from './loss';
import type { Optimizer } from '../training/optimizer';
import type { Batches } from './batches';
import type { FusedNetwork } from './fusedNetwork';
import type { KernelWeights } from './kernelWeights';
import { takeSlots } from './kernelWeights';
import type { FusedTrainer, ModelOfLayers } from './modelOfLayers';
import type { FusedInput } from './network';
import type { UpdateStep } from './updateRule';

/** A model and what the kernels have of it. */
interface ModelOfKernels {
  readonly model: ModelOfLayers;
  readonly network: FusedNetwork;
  readonly weights: KernelWeights;
  readonly batches: Batches;
}

/** Trains a model by the kernels from the weights and the optimiser's memory of now on. */
export function fusedTrainer(
  { model, network, weights, batches }: ModelOfKernels,
  rule: UpdateStep['rule'],
  optimizer: Optimizer,
  loss: FusedLoss
): FusedTrainer {
  const { inputOf, outputTensor, rowMask, targetOf } = batches;
  for (const { name, trainable } of model.layers) {
    network.setTrainable(name, trainable);
  }
  const learning = weights.begin();
  network.hold(learning.map(({ at, variable }) => ({ ...variable, at })));
  takeSlots(network, learning, optimizer);
  let given: FusedInput | null = null;
  let learned = false;
  return {
    step({ x, y, rows, step, importance }) {
      weights.upload();
      given = inputOf(x, rows);
      const pass = model.passFor(true, step);
      const next = optimizer.advance();
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
    settleOptimizer() {
      if (!learned) {
        return;
      }
      learned = false;
      const count = optimizer.rule!.slots.length;
      optimizer.restore({
        ...optimizer.state(),
        slots: learning.map(({ at, variable }) => {
          const { dtype } = variable.tensor;
          return network
            .readSlots(at)
            .slice(0, count)
            .map(values =>
              dtype === 'f64'
                ? new Float64Array(values)
                : new Float32Array(values)
            );
        })
      });
    }
  };
}
