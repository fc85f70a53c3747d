import type { arenas } from './arenas';
import type { PlacedLayer, PlacedNetwork } from './placeNetwork';
import type { HeldWeight } from './heldWeights';
import { addPenalties, holdWeights } from './heldWeights';
import type { Kernels } from '../kernels/kernels';
import type { FusedNetwork } from './network';
import type { PurposeMemory } from './networkMemory';
import type { EmbeddingStage, TableGradient } from './stages/embeddingStage';
import type { StageMemory } from './stage';
import { update } from './update';
import type { UpdateStep } from './updateRule';
import { slotsOf } from './updateRule';
import type { FusedWeight } from './weight';
import type { LearningRange, ArenaRange } from './update';

/** What of a network learns, and what holds it. */
export interface NetworkLearning extends Pick<
  FusedNetwork,
  'hold' | 'setTrainable'
> {
  /** Adds what regularisers ask for to the gradients; answers what they add to the loss. */
  addPenalties(machine: StageMemory): number;
  /** Changes the weights by their gradients; answers the norm of these. */
  update(place: PurposeMemory, machine: StageMemory, step: UpdateStep): number;
}

export function networkLearning({
  placed: { layers },
  weights,
  own,
  kernels,
  table
}: {
  readonly placed: PlacedNetwork;
  readonly weights: readonly { readonly weight: FusedWeight }[];
  readonly own: ReturnType<typeof arenas>;
  readonly kernels: Kernels;
  /** The embedding, when there is one. */
  readonly table: PlacedLayer | null;
}): NetworkLearning {
  const learns = new Map(layers.map(({ spec }) => [spec.name, 0]));
  let learning: Learning | null = null;
  let held: readonly HeldWeight[] = [];
  return {
    hold(holdings) {
      held = holdings
        .filter(({ regularizer, constraint }) => regularizer ?? constraint)
        .map(holding => ({ ...holding, weight: weights[holding.at].weight }));
    },
    setTrainable(layer, trainable, behind = 0) {
      learning = null;
      if (trainable) {
        learns.set(layer, behind);
      } else {
        learns.delete(layer);
      }
    },
    addPenalties: machine => addPenalties(held, arenaOf(machine)),
    update(place, machine, step) {
      const fresh = own.slotCount === 0;
      const slots = own.slots(slotsOf(step.rule));
      const seen =
        table?.spec.kind === 'embedding'
          ? own.flags(table.spec.inputDim, fresh)
          : 0;
      // Claiming memory may have moved the buffer.
      const now = place.workspace.machine(machine.weights, machine.gradients);
      learning ??= learningOf(layers, learns);
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
              ? {
                  start: table.start,
                  of: embeddingGradient(place),
                  seen,
                  ...learning.table
                }
              : null
        },
        step
      );
      holdWeights(held, arenaOf(now));
      return norm;
    }
  };
}

/** The gradient of the table of a network that begins with one. */
export function embeddingGradient({ workspace }: PurposeMemory): TableGradient {
  return (workspace.stages[0] as EmbeddingStage).table!();
}

/** The same places counted in numbers. */
const arenaOf = ({ f32, weights, gradients }: StageMemory) => ({
  f32,
  weights: weights >> 2,
  gradients: gradients >> 2
});

/** What is trained, as stretches of the arena. */
interface Learning {
  readonly ranges: readonly LearningRange[];
  /** One for each weight. */
  readonly variables: readonly ArenaRange[];
  /** The embedding's table, where it is trained. */
  readonly table: Pick<LearningRange, 'behind'> | null;
}

/** @param learns the layers that learn, by their names, with the steps of the optimizer that each has not taken */
function learningOf(
  layers: readonly PlacedLayer[],
  learns: ReadonlyMap<string, number>
): Learning {
  const some = layers.filter(({ spec }) => learns.has(spec.name));
  const isTable = ({ spec }: PlacedLayer) => spec.kind === 'embedding';
  const others = some.filter(layer => !isTable(layer));
  const behind = ({ spec }: PlacedLayer) => learns.get(spec.name) ?? 0;
  const table = some.find(isTable);
  return {
    ranges: joined(others, behind),
    variables: others.flatMap(({ weights }) => weights.map(rangeOf)),
    table: table ? { behind: behind(table) } : null
  };
}

/** Layers that lie next to each other, and have learned as long, are one stretch. */
function joined(
  layers: readonly PlacedLayer[],
  behindOf: (layer: PlacedLayer) => number
): LearningRange[] {
  const result: LearningRange[] = [];
  for (const layer of layers) {
    const { start, count } = layer;
    const behind = behindOf(layer);
    const before = result.at(-1);
    if (count === 0) {
      continue;
    }
    if (before?.behind === behind && before.start + before.count === start) {
      result[result.length - 1] = {
        start: before.start,
        count: before.count + count,
        behind
      };
    } else {
      result.push({ start, count, behind });
    }
  }
  return result;
}

/** From a weight's first number to its last; the padding between is zero. */
function rangeOf({ places }: { readonly places: Int32Array }): ArenaRange {
  let low = places[0];
  let high = places[0];
  for (const at of places) {
    low = Math.min(low, at);
    high = Math.max(high, at);
  }
  const start = low & ~3;
  return { start, count: ((high - start + 4) >> 2) << 2 };
}
