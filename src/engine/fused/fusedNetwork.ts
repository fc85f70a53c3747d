import { arenas } from './arenas';
import type { CompiledLayer } from './compileNetwork';
import { compileNetwork } from './compileNetwork';
import type { Learning } from './learning';
import { learningOf } from './learning';
import type { HeldWeight } from './heldWeights';
import { addPenalties, holdWeights } from './heldWeights';
import type { FusedInput, FusedNetwork } from './network';
import type { PackedSequence } from './packedSequence';
import { sequencePackers } from './sequencePackers';
import type { Place, Purpose } from './places';
import { places } from './places';
import type { MemoryPool, PoolUser } from './memoryPool';
import { sharedMemoryPool } from './memoryPool';
import type { LayerSpec, NetworkSpec } from './spec';
import type { EmbeddingStage } from './stages/embeddingStage';
import { tableGradient } from './stages/embeddingStage';
import { traceOf } from './traceOf';
import { update } from './update';
import type { UpdateStep } from './updateRule';
import { slotsOf } from './updateRule';
import { readWeight, writeWeight } from './weight';
import type { Batch, Machine } from './stage';

export type {
  FusedInput,
  FusedNetwork,
  FusedTrainStep,
  NamedWeight
} from './network';

const nothingHeld: Batch['clamps'] = new Map();

