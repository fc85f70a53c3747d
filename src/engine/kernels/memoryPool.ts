import type { Block, KernelMemory } from './kernelMemory';
import { kernelMemory } from './kernelMemory';
import { sharedKernels } from './loadKernels';

/** Something that takes kernel memory and can give some of it back. */
export interface PoolUser {
  /**
   * Gives back what it can do without (its numbers are copied out first). Answers whether anything
   * was given back.
   */
  evict(): boolean;
}

/** Memory that several networks share: who was used longest ago makes room. */
export interface MemoryPool {
  readonly memory: KernelMemory;
  /** Takes so many bytes for one who is being used, at the cost of others if need be. */
  claim(user: PoolUser, bytes: number): Block;
  release(block: Block): void;
  /** Notes that it is being used. */
  touch(user: PoolUser): void;
  forget(user: PoolUser): void;
}

/** Beyond this others make room before memory grows: 256 MB. */
const COMFORT = 2 ** 28;

export function memoryPool(memory: KernelMemory): MemoryPool {
  // A set keeps the order in which its members were put in: the first was used longest ago.
  const users = new Set<PoolUser>();

  function makeRoom(user: PoolUser): boolean {
    for (const other of users) {
      if (other !== user && other.evict()) {
        return true;
      }
    }
    return false;
  }

  return {
    memory,
    claim(user, bytes) {
      while (memory.used + bytes > COMFORT && makeRoom(user)) {
        // Until it fits or nobody has anything left.
      }
      return memory.allocate(bytes);
    },
    release: block => memory.release(block),
    touch(user) {
      users.delete(user);
      users.add(user);
    },
    forget(user) {
      users.delete(user);
    }
  };
}

let shared: MemoryPool | null = null;

/** The one that all networks of this process live in. */
export function sharedMemoryPool(): MemoryPool {
  return (shared ??= memoryPool(kernelMemory(sharedKernels())));
}
