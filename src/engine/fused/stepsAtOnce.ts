import type { Named } from '../recurrence/definition';
import type { StepsAtOnce } from '../recurrence/layerRecord';
import type { RecurrentCell } from '../recurrence/recurrentCell';
import { variable } from '../tensor/making';
import { Tensor } from '../tensor/tensor';

/**
 * The step function of a cell on all steps of a sequence, whose states are known, at once.
 *
 * @param x `[T, I]`
 * @param channels `[T, H]` each
 * @param then the letters of the step when the sequence was run
 */
export function stepsAtOnce(
  cell: RecurrentCell,
  x: Tensor,
  channels: Named,
  then: Named,
  direction: 'forward' | 'backward'
): StepsAtOnce {
  const input: Record<string, Tensor> = { x: variable(x) };
  for (const name of cell.stateNames) {
    input[name] = variable(before(channels[name], direction));
  }
  // A bias that is not there is not on the tape, and no equation has it.
  const now = cell.weights.parameters();
  const parameters: Record<string, Tensor> = {};
  for (const [letter, tensor] of Object.entries(then)) {
    parameters[letter] =
      now[letter]?.tracked === false ? tensor : variable(tensor);
  }
  return {
    input,
    parameters,
    computed: cell.definition.step(input, parameters)
  };
}

/** A state as each step finds it; the first finds zeros. */
function before(
  { values, shape: [steps, width] }: Tensor,
  direction: 'forward' | 'backward'
): Tensor {
  const result = new Float32Array(values.length);
  const end = (steps - 1) * width;
  if (direction === 'forward') {
    result.set(values.subarray(0, end), width);
  } else {
    result.set(values.subarray(width));
  }
  return new Tensor(result, [steps, width]);
}
