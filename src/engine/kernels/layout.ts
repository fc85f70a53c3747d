/** Assigns places in one block before the block exists. */
export interface MemoryLayout {
  /** Room for so many 4-byte numbers; answers its offset in bytes. */
  place(numbers: number): number;
  /** Bytes that were asked for so far. */
  readonly bytes: number;
}

export function layout(): MemoryLayout {
  let bytes = 0;
  return {
    place(numbers) {
      const offset = bytes;
      bytes += Math.ceil((numbers * 4) / 64) * 64;
      return offset;
    },
    get bytes() {
      return bytes;
    }
  };
}

/** Rows that `multiplyRows` turns into blocks at a time, in its scratch. */
export const SCRATCH_ROWS = 64;

/** The next multiple of 8: units of a layer as the kernels count them. */
export const eights = (count: number): number => (count + 7) & ~7;

/** The next multiple of 4: features as the kernels count them. */
export const fours = (count: number): number => (count + 3) & ~3;

/**
 * Stride in bytes for rows of so many numbers: an odd number of cache lines when the row fills one
 * or more, because rows that lie a power of two apart compete for the same few places of a cache.
 */
export function rowStride(numbers: number): number {
  if (numbers < 16) {
    return numbers * 4;
  }
  const lines = Math.ceil(numbers / 16);
  return (lines % 2 === 0 ? lines + 1 : lines) * 64;
}
