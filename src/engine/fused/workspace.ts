import type { CompiledLayer, CompiledNetwork, Stream } from './compileNetwork';
import type { Block, KernelMemory } from '../kernels/kernelMemory';
import type { Layout } from '../kernels/layout';
import { layout } from '../kernels/layout';
import type { PackedSequence } from '../kernels/packedSequence';
import type { Machine, Port, Stage, WorkspaceSizes } from './stage';
import { denseStage } from './stages/denseStage';
import { dropoutStage } from './stages/dropoutStage';
import { embeddingStage } from './stages/embeddingStage';
import { featuresStage } from './stages/featuresStage';
import { mergeStage } from './stages/mergeStage';
import { projectionStage } from './stages/projectionStage';
import { recurrentStage } from './stages/recurrentStage';
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
  plan: Layout
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
  /** The machine for arenas at these addresses; views are made anew after memory grew. */
  machine(weights: number, gradients: number): Machine;
  /** Takes the batch's packed sequences into memory. */
  setPacked(packed: PackedSequence): void;
}

/** The stages in order; each is given what the one before hands on. */
function stagesOf(
  { features, layers }: CompiledNetwork,
  sizes: WorkspaceSizes,
  plan: Layout
): readonly Stage[] {
  const stages: Stage[] = [];
  const add = <S extends Stage>(stage: S) => stages.push(stage);
  if (features) {
    add(featuresStage(features, sizes, plan));
  }
  layers.forEach((layer, at) => {
    const before = stages.at(-1)?.port;
    add(stageOf(layer, before, layers[at + 1], sizes, plan));
  });
  return stages;
}

/** @param input what the layer before hands on; undefined for an embedding, which is the first */
function stageOf(
  layer: CompiledLayer,
  input: Port | undefined,
  next: CompiledLayer | undefined,
  sizes: WorkspaceSizes,
  plan: Layout
): Stage {
  switch (layer.kind) {
    case 'embedding':
      return embeddingStage(layer, sizes, plan, takesTokens(next, sizes));
    case 'recurrent':
      return recurrentStage(layer, input!, sizes, plan);
    case 'projection':
      return projectionStage(layer, input!, sizes, plan);
    case 'merge':
      return mergeStage(layer, input!, sizes, plan);
    case 'reverse':
      return reverseStage(input!, sizes, plan);
    case 'dense':
      return denseStage(layer, input!, sizes, plan, !next);
    case 'dropout':
      return dropoutStage(layer, input!, sizes, plan);
  }
}

/** Whether a layer treats all places of a token alike, so that it can do its part once for each. */
function takesTokens(
  layer: CompiledLayer | undefined,
  { training }: WorkspaceSizes
): boolean {
  return (
    layer?.spec.kind === 'recurrent' && !(training && layer.spec.dropout > 0)
  );
}

/** Plans the memory of all layers, claims it and binds them to it. */
export function workspace(
  network: CompiledNetwork,
  sizes: WorkspaceSizes,
  { kernels }: KernelMemory,
  claim: (bytes: number) => Block
): Workspace {
  const plan = layout();
  const rows = sizes.batch * sizes.steps;
  const counts = plan.place(sizes.steps);
  const rank = plan.place(rows + 1);
  const stages = stagesOf(network, sizes, plan);
  const output = network.layers[network.layers.length - 1].output;
  const head = headBuffers(output, sizes, plan);
  const widest = Math.max(
    ...network.layers.map(layer =>
      layer.kind === 'recurrent'
        ? Math.max(4 * layer.output.width, layer.input.width)
        : layer.output.width
    )
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
