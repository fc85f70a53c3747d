import type { FusedNetwork } from './fusedNetwork';
import { fusedNetwork } from './fusedNetwork';
import { batchesOf } from './batches';
import { fusedTrainer } from './fusedTrainer';
import { notHeldByKernels } from './heldWeights';
import { kernelWeights } from './kernelWeights';
import { hasKernels } from '../kernels/loadKernels';
import { fuses } from './loss';
import type { MemoryPool } from '../kernels/memoryPool';
import type { FusedModel, ModelOfLayers } from './modelOfLayers';
import { revisionOf } from './modelOfLayers';
import { ownSteps } from './ownSteps';
import type { NetworkSpec } from './spec';
import { specOfLayers } from './specOfLayers';
import { updateRuleOf } from './updateRule';

export type { FusedModel, FusedTrainer, ModelOfLayers } from './modelOfLayers';

/** Keeps a model's kernels as long as its layers and weights are the same ones. */
export interface FusedModels {
  /** @param inputSize features of a step; ignored when the first layer is an embedding */
  current(inputSize: number): FusedOrReason;
}

/** The model for the kernels, or why it is none. */
export type FusedOrReason =
  | { readonly fused: FusedModel; readonly reason?: undefined }
  | { readonly fused: null; readonly reason: string };

export function fusedModels(
  model: ModelOfLayers,
  pool?: MemoryPool
): FusedModels {
  let revision = NaN;
  let steps = '';
  let identity: readonly unknown[] = [];
  let result: FusedOrReason = { fused: null, reason: 'it is not built' };
  return {
    current(inputSize) {
      const now = revisionOf(model);
      const stepsNow = ownSteps(model.layers);
      if (revision === now && steps === stepsNow) {
        return result;
      }
      revision = now;
      steps = stepsNow;
      // Weights that came in another framework's layout are other variables.
      const wanted = [
        inputSize,
        steps,
        ...model.layers.flatMap(({ variables }) =>
          variables.map(({ tensor }) => tensor.values)
        )
      ];
      if (
        wanted.length === identity.length &&
        wanted.every((value, at) => value === identity[at])
      ) {
        return result;
      }
      identity = wanted;
      const { spec, reason } =
        pool || hasKernels()
          ? specOfLayers(model.layers, inputSize)
          : { reason: 'this engine has no SIMD in its WebAssembly' };
      result = spec
        ? { fused: fusedOf(model, spec, fusedNetwork(spec, pool)) }
        : { fused: null, reason };
      return result;
    }
  };
}

function fusedOf(
  model: ModelOfLayers,
  spec: NetworkSpec,
  network: FusedNetwork
): FusedModel {
  const weights = kernelWeights(model, network);
  const batches = batchesOf(model, spec, network);
  const { inputOf, outputTensor, rowMask, targetOf } = batches;
  const unheld = notHeldByKernels(model.layers);
  const steps = ownSteps(model.layers);

  return {
    path: `fused, ${network.kind}`,
    predict(x) {
      weights.upload();
      const given = inputOf(x);
      return outputTensor(network.predict(given), given);
    },
    lossOf: loss => (fuses(loss.spec, spec) ? loss.spec : null),
    score(x, y, loss, importance) {
      weights.upload();
      const given = inputOf(x);
      const { loss: value, outputs } = network.score(
        given,
        targetOf(y, loss, given, undefined, importance ?? null)
      );
      return {
        loss: value,
        output: outputTensor(outputs, given),
        mask: rowMask(given)
      };
    },
    refusal(optimizer, loss) {
      return !fuses(loss.spec, spec)
        ? `the kernels have no loss '${loss.name}' for this last layer`
        : updateRuleOf(optimizer) === null
          ? `the kernels have no optimizer '${optimizer.name}'`
          : unheld;
    },
    trainer(optimizer, loss) {
      const rule = updateRuleOf(optimizer);
      return rule && !unheld
        ? fusedTrainer(
            { model, network, weights, batches, steps },
            rule,
            optimizer,
            loss
          )
        : null;
    }
  };
}
