import { arenas } from './arenas';
import { placeNetwork } from './placeNetwork';
import type { MemoryPool, PoolUser } from '../kernels/memoryPool';
import { sharedMemoryPool } from '../kernels/memoryPool';
import type { FusedNetwork } from './network';
import { networkLearning, embeddingGradient } from './networkLearning';
import { networkPasses, noDropout } from './networkPasses';
import { networkWeights } from './networkWeights';
import type { PackedSequence } from '../kernels/packedSequence';
import type { PurposeMemory } from './networkMemory';
import { networkMemory } from './networkMemory';
import type { NetworkSpec } from './spec';

export type {
  FusedInput,
  FusedNetwork,
  FusedTrainStep,
  NamedWeight
} from './network';

/** Gives memory back when the network itself is gone. */
const orphans = new FinalizationRegistry<() => void>(dispose => dispose());

/**
 * Compiles a network for the kernels.
 *
 * @throws RangeError when the layers do not fit each other, and later when a batch needs more memory
 *   than the kernels may take
 */
export function fusedNetwork(
  spec: NetworkSpec,
  pool: MemoryPool = sharedMemoryPool()
): FusedNetwork {
  const network = networkOf(spec, pool);
  const handle = { ...Object.getOwnPropertyDescriptors(network) };
  const result = Object.defineProperties({}, handle) as FusedNetwork;
  const { dispose } = network;
  orphans.register(result, dispose);
  return result;
}

function networkOf(spec: NetworkSpec, pool: MemoryPool): FusedNetwork {
  const placed = placeNetwork(spec);
  const { layers, size } = placed;
  const { kernels } = pool.memory;
  const table = layers[0].spec.kind === 'embedding' ? layers[0] : null;
  const gradientSize = table ? table.start : size;
  const last = layers[layers.length - 1];
  const weights = layers.flatMap(layer =>
    layer.weights.map(weight => ({ layer, weight }))
  );
  let trained: { packed: PackedSequence; place: PurposeMemory } | null = null;

  const user: PoolUser = {
    evict() {
      trained = null;
      const released = space.release();
      return own.evict() || released;
    }
  };
  const own = arenas(size, gradientSize, pool, user);
  const space = networkMemory(placed, pool, user);
  const passes = networkPasses(placed, pool, user, own, space);
  const { run, outputsOf, outputsFor, backward } = passes;
  const learning = networkLearning({ placed, weights, own, kernels, table });

  return {
    spec,
    kind: kernels.kind,
    weights: weights.map(({ layer, weight }) => ({
      layer: layer.spec.name,
      name: weight.name,
      shape: weight.shape
    })),
    outputWidth: last.output.columns.length,
    ...networkWeights({
      weights,
      gradientSize,
      own,
      kernels,
      table,
      tableGradient() {
        if (!trained) {
          throw new Error('fused: there was no training step yet');
        }
        return embeddingGradient(trained.place);
      }
    }),
    hold: learning.hold,
    setTrainable: learning.setTrainable,
    predict: given => outputsFor(given).outputs,
    score(given, target) {
      const { place, machine, packed, outputs } = outputsFor(given);
      return { loss: place.head.loss(packed, machine, target), outputs };
    },
    trainStep(step) {
      const ran = run('train', step, step.dropoutMask ?? noDropout);
      const { place, machine, batch } = ran;
      const { packed } = batch;
      place.head.activate(packed, machine, false);
      const ofData = place.head.loss(packed, machine, step.target);
      backward(ran);
      trained = { packed, place };
      const loss = ofData + (step.update ? learning.addPenalties(machine) : 0);
      return {
        loss,
        gradientNorm:
          step.update && Number.isFinite(loss)
            ? learning.update(place, machine, step.update)
            : 0
      };
    },
    trainedOutputs() {
      if (!trained) {
        throw new Error('fused: there was no training step yet');
      }
      const { place, packed } = trained;
      const machine = place.workspace.machine(own.weights(), own.gradients());
      return outputsOf({ place, machine }, packed);
    },
    get bytes() {
      return space.bytes + (size * (1 + own.slotCount) + gradientSize) * 4;
    },
    dispose() {
      trained = null;
      space.release();
      own.dispose();
      pool.forget(user);
    }
  };
}
