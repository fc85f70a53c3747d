import type { FloatType } from '../tensor/operation';

/**
 * When something is computed: before the walk, for all rows at once; in it, step by step; on the way
 * back; after it, for all rows at once.
 */
export const times = ['before', 'forward', 'backward', 'after'] as const;

export type Time = (typeof times)[number];

/** Bytes of a number. */
export const bytesPer = (dtype: FloatType): number => (dtype === 'f32' ? 4 : 8);

/** Numbers of a vector of the machine. */
export const lanesOf = (dtype: FloatType): number => 16 / bytesPer(dtype);

/** Bytes of a row of a panel (`wasm/multiply.ts`): two vectors of the machine. */
export const PANEL = 32;

/** Bytes that so many numbers take: whole rows of panels. */
export const bytesFor = (width: number, dtype: FloatType): number =>
  Math.ceil((width * bytesPer(dtype)) / PANEL) * PANEL;

/** The next multiple of 4: rows of a matrix as the kernels count them. */
export const fours = (count: number): number => (count + 3) & ~3;

/** When a value is computed: after how many rounds of products of that time. */
export interface Home {
  readonly time: Time;
  readonly level: number;
  readonly key: string;
}

/** Absent for numbers, weights and x: they are there from the beginning. */
export type Homes = ReadonlyMap<number, Home>;

/**
 * What lies in rows of its own:
 *
 * - `record`, `back`: what is kept of a step, and of its way back until its weights have had their part;
 * - `input`, `output`, `outside`, `inputGradient`: x, what the layer gives out, the derivative by that from
 *   outside, and the derivative by x: rows that others may own;
 * - `sequence`: what a sequence has at all its steps; `carryIn`, `carryOut`: derivatives by the states after
 *   and before a step.
 */
export const regions = [
  'record',
  'back',
  'input',
  'output',
  'outside',
  'sequence',
  'carryIn',
  'carryOut',
  'inputGradient'
] as const;

export type Region = (typeof regions)[number];

/** Where in the rows of a region, in bytes. */
export interface RegionPlace {
  readonly region: Region;
  readonly at: number;
}

/** An odd number of cache lines: rows a power of two apart compete for the same places of a cache. */
export function oddLines(bytes: number): number {
  const lines = Math.max(1, Math.ceil(bytes / 64));
  return (lines % 2 === 0 ? lines + 1 : lines) * 64;
}
