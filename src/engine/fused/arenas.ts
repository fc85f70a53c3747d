import type { Block } from '../kernels/kernelMemory';
import type { MemoryPool, PoolUser } from '../kernels/memoryPool';

/** The numbers of a network that outlive a batch: weights, gradients, what an optimizer remembers. */
export interface Arenas {
  /** Address of the weights; brings everything into kernel memory if it is not there. */
  weights(): number;
  /** Address of the gradients (not of a table's), zeros at first. */
  gradients(): number;
  /** Addresses of the optimizer's arenas, each started with one value. */
  slots(start: readonly number[]): readonly number[];
  /**
   * Address of `count` bytes, one for each row of a table: whether the optimizer remembers anything
   * of it. They begin as 0 for a fresh optimizer, else as 1. Ask after `slots`.
   */
  flags(count: number, fresh: boolean): number;
  /** After slots were written from outside, no row is known to be forgotten. */
  forgetFlags(): void;
  /** Forgets what the optimizer remembers. */
  dropSlots(): void;
  readonly slotCount: number;
  /** Copies the numbers out and gives the memory back. Answers whether something was held. */
  evict(): boolean;
  /** Gives the memory back for good. */
  dispose(): void;
}

/**
 * @param size numbers in the arena
 * @param gradientSize those that have a place in the arena of gradients
 */
export function arenas(
  size: number,
  gradientSize: number,
  pool: MemoryPool,
  user: PoolUser
): Arenas {
  // A block while in kernel memory, else a copy; neither before the first use.
  interface Arena {
    block: Block | null;
    copy: Float32Array | null;
  }
  const weight: Arena = { block: null, copy: null };
  let gradient: Block | null = null;
  let seen: Block | null = null;
  let slots: Arena[] = [];

  const view = ({ address }: Block, count: number) =>
    new Float32Array(pool.memory.kernels.buffer, address, count);

  function bring(place: Arena, start: number): number {
    if (place.block === null) {
      place.block = pool.claim(user, size * 4);
      const numbers = view(place.block, size);
      if (place.copy) {
        numbers.set(place.copy);
      } else {
        numbers.fill(start);
      }
      place.copy = null;
    }
    return place.block.address;
  }

  function leave(place: Arena): boolean {
    if (place.block === null) {
      return false;
    }
    place.copy = view(place.block, size).slice();
    pool.release(place.block);
    place.block = null;
    return true;
  }

  function releaseGradient(): boolean {
    if (gradient === null) {
      return false;
    }
    pool.release(gradient);
    gradient = null;
    return true;
  }

  function releaseFlags(): void {
    if (seen) {
      pool.release(seen);
    }
    seen = null;
  }

  return {
    weights: () => bring(weight, 0),
    gradients() {
      if (gradient === null) {
        gradient = pool.claim(user, Math.max(gradientSize, 1) * 4);
        view(gradient, gradientSize).fill(0);
      }
      return gradient.address;
    },
    slots(start) {
      if (slots.length !== start.length) {
        this.dropSlots();
        slots = start.map(() => ({ block: null, copy: null }));
      }
      return slots.map((place, at) => bring(place, start[at]));
    },
    flags(count, fresh) {
      if (seen === null) {
        seen = pool.claim(user, count);
        new Uint8Array(pool.memory.kernels.buffer, seen.address, count).fill(
          fresh ? 0 : 1
        );
      }
      return seen.address;
    },
    forgetFlags: releaseFlags,
    get slotCount() {
      return slots.length;
    },
    dropSlots() {
      slots.forEach(({ block }) => block && pool.release(block));
      slots = [];
      releaseFlags();
    },
    evict() {
      const left = [weight, ...slots].map(leave);
      releaseFlags();
      return releaseGradient() || left.includes(true);
    },
    dispose() {
      [weight, ...slots].forEach(place => {
        if (place.block) {
          pool.release(place.block);
        }
        place.block = null;
      });
      releaseGradient();
      releaseFlags();
    }
  };
}
