import type { Floats, FloatType } from './operation';
import { sizeOf } from './shape';
import type { Tensor } from './tensor';

/** Throws, with the place, when one of a tensor's numbers is NaN or infinite. */
export function requireFinite(
  who: string,
  name: string,
  { values, shape }: Pick<Tensor, 'values' | 'shape'>
): void {
  const bad = values.findIndex(number => !Number.isFinite(number));
  if (bad >= 0) {
    throw new RangeError(
      `${who}: ${name} holds ${values[bad]}${shape.length > 0 ? ` at [${positionOf(bad, shape).join(', ')}]` : ''}`
    );
  }
}

/**
 * Throws when one of a tensor's numbers is more than float32 can hold.
 *
 * @param wider how to compute in float64 instead
 */
export function requireFloat32(
  who: string,
  name: string,
  values: Floats,
  { computes, wider }: { readonly computes: string; readonly wider: string }
): void {
  const large = values.find(value => !Number.isFinite(Math.fround(value)));
  if (large !== undefined) {
    throw new RangeError(
      `${who}: ${name} holds ${large}, but the ${computes} computes in float32, which ends at 3.4e38: scale ${name} (fitScaler), or make the ${computes} with ${wider}`
    );
  }
}

/** The same of what a cell is given, where it computes in float32. */
export function requireRangeOfCell(
  who: string,
  name: string,
  dtype: FloatType,
  { values }: Pick<Tensor, 'values'>
): void {
  if (dtype === 'f32') {
    requireFloat32(who, name, values, {
      computes: 'cell',
      wider: "dtype: 'f64'"
    });
  }
}

function positionOf(at: number, shape: readonly number[]): number[] {
  return shape.map((extent, axis) => {
    const stride = sizeOf(shape.slice(axis + 1));
    return Math.floor(at / stride) % extent;
  });
}
