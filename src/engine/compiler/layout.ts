import type { FloatType } from '../tensor/operation';

/**
 * When something is computed: before the walk, for all rows at once; in it, step by step; on the way
 * back; after it, for all rows at once.
 */
export const times = ['before', 'forward', 'backward', 'after'] as const;

export type Time = (typeof times)[number];

/** Numbers of a vector of the machine. */
export const lanesOf = (dtype: FloatType): number => (dtype === 'f32' ? 4 : 2);

/** Bytes that so many numbers take, whole vectors. */
export const bytesFor = (width: number, dtype: FloatType): number => {
  const lanes = lanesOf(dtype);
  return Math.ceil(width / lanes) * 16;
};

/** When a value is computed: after how many rounds of products of that time. */
export interface Home {
  readonly time: Time;
  readonly level: number;
  readonly key: string;
}

/** Absent for leaves: they are there from the beginning. */
export type Homes = ReadonlyMap<number, Home>;
