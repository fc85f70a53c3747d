import {
  scaleEnd,
  type Channel,
  type ChannelRole,
  type Equation
} from '../../trace';
import { isShare } from './bounds';
import type { RecurrentCell } from './recurrentCell';

const byRole: Readonly<Record<ChannelRole, string>> = {
  gate: 'gate',
  candidate: 'candidate',
  state: 'state',
  gradient: 'gradient',
  term: 'term',
  value: 'value'
};

/** What a channel is called in words. */
export function channelLabel(
  cell: RecurrentCell,
  channel: string,
  role: ChannelRole
): string {
  return cell.definition.labels[channel] ?? byRole[role];
}

/**
 * What a channel is, as its cell says or from its equation: a state, a gate (what stays between 0 and 1: a sigmoid, or a
 * share of such numbers), a candidate (what a tanh gives), or some other value.
 */
export function channelRole(
  cell: RecurrentCell,
  channel: string,
  equation: Equation | undefined
): ChannelRole {
  if (cell.stateNames.includes(channel)) {
    return 'state';
  }
  const known = cell.definition.roles?.[channel];
  if (known !== undefined) {
    return known;
  }
  const expression = equation?.expression;
  if (expression && isShare(expression, cell.equations)) {
    return 'gate';
  }
  return expression?.kind === 'call' &&
    ['tanh', 'softsign'].includes(expression.name)
    ? 'candidate'
    : 'value';
}

/**
 * The scale of a channel's colors: 0 to 1 for a gate, ±1 for what cannot leave it, else as far as
 * the values go, or as most of them need it (`scaleEnd`), symmetric about 0.
 *
 * @param bounded that the channel is known to stay within ±1 (the h of our own cells)
 */
export function channelRange(
  role: ChannelRole,
  equation: Equation | undefined,
  values: ArrayLike<number>,
  bounded = false
): readonly [number, number] {
  let low = 0;
  let high = 0;
  for (let at = 0; at < values.length; at++) {
    const value = values[at];
    // What is no number has no place on the scale, and takes none of those that have one.
    if (value < low && value > -Infinity) {
      low = value;
    } else if (value > high && value < Infinity) {
      high = value;
    }
  }
  const top = Math.max(-low, high);
  if (role === 'gate' && low >= 0 && high <= 1) {
    return [0, 1];
  }
  if (top <= 1 && (bounded || role === 'candidate' || isSquashed(equation))) {
    return [-1, 1];
  }
  const end = role === 'gradient' || role === 'term' ? top : scaleEnd(values);
  const bound = end > 0 ? end : 1;
  return [-bound, bound];
}

/** Whether the last thing done is a tanh, or a gate times a tanh, so that ±1 is the natural scale. */
function isSquashed(equation: Equation | undefined): boolean {
  const expression = equation?.expression;
  if (expression?.kind === 'call') {
    return expression.name === 'tanh';
  }
  return (
    expression?.kind === 'operation' &&
    expression.name === 'multiply' &&
    expression.args.some(arg => arg.kind === 'call' && arg.name === 'tanh')
  );
}

/** Whether the numbers of a channel are no unit's own. Of one unit all are its own. */
export function sharedIn(
  { definition, units }: RecurrentCell,
  channel: string
): Pick<Channel, 'shared'> {
  return units > 1 && definition.shared?.includes(channel)
    ? { shared: true }
    : {};
}
