import { ofNamed } from '../base/family';
import { Tensor } from '../tensor/tensor';
import type { Named } from './definition';
import type { RecurrentCell } from './recurrentCell';

/**
 * One step of a cell, whose author may be the user: a name that it is not handed is refused by that
 * name, and so is a channel that it should give and does not.
 *
 * @throws TypeError on what it gives; RangeError on a name that there is not, or a channel's shape
 */
export function checkedStep<C extends string>(
  cell: Pick<RecurrentCell<C>, 'who' | 'stateNames' | 'definition'>,
  input: Named,
  parameters: Named
): Named<C> {
  const who = `${cell.who}.step`;
  return ofNamed(who, 'input', input, inputs =>
    ofNamed(who, 'weight', parameters, weights => {
      const result = cell.definition.step(inputs, weights);
      requireStepResult(cell, result, input.x.shape[0]);
      return result;
    })
  );
}

/** A student's step must return every state, as tensors of the right shape. */
function requireStepResult(
  cell: Pick<RecurrentCell, 'who' | 'stateNames' | 'definition'>,
  result: unknown,
  batch: number
): void {
  const who = `${cell.who}.step`;
  if (typeof result !== 'object' || result === null) {
    throw new TypeError(
      `${who}: must return an object of channels { ${cell.stateNames.join(', ')}, … }, got ${String(result)}`
    );
  }
  const channels = result as Record<string, unknown>;
  for (const name of cell.stateNames) {
    if (!(name in channels)) {
      throw new TypeError(
        `${who}: '${name}' is a state, but the step returned only ${Object.keys(channels).join(', ') || 'nothing'}`
      );
    }
  }
  for (const [name, value] of Object.entries(channels)) {
    if (!(value instanceof Tensor)) {
      throw new TypeError(
        `${who}: '${name}' must be a tensor, got ${typeof value}`
      );
    }
    const size = cell.definition.state[name];
    const fits =
      value.rank === 2 &&
      value.shape[0] === batch &&
      (size === undefined || value.shape[1] === size);
    if (!fits) {
      throw new RangeError(
        `${who}: '${name}' must have shape [${batch}, ${size ?? 'units'}] (batch, units), got [${value.shape.join(', ')}]`
      );
    }
  }
}
