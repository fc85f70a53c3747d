import type { arenas } from './arenas';
import type { PlacedLayer, PlacedNetwork } from './placeNetwork';
import type { MemoryPool, PoolUser } from '../kernels/memoryPool';
import type { FusedInput } from './network';
import type { PackedSequence, Packer } from '../kernels/packedSequence';
import type { PurposeMemory, networkMemory, Purpose } from './networkMemory';
import type { FusedLayerSpec } from './spec';
import type { Batch, StageMemory } from './stage';
import { fullyPacked, packer } from '../kernels/packedSequence';

/** For passes in which nothing is dropped. */
export const noDropout: Batch['dropoutMask'] = layer => {
  throw new Error(
    `fused: layer '${layer}' has dropout, but no dropoutMask was given`
  );
};

/** One way of a batch through a network's stages. */
export interface Ran {
  readonly place: PurposeMemory;
  readonly machine: StageMemory;
  readonly batch: Batch;
}

/** Forward and back through all stages of a network. */
export interface NetworkPasses {
  run(
    purpose: Purpose,
    given: FusedInput,
    dropoutMask: Batch['dropoutMask']
  ): Ran;
  /** From derivatives by the outputs to those by all weights. */
  backward(ran: Ran): void;
  /** Outputs for a batch, for callers that go on from there. */
  outputsFor(given: FusedInput): {
    readonly place: PurposeMemory;
    readonly machine: StageMemory;
    readonly packed: PackedSequence;
    readonly outputs: Float32Array;
  };
  outputsOf(
    at: Pick<Ran, 'place' | 'machine'>,
    packed: PackedSequence
  ): Float32Array;
  /** How many numbers the outputs of a batch are. */
  outputSize(packed: PackedSequence): number;
}

export function networkPasses(
  { layers, size }: PlacedNetwork,
  pool: MemoryPool,
  user: PoolUser,
  own: ReturnType<typeof arenas>,
  space: ReturnType<typeof networkMemory>
): NetworkPasses {
  const [{ spec: first, start }] = layers;
  const isTable = first.kind === 'embedding';
  const gradientSize = isTable ? start : size;
  const last = layers[layers.length - 1];
  const packers = sequencePackers<Purpose>(isTable && first.maskZero);

  function run(
    purpose: Purpose,
    given: FusedInput,
    dropoutMask: Batch['dropoutMask']
  ): Ran {
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
      states: given.states ?? null
    };
    for (const stage of stages) {
      stage.forward(batch, machine);
    }
    return { place, machine, batch };
  }

  function outputsOf(
    { place, machine }: Pick<Ran, 'place' | 'machine'>,
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

  return {
    run,
    outputsOf,
    outputSize,
    backward({ place, machine, batch }) {
      const { stages } = place.workspace;
      const gradients = machine.gradients >> 2;
      machine.f32.fill(0, gradients, gradients + gradientSize);
      for (let at = stages.length - 1; at >= 0; at--) {
        stages[at].backward(batch, machine);
      }
    },
    outputsFor(given) {
      const ran = run('predict', given, noDropout);
      const { place, machine } = ran;
      const { packed } = ran.batch;
      const extra = last.output.perStep && !packed.full;
      place.head.activate(packed, machine, extra);
      return { place, machine, packed, outputs: outputsOf(ran, packed) };
    }
  };
}

/** What stands at a masked step: Keras repeats the output before it, a layer of two directions 0. */
function paddedOutput(layers: readonly PlacedLayer[]): 'repeat' | 'nothing' {
  const specs: FusedLayerSpec[] = layers.map(({ spec }) => spec);
  const recurrent = specs.filter(spec => spec.kind === 'recurrent').at(-1);
  return recurrent &&
    (recurrent.directions.length > 1 || recurrent.convention === 'pytorch')
    ? 'nothing'
    : 'repeat';
}

/** Packs the batches of one network; batches of one purpose share their arrays. */
interface SequencePackers<Purpose extends string> {
  of(purpose: Purpose, input: FusedInput): PackedSequence;
}

/** @param padded whether token 0 is padding */
function sequencePackers<Purpose extends string>(
  padded: boolean
): SequencePackers<Purpose> {
  let full: PackedSequence | null = null;
  const packers: Partial<
    Record<Purpose, { pack: Packer; batch: number; steps: number }>
  > = {};
  return {
    of(name, { input, starts, steps, mask }) {
      const batch = starts.length;
      if (!mask && !padded) {
        if (full?.batch !== batch || full.steps !== steps) {
          full = fullyPacked(batch, steps);
        }
        return full;
      }
      let own = packers[name];
      if (!own || own.batch < batch || own.steps < steps) {
        const most = {
          batch: Math.max(batch, own?.batch ?? 0),
          steps: Math.max(steps, own?.steps ?? 0)
        };
        own = { pack: packer(most.batch, most.steps), ...most };
        packers[name] = own;
      }
      return own.pack.pack(
        batch,
        steps,
        mask
          ? at => mask[at] !== 0
          : at => {
              const sequence = Math.floor(at / steps);
              return input[starts[sequence] + at - sequence * steps] !== 0;
            }
      );
    }
  };
}