const noDropout: Batch['dropoutMask'] = layer => {
  throw new Error(
    `fused: layer '${layer}' has dropout, but no dropoutMask was given`
  );
};

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
  const compiled = compileNetwork(spec);
  const { layers, size } = compiled;
  const { kernels } = pool.memory;
  const table = layers[0].spec.kind === 'embedding' ? layers[0] : null;
  const gradientSize = table ? table.start : size;
  const last = layers[layers.length - 1];
  const weights = layers.flatMap(layer =>
    layer.weights.map(weight => ({ layer, weight }))
  );
  const frozen = new Set<string>();
  let learning: Learning | null = null;
  let held: readonly HeldWeight[] = [];
  const packers = sequencePackers<Purpose>(
    table?.spec.kind === 'embedding' && table.spec.maskZero
  );
  let trained: { packed: PackedSequence; place: Place; steps: number } | null =
    null;

  const user: PoolUser = {
    evict() {
      trained = null;
      const released = space.release();
      return own.evict() || released;
    }
  };
  const own = arenas(size, gradientSize, pool, user);
  const space = places(compiled, pool, user);

  function run(
    purpose: Purpose,
    given: FusedInput,
    dropoutMask: Batch['dropoutMask']
  ): { place: Place; machine: Machine; batch: Batch } {
    pool.touch(user);
    const weightsAt = own.weights();
    const gradientsAt = purpose === 'predict' ? 0 : own.gradients();
    // Memory first: a sequence that is too long is refused before anything walks through it.
    const place = space.claim(purpose, given.starts.length, given.steps);
    const packed = packers.of(purpose, given);
    const { stages } = place.workspace;
    const machine = place.workspace.machine(weightsAt, gradientsAt);
    place.workspace.setPacked(packed);
    const batch: Batch = {
      packed,
      training: purpose !== 'predict',
      dropoutMask,
      input: given.input,
      starts: given.starts,
      states: given.states ?? null,
      clamps: given.clamps ?? nothingHeld
    };
    for (const stage of stages) {
      stage.forward(batch, machine);
    }
    return { place, machine, batch };
  }

  function outputsOf(
    { place, machine }: { place: Place; machine: Machine },
    packed: PackedSequence
  ): Float32Array {
    const target = new Float32Array(outputSize(packed));
    place.head.outputs(packed, machine, paddedOutput(layers), target);
    return target;
  }

  function outputSize({ batch, givenSteps }: PackedSequence): number {
    const rows = last.output.perStep ? batch * givenSteps : batch;
    return rows * last.output.columns.length;
  }

  /** From derivatives by the outputs to those by all weights. */
  function wayBack(place: Place, machine: Machine, batch: Batch): void {
    const { stages } = place.workspace;
    const gradients = machine.gradients >> 2;
    machine.f32.fill(0, gradients, gradients + gradientSize);
    for (let at = stages.length - 1; at >= 0; at--) {
      stages[at].backward(batch, machine);
    }
  }

  /** Outputs for a batch, for whoever wants to go on from there. */
  function outputsFor(given: FusedInput) {
    const ran = run('predict', given, noDropout);
    const { place, machine } = ran;
    const { packed } = ran.batch;
    const extra = last.output.perStep && !packed.full;
    place.head.activate(packed, machine, extra);
    return { place, machine, packed, outputs: outputsOf(ran, packed) };
  }

  const arenaView = (address: number) => ({
    arena: new Float32Array(kernels.buffer),
    start: address >> 2
  });

  return {
    spec,
    kind: kernels.kind,
    weights: weights.map(({ layer, weight }) => ({
      layer: layer.spec.name,
      name: weight.name,
      shape: weight.shape
    })),
    outputWidth: last.output.columns.length,
    readWeight(at, target) {
      const { arena, start } = arenaView(own.weights());
      return readWeight(weights[at].weight, arena, start, target);
    },
    writeWeight(at, values) {
      const { weight } = weights[at];
      if (values.length !== weight.places.length) {
        throw new RangeError(
          `fused: ${weight.name} has ${weight.places.length} numbers, got ${values.length}`
        );
      }
      const { arena, start } = arenaView(own.weights());
      writeWeight(weight, arena, start, values);
    },
    readGradient(at) {
      const { layer, weight } = weights[at];
      if (layer === table) {
        if (!trained) {
          throw new Error('fused: there was no training step yet');
        }
        const { place } = trained;
        return tableGradient(embeddingStageOf(place).table!(), weight, kernels);
      }
      const { arena, start } = arenaView(own.gradients());
      return readWeight(weight, arena, start);
    },
    copyGradients() {
      const { arena, start } = arenaView(own.gradients());
      const copy = arena.slice(start, start + gradientSize);
      return at => readWeight(weights[at].weight, copy, 0);
    },
    readSlots(at) {
      return Array.from({ length: own.slotCount }, (_, slot) => {
        const address = own.slots(new Array(own.slotCount).fill(0))[slot];
        const { arena, start } = arenaView(address);
        return readWeight(weights[at].weight, arena, start);
      });
    },
    writeSlots(at, slots) {
      const addresses = own.slots(slots.map(() => 0));
      slots.forEach((values, slot) => {
        const { arena, start } = arenaView(addresses[slot]);
        writeWeight(weights[at].weight, arena, start, values);
      });
      own.forgetFlags();
    },
    resetSlots() {
      own.dropSlots();
    },
    hold(holdings) {
      held = holdings
        .filter(({ regularizer, constraint }) => regularizer ?? constraint)
        .map(holding => ({ ...holding, weight: weights[holding.at].weight }));
    },
    setTrainable(layer, trainable) {
      learning = null;
      if (trainable) {
        frozen.delete(layer);
      } else {
        frozen.add(layer);
      }
    },
    predict: given => outputsFor(given).outputs,
    score(given, target) {
      const { place, machine, packed, outputs } = outputsFor(given);
      return { loss: place.head.loss(packed, machine, target), outputs };
    },
    trainStep(step) {
      const name = step.traced ? 'trace' : 'train';
      const ran = run(name, step, step.dropoutMask ?? noDropout);
      const { place, machine, batch } = ran;
      const { packed } = batch;
      place.head.activate(packed, machine, false);
      const ofData = place.head.loss(packed, machine, step.target);
      wayBack(place, machine, batch);
      trained = { packed, place, steps: step.steps };
      const loss =
        ofData + (step.update ? addPenalties(held, arenaOf(machine)) : 0);
      return {
        loss,
        gradientNorm:
          step.update && Number.isFinite(loss)
            ? updateWeights(place, machine, step.update)
            : 0
      };
    },
    tracedPass(given) {
      const { place, machine, batch } = run('trace', given, noDropout);
      const { packed } = batch;
      const logits = new Float32Array(outputSize(packed));
      place.head.logits(packed, machine, logits);
      const now = { packed, place, steps: given.steps };
      trained = now;
      return {
        logits,
        backward(gradient) {
          if (trained !== now) {
            throw new Error('fused: another pass came in between');
          }
          place.head.takeGradient(packed, machine, gradient);
          wayBack(place, machine, batch);
        }
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
    trace(layer, sequence) {
      if (!trained || trained.place !== space.current.trace) {
        throw new Error(
          'fused: the last training step kept no trace (give traced: true)'
        );
      }
      const { place, packed, steps } = trained;
      const at = layers.findIndex(({ spec: of }) => of.name === layer);
      const first = compiled.features ? 1 : 0;
      const machine = place.workspace.machine(own.weights(), own.gradients());
      return traceOf(
        layers[at],
        place.workspace.stages[first + at],
        packed,
        steps,
        sequence,
        machine
      );
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

  function embeddingStageOf(place: Place): EmbeddingStage {
    return place.workspace.stages[0] as EmbeddingStage;
  }

  function updateWeights(
    place: Place,
    machine: Machine,
    step: UpdateStep
  ): number {
    const fresh = own.slotCount === 0;
    const slots = own.slots(slotsOf(step.rule));
    const seen =
      table?.spec.kind === 'embedding'
        ? own.flags(table.spec.inputDim, fresh)
        : 0;
    // Claiming memory may have moved the buffer.
    const now = place.workspace.machine(machine.weights, machine.gradients);
    learning ??= learningOf(layers, frozen);
    const norm = update(
      {
        kernels,
        f32: now.f32,
        i32: now.i32,
        weights: now.weights,
        gradients: now.gradients,
        slots,
        ranges: learning.ranges,
        variables: learning.variables,
        table:
          table && learning.table
            ? { start: table.start, of: embeddingStageOf(place).table!(), seen }
            : null
      },
      step
    );
    holdWeights(held, arenaOf(now));
    return norm;
  }
}

/** The same places counted in numbers. */
const arenaOf = ({ f32, weights, gradients }: Machine) => ({
  f32,
  weights: weights >> 2,
  gradients: gradients >> 2
});

/** What stands at a masked step: Keras repeats the output before it, a layer of two directions 0. */
function paddedOutput(layers: readonly CompiledLayer[]): 'repeat' | 'nothing' {
  const specs: LayerSpec[] = layers.map(({ spec }) => spec);
  const recurrent = specs.filter(spec => spec.kind === 'recurrent').at(-1);
  return recurrent?.direction === 'both' || recurrent?.convention === 'pytorch'
    ? 'nothing'
    : 'repeat';
}
