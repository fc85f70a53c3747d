import { encode, float32, float64 } from '../../trace';
import type { FloatType } from '../tensor/operation';
import type { Tensor } from '../tensor/tensor';
import { pythonShape } from './names';

/** Wide enough to be short, narrow enough to be looked at. */
const COLUMNS = 88;

/** A tensor as a tuple of its shape and its numbers: the lines after the first are indented. */
export function weightText(
  { values, shape }: Tensor,
  dtype: FloatType
): string {
  const array = (dtype === 'f64' ? float64 : float32)(values, shape);
  const { data } = encode({ array }).array;
  if (data.length <= COLUMNS) {
    return `(${pythonShape(shape)}, "${data}")`;
  }
  const lines = data.match(new RegExp(`.{1,${COLUMNS}}`, 'g')) ?? [];
  return `(${pythonShape(shape)}, """\n${lines.join('\n')}\n""")`;
}
