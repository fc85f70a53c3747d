import type { arenas } from './arenas';
import type { PlacedLayer } from './placeNetwork';
import type { Kernels } from '../kernels/kernels';
import type { FusedNetwork } from './network';
import type { TableGradient } from './stages/embeddingStage';
import { tableGradient } from './stages/embeddingStage';
import type { FusedWeight } from './weight';
import { readWeight, writeWeight } from './weight';

/** A network's weights with their places in kernel memory. */
interface PlacedWeights {
  readonly weights: readonly {
    readonly layer: PlacedLayer;
    readonly weight: FusedWeight;
  }[];
  /** Numbers of the arena of gradients, which the table is no part of. */
  readonly gradientSize: number;
  readonly own: ReturnType<typeof arenas>;
  readonly kernels: Kernels;
  /** The embedding, when there is one. */
  readonly table: PlacedLayer | null;
  /** @throws Error before the first training step */
  tableGradient(): TableGradient;
}

/** What of a network reads and writes weights, gradients, and what an optimizer remembers of them. */
export function networkWeights({
  weights,
  gradientSize,
  own,
  kernels,
  table,
  tableGradient: gradientOfTable
}: PlacedWeights): Pick<
  FusedNetwork,
  | 'readWeight'
  | 'writeWeight'
  | 'readGradient'
  | 'copyGradients'
  | 'readSlots'
  | 'writeSlots'
  | 'resetSlots'
> {
  const arenaView = (address: number) => ({
    arena: new Float32Array(kernels.buffer),
    start: address >> 2
  });

  return {
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
        return tableGradient(gradientOfTable(), weight, kernels);
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
    }
  };
}
