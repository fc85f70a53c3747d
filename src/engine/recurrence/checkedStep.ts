import { ofNamed } from '../base/family';
import { described, isRecord } from '../base/described';
import { sameShape, shapeText } from '../tensor/shape';
import { Tensor } from '../tensor/tensor';
import type { Named } from './definition';
import type { RecurrentCell } from './recurrentCell';

/**
 * One step of a cell, whose author may be the user: a name that it is not handed is refused by that
 * name, and so is a channel that it should give and does not.
 *
 * @param first what the first step of the pass returned: the others return the same channels
 * @throws TypeError on what it gives; RangeError on a name that there is not, or a channel's shape
 */
export function checkedStep<C extends string>(
  cell: Pick<RecurrentCell<C>, 'who' | 'stateNames' | 'definition'>,
  input: Named,
  parameters: Named,
  first?: Named
): Named<C> {
  const who = `${cell.who}.step`;
  const result = ofNamed(who, 'input', input, inputs =>
    ofNamed(who, 'weight', parameters, weights => {
      const channels: unknown = cell.definition.step(inputs, weights);
      if (hasChannels(channels)) {
        requireChannels(cell, channels, input.x.shape[0]);
      }
      return channels;
    })
  );
  if (!hasChannels(result)) {
    throw new TypeError(
      `${who}: must return an object of channels { ${cell.stateNames.join(', ')}, … }, got ${result instanceof Tensor ? 'a tensor' : described(result)}`
    );
  }
  const channels = result as Named<C>;
  if (first) {
    requireAsBefore(who, channels, first);
  }
  return channels;
}

const hasChannels = (
  result: unknown
): result is Readonly<Record<string, unknown>> =>
  isRecord(result) && !(result instanceof Tensor);

/** A student's step must return every state, as tensors of the right shape. */
function requireChannels(
  cell: Pick<RecurrentCell, 'who' | 'stateNames' | 'definition'>,
  channels: Readonly<Record<string, unknown>>,
  batch: number
): void {
  const who = `${cell.who}.step`;
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
        `${who}: '${name}' must be a tensor, got ${described(value)}`
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

/** The channels are those of the first step, in their shapes. */
function requireAsBefore(who: string, channels: Named, first: Named): void {
  const names = Object.keys(channels);
  for (const [name, { shape }] of Object.entries(first)) {
    if (!names.includes(name)) {
      throw new TypeError(
        `${who}: '${name}' must be returned at every step, as the first did, but a later step returned only ${names.join(', ')}`
      );
    }
    if (!sameShape(channels[name].shape, shape)) {
      throw new RangeError(
        `${who}: '${name}' must have shape ${shapeText(shape)}, as at the first step, but a later step returned ${shapeText(channels[name].shape)}`
      );
    }
  }
  const more = names.find(name => !(name in first));
  if (more !== undefined) {
    throw new TypeError(
      `${who}: '${more}' must be returned at every step or at none, but the first step returned only ${Object.keys(first).join(', ')}`
    );
  }
}
