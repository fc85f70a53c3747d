import type { Named } from './definition';
import type { StepsAtOnce } from './layerRecord';
import type { RecurrentCell } from './recurrentCell';
import type { ClampsAt } from './sequence';
import { clampedStep, type StepClamp } from './clampedStep';
import { variable, zeros } from '../tensor/making';
import { remembered } from '../tensor/recording';
import type { Floats } from '../tensor/operation';
import { Tensor, upcomingId } from '../tensor/tensor';

/**
 * The step function of a cell on all steps of a sequence, whose states are known, at once.
 *
 * @param x `[T, I]`
 * @param channels `[T, H]` each
 * @param then the parameters of the step when the sequence was run
 * @param clampsAt what was held
 */
export function stepsAtOnce(
  cell: RecurrentCell,
  x: Tensor,
  channels: Named,
  then: Named,
  direction: 'forward' | 'backward',
  clampsAt?: ClampsAt
): StepsAtOnce {
  const firstId = upcomingId();
  const input: Record<string, Tensor> = { x: variable(x) };
  for (const name of cell.stateNames) {
    const { values, shape } = channels[name];
    input[name] = variable(
      new Tensor(stateBefore(values, shape[1], direction), shape)
    );
  }
  // A bias that is not there is not on the tape, and no equation has it.
  const now = cell.weights.parameters();
  const parameters: Record<string, Tensor> = {};
  for (const [name, tensor] of Object.entries(then)) {
    parameters[name] = now[name]?.tracked === false ? tensor : variable(tensor);
  }
  const clamps = clampsAt && clampsOfAll(clampsAt, x.shape[0]);
  const step = () => cell.definition.step(input, parameters);
  const returned = clamps ? remembered(step) : step();
  return {
    input,
    parameters,
    computed: clamps
      ? clampedStep(returned, clamps, firstId).computed
      : returned
  };
}

/** What is held of all steps, row t of each tensor that of step t. */
export function clampsOfAll(
  clampsAt: ClampsAt,
  steps: number
): ReadonlyMap<string, StepClamp> {
  const all = new Map<string, StepClamp>();
  for (let step = 0; step < steps; step++) {
    for (const [channel, { held, values }] of clampsAt(step) ?? []) {
      const none = () => zeros([steps, held.size], { dtype: held.dtype });
      const whole = all.get(channel) ?? { held: none(), values: none() };
      all.set(channel, whole);
      whole.held.values.set(held.values, step * held.size);
      whole.values.values.set(values.values, step * held.size);
    }
  }
  return all;
}

/** A state `[T, H]` as each step finds it; the first finds zeros. */
export function stateBefore(
  values: Floats,
  units: number,
  direction: 'forward' | 'backward'
): Floats {
  const result = values.slice().fill(0);
  const end = values.length - units;
  if (direction === 'forward') {
    result.set(values.subarray(0, end), units);
  } else {
    result.set(values.subarray(units));
  }
  return result;
}
