import type { Kernels } from './kernels';

/** A stretch of the kernels' memory. */
export interface Block {
  readonly address: number;
  readonly bytes: number;
}

/** Addresses are multiples of a cache line. */
const LINE = 64;

/** Hands out stretches of the kernels' memory and takes them back. */
export interface KernelMemory {
  readonly kernels: Kernels;
  /** The first gap that is large enough, else at the end. Throws a RangeError beyond the limit. */
  allocate(bytes: number): Block;
  release(block: Block): void;
  /** Bytes that are handed out now. */
  readonly used: number;
  /** Counts growths: views of the buffer made before are empty after. */
  readonly generation: number;
}

/**
 * Memory is never given back to the host, so gaps are used again and joined with their neighbors.
 */
export function kernelMemory(kernels: Kernels): KernelMemory {
  // Gaps in the order of addresses; `end` is where untouched memory begins.
  let gaps: Block[] = [];
  let end = Math.ceil(kernels.firstFreeByte / LINE) * LINE;
  let used = 0;
  let generation = 0;
  return {
    kernels,
    get used() {
      return used;
    },
    get generation() {
      return generation;
    },
    allocate(wanted) {
      const bytes = Math.max(LINE, Math.ceil(wanted / LINE) * LINE);
      const at = gaps.findIndex(gap => gap.bytes >= bytes);
      if (at >= 0) {
        const { address, bytes: room } = gaps[at];
        gaps.splice(
          at,
          1,
          ...(room > bytes
            ? [{ address: address + bytes, bytes: room - bytes }]
            : [])
        );
        used += bytes;
        return { address, bytes };
      }
      if (end + bytes > kernels.size) {
        kernels.grow(end + bytes);
        generation++;
      }
      const block = { address: end, bytes };
      end += bytes;
      used += bytes;
      return block;
    },
    release({ address, bytes }) {
      used -= bytes;
      const merged: Block[] = [];
      const all = [...gaps, { address, bytes }].sort(
        (a, b) => a.address - b.address
      );
      for (const gap of all) {
        const last = merged.at(-1);
        if (last && last.address + last.bytes === gap.address) {
          merged[merged.length - 1] = {
            address: last.address,
            bytes: last.bytes + gap.bytes
          };
        } else {
          merged.push(gap);
        }
      }
      const last = merged.at(-1);
      if (last && last.address + last.bytes === end) {
        end = last.address;
        merged.pop();
      }
      gaps = merged;
    }
  };
}
