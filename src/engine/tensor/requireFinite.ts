import type { Floats, FloatType } from './operation';
import { sameShape, shapeText, sizeOf } from './shape';
import type { Tensor, TensorLike } from './tensor';
import { asTensor } from './tensor';

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

/** What computes, and whether in float32: asked only of a number that float32 cannot hold. */
export interface Precision {
  readonly computes: 'cell' | 'network';
  inFloat32(): boolean;
}

/**
 * Throws when one of a tensor's numbers is more than float32 can hold, where it is computed in.
 *
 * @param instead what to do about it
 */
export function requireFloat32(
  who: string,
  name: string,
  values: Floats,
  { computes, inFloat32 }: Precision,
  instead: string
): void {
  const large = values.find(value => !Number.isFinite(Math.fround(value)));
  if (large !== undefined && inFloat32()) {
    throw new RangeError(
      `${who}: ${name} holds ${large}, but the ${computes} computes in float32, which ends at 3.4e38: ${instead}`
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
    requireFloat32(
      who,
      name,
      values,
      precisionOfCell(dtype),
      `scale ${name} (fitScaler), or make the cell with dtype: 'f64'`
    );
  }
}

export const precisionOfCell = (dtype: FloatType): Precision => ({
  computes: 'cell',
  inFloat32: () => dtype === 'f32'
});

/**
 * What is to become a weight of a cell or a network.
 *
 * @throws RangeError when it has another shape, or a number that is none or that the weight cannot hold
 */
export function requireWeight(
  who: string,
  name: string,
  value: TensorLike,
  shape: readonly number[],
  precision: Precision
): Tensor {
  const given = asTensor(value, `${who}: ${name}`);
  if (!sameShape(given.shape, shape)) {
    throw new RangeError(
      `${who}: ${name} must have shape ${shapeText(shape)}, got ${shapeText(given.shape)}`
    );
  }
  requireFinite(who, name, given);
  requireFloat32(
    who,
    name,
    given.values,
    precision,
    `make the ${precision.computes} with dtype: 'f64'`
  );
  return given;
}

function positionOf(at: number, shape: readonly number[]): number[] {
  return shape.map((extent, axis) => {
    const stride = sizeOf(shape.slice(axis + 1));
    return Math.floor(at / stride) % extent;
  });
}
