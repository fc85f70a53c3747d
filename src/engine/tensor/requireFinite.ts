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

function positionOf(at: number, shape: readonly number[]): number[] {
  return shape.map((extent, axis) => {
    const stride = sizeOf(shape.slice(axis + 1));
    return Math.floor(at / stride) % extent;
  });
}
