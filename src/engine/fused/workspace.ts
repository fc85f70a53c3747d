import type { MachineCode } from '../compiler/machineCode';
import type { PlacedLayer, PlacedNetwork, Stream } from './placeNetwork';
import type { Kernels } from '../kernels/kernels';
import type { Block, KernelMemory } from '../kernels/kernelMemory';
import type { MemoryLayout } from '../kernels/layout';
import { eights, layout } from '../kernels/layout';
import type { PackedSequence } from '../kernels/packedSequence';
import type { StageMemory, Stage, WorkspaceSizes } from './stage';
import { denseStage } from './stages/denseStage';
import { dropoutStage } from './stages/dropoutStage';
import { embeddingStage } from './stages/embeddingStage';
import { featuresStage } from './stages/featuresStage';
import { mergeStage } from './stages/mergeStage';
import { codesOf, recurrentStage } from './stages/recurrentStage';
import { reverseStage } from './stages/reverseStage';

/** Room for the answers and what a softmax needs; addresses. */
export interface HeadBuffers {
  /** `[rows, width]` without gaps. */
  readonly activated: number;
  /** One number for each row. */
  readonly largest: number;
  readonly sums: number;
  /** Where derivatives go that nobody asked for; 0 in a workspace with gradients. */
  readonly unwanted: number;
}

function headBuffers(
  { perStep, width }: Stream,
  { batch, steps, training }: WorkspaceSizes,
  plan: MemoryLayout
): HeadBuffers {
  const rows = perStep ? batch * steps + 1 : batch;
  return {
    activated: plan.place(rows * width),
    largest: plan.place(rows),
    sums: plan.place(rows),
    unwanted: training ? 0 : plan.place(rows * width)
  };
}

/** All layers of a network bound to one block of memory. */
export interface Workspace {
  readonly sizes: WorkspaceSizes;
  readonly block: Block;
  readonly stages: readonly Stage[];
  readonly head: HeadBuffers;
  /** The machine for arenas at these addresses; views are recreated after memory grew. */
  machine(weights: number, gradients: number): StageMemory;
  /** Takes the batch's packed sequences into memory. */
  setPacked(packed: PackedSequence): void;
}

/** The stages in order; each is given what the one before hands on. */
function stagesOf(
  { features, layers }: PlacedNetwork,
  sizes: WorkspaceSizes,
  plan: MemoryLayout,
  kernels: Kernels
): readonly Stage[] {
  const stages: Stage[] = [];
  const add = <S extends Stage>(stage: S) => stages.push(stage);
  if (features) {
    add(featuresStage(features, sizes, plan));
  }
  const codes = layers.map((layer, at) =>
    layer.kind === 'recurrent'
      ? codesOf(
          layer,
          layers.slice(0, at).some(({ weights }) => weights.length > 0),
          kernels
        )
      : []
  );
  layers.forEach((layer, at) => {
    const before = stages.at(-1)?.port;
    const isLast = at === layers.length - 1;
    switch (layer.kind) {
      case 'embedding': {
        const repeats = takesTokens(layers[at + 1], codes[at + 1], sizes);
        add(embeddingStage(layer, sizes, plan, repeats));
        return;
      }
      case 'recurrent':
        add(recurrentStage(layer, codes[at], before!, sizes, plan));
        return;
      case 'merge':
        add(mergeStage(layer, before!, sizes, plan));
        return;
      case 'reverse':
        add(reverseStage(before!, sizes, plan));
        return;
      case 'dense':
        add(denseStage(layer, before!, sizes, plan, isLast));
        return;
      case 'dropout':
        add(dropoutStage(layer, before!, sizes, plan));
    }
  });
  return stages;
}

/** Whether a layer treats all places of a token alike, so that it can do its part once for each. */
function takesTokens(
  layer: PlacedLayer | undefined,
  codes: readonly MachineCode[],
  { training }: WorkspaceSizes
): boolean {
  return (
    layer?.spec.kind === 'recurrent' &&
    !(training && layer.spec.dropout > 0) &&
    codes.every(({ program }) => program.plan.repeated !== null)
  );
}

/** Plans the memory of all layers, claims it and binds them to it. */
export function workspace(
  network: PlacedNetwork,
  sizes: WorkspaceSizes,
  { kernels }: KernelMemory,
  claim: (bytes: number) => Block
): Workspace {
  const plan = layout();
  const rows = sizes.batch * sizes.steps;
  const counts = plan.place(sizes.steps);
  const rank = plan.place(rows + 1);
  const stages = stagesOf(network, sizes, plan, kernels);
  const output = network.layers[network.layers.length - 1].output;
  const head = headBuffers(output, sizes, plan);
  const widest = Math.max(
    ...network.layers.map(layer =>
      eights(Math.max(layer.output.width, layer.input.width))
    ),
    ...stages.map(stage => stage.zeros ?? 0)
  );
  const zeros = plan.place(widest);
  const scratch = plan.place(
    stages.reduce((most, stage) => Math.max(most, stage.scratch), 16)
  );
  const block = claim(plan.bytes);
  new Uint8Array(kernels.buffer, block.address, block.bytes).fill(0);
  let f32 = new Float32Array(kernels.buffer);
  let i32 = new Int32Array(kernels.buffer);
  const machine = {
    kernels,
    get f32() {
      return f32;
    },
    get i32() {
      return i32;
    },
    weights: 0,
    gradients: 0,
    zeros: block.address + zeros,
    counts: block.address + counts,
    rank: block.address + rank,
    scratch: block.address + scratch
  };
  let held: PackedSequence | null = null;
  let boundWeights = -1;
  let boundGradients = -1;
  return {
    sizes,
    block,
    stages,
    head: {
      activated: block.address + head.activated,
      largest: block.address + head.largest,
      sums: block.address + head.sums,
      unwanted: block.address + head.unwanted
    },
    machine(weights, gradients) {
      if (f32.buffer !== kernels.buffer) {
        f32 = new Float32Array(kernels.buffer);
        i32 = new Int32Array(kernels.buffer);
      }
      if (boundWeights !== weights || boundGradients !== gradients) {
        machine.weights = weights;
        machine.gradients = gradients;
        stages.forEach(stage => stage.bind(block.address, machine));
        boundWeights = weights;
        boundGradients = gradients;
      }
      return machine;
    },
    setPacked(packed) {
      // A full one is the same object as long as the sizes are the same.
      if (packed.full && packed === held) {
        return;
      }
      held = packed;
      i32.set(packed.counts, machine.counts >> 2);
      i32.set(packed.rank, machine.rank >> 2);
    }
  };
}
