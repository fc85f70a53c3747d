import { described } from '../base/described';
import { shapeText } from './shape';
import { Tensor } from './tensor';

/**
 * What a function of the user's own returned, to be differentiated.
 *
 * @param name how the function is called: `gradientsOf`
 * @throws TypeError unless it is one number as a tensor
 */
export function requireScalar(
  who: string,
  name: string,
  value: unknown
): Tensor {
  if (!(value instanceof Tensor) || value.size !== 1) {
    throw new TypeError(
      `${who}: ${name} must return one number as a tensor, got ${
        value instanceof Tensor
          ? `a tensor of shape ${shapeText(value.shape)}`
          : described(value)
      }`
    );
  }
  return value;
}
