import type { Floats } from '../tensor/operation';
import type { RegionPlace, Region } from './layout';
import { bytesPer } from './layout';
import type { PassMemory } from './passPlaces';
import type { Plan } from './plan';
import { borrowed } from './rows';

/** From so many numbers on a row is copied faster as a whole. */
const WIDE = 32;

/** Names that are put together once: they are looked up with each batch. */
const strideFields = Object.fromEntries(
  borrowed.map(region => [region, `${region}Stride`])
) as { readonly [R in (typeof borrowed)[number]]: `${R}Stride` };

/** Copies rows of numbers to places of a pass and back. */
export type PassRows = ReturnType<typeof passRows>;

export function passRows({ dtype, strides }: Plan, memory: PassMemory) {
  const size = bytesPer(dtype);
  function strideIn(region: Region): number {
    switch (region) {
      case 'record':
      case 'back':
      case 'sequence':
        return strides[region];
      case 'carryIn':
      case 'carryOut':
        return strides.carry;
      default:
        return memory.at[strideFields[region]];
    }
  }
  /** Where in `floats` a place of the first row is, and how far rows are apart. */
  const inFloats = ({ region, at }: RegionPlace) => ({
    first: (memory.at[region] + at) / size,
    apart: strideIn(region) / size
  });

  /** Copies rows of numbers to rows of a place; `from` says where a row's numbers begin. */
  function copyIn(
    values: ArrayLike<number>,
    width: number,
    rows: number,
    place: RegionPlace,
    from: (row: number) => number
  ): void {
    const { floats } = memory;
    const { first, apart } = inFloats(place);
    for (let row = 0; row < rows; row++) {
      const to = first + row * apart;
      const start = from(row);
      for (let at = 0; at < width; at++) {
        floats[to + at] = values[start + at];
      }
    }
  }

  function copyOut(
    target: Floats,
    width: number,
    rows: number,
    place: RegionPlace,
    to: (row: number) => number
  ): void {
    const { floats } = memory;
    const { first, apart } = inFloats(place);
    for (let row = 0; row < rows; row++) {
      const from = first + row * apart;
      const start = to(row);
      if (width >= WIDE) {
        target.set(floats.subarray(from, from + width), start);
        continue;
      }
      for (let at = 0; at < width; at++) {
        target[start + at] = floats[from + at];
      }
    }
  }

  return { strideIn, inFloats, copyIn, copyOut };
}
