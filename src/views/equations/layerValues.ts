import { expressionText, hasNumberAt, holdsStep, layerTime } from '../../trace';
import type { Channel, Expression, LayerTrace, TimeAxis } from '../../trace';
import { mentionsMean } from './wholeLayer';

/** One unit by its index, or the mean over all units. */
export type UnitChoice = number | 'mean';

/** What a symbol is worth at a step, for a unit; undefined for one that the layer records. */
export type GivenSymbols = (
  name: string,
  step: number,
  unit: number
) => number | null | undefined;

/** The numbers of one layer of a trace, asked for by expression. */
export interface LayerValues {
  readonly layer: LayerTrace;
  /** T. */
  readonly steps: number;
  /** H. */
  readonly units: number;
  /**
   * What the expression is worth at a step, for a unit or as the mean over the units of its value.
   * Null when the trace does not hold the numbers that it needs (a weight matrix, an input, a step
   * that the saved copy leaves out), and where padding had nothing computed.
   */
  value(expression: Expression, step: number, unit: UnitChoice): number | null;
  /** The recorded value of a channel; before the first step, its initial value. */
  channel(name: string, step: number, unit: UnitChoice): number | null;
  /** The step that was computed just before: the one to the right in a backward layer. */
  before(step: number): number;
}

/**
 * Reads a layer's channels as values of its expressions.
 *
 * A sub-expression that is recorded under its own text (a `term` channel) is looked up; anything
 * else is computed unit by unit from its operands, so matrix products are known only if recorded.
 *
 * @param given symbols that are not looked up
 */
export function layerValues(
  layer: LayerTrace,
  time: TimeAxis,
  given: GivenSymbols = () => undefined
): LayerValues {
  const { steps } = time;
  const channels = new Map(
    layer.channels.map(channel => [channel.name, channel])
  );
  const { units } = layer;
  const own = layerTime(layer, steps);

  const recorded = (
    channel: Channel,
    step: number,
    unit: number
  ): number | null => {
    // A projected state has fewer units than its layer.
    const width = widthOf(channel);
    if (unit >= width) {
      return null;
    }
    if (step >= 0 && step < steps) {
      return holdsStep(time, step) && hasNumberAt(time, channel, step)
        ? (channel.array.values[step * width + unit] ?? null)
        : null;
    }
    if (channel.role !== 'state' || own.placeOf(step) !== -1) {
      return null;
    }
    // A state without a recorded start began at zero.
    return channel.initial ? (channel.initial.values[unit] ?? null) : 0;
  };

  /** What is the same at every step and unit is looked up once: a river asks for all of them. */
  const looked = new Map<Expression, { term?: Channel; ofMeans: boolean }>();
  const known = (expression: Expression) => {
    let found = looked.get(expression);
    if (!found) {
      const term = channels.get(expressionText(expression));
      found = { term, ofMeans: !term && mentionsMean(layer, expression) };
      looked.set(expression, found);
    }
    return found;
  };

  const valueOfUnit = (
    expression: Expression,
    step: number,
    unit: number
  ): number | null => {
    if (expression.kind === 'number') {
      return expression.value;
    }
    if (expression.kind === 'symbol') {
      const value = given(expression.name, step, unit);
      if (value !== undefined) {
        return value;
      }
      const channel = channels.get(
        expression.role === 'channel' || expression.role === 'state'
          ? expression.name
          : expressionText(expression)
      );
      return channel
        ? recorded(channel, own.later(step, expression.lag ?? 0), unit)
        : null;
    }
    const { term, ofMeans } = known(expression);
    if (term) {
      return recorded(term, step, unit);
    }
    // What is computed from means is not the mean of what is computed.
    if (ofMeans) {
      return null;
    }
    const args: number[] = [];
    for (const argument of expression.args) {
      const value = valueOfUnit(argument, step, unit);
      if (value === null) {
        return null;
      }
      args.push(value);
    }
    if (expression.kind === 'call') {
      return functions[expression.name]?.(...args) ?? null;
    }
    return operations[expression.name]?.(args) ?? null;
  };

  /** How many units an expression has: those of a channel that stands alone, else the layer's. */
  const unitsOf = (expression: Expression): number => {
    const channel =
      expression.kind === 'symbol' ? channels.get(expression.name) : undefined;
    return channel ? widthOf(channel) : units;
  };

  const value: LayerValues['value'] = (expression, step, unit) => {
    if (unit !== 'mean') {
      return valueOfUnit(expression, step, unit);
    }
    const count = unitsOf(expression);
    let sum = 0;
    for (let each = 0; each < count; each++) {
      const one = valueOfUnit(expression, step, each);
      if (one === null) {
        return null;
      }
      sum += one;
    }
    return sum / count;
  };

  return {
    layer,
    steps,
    units,
    value,
    channel: (name, step, unit) =>
      value({ kind: 'symbol', name, role: 'channel' }, step, unit),
    before: own.before
  };
}

/** H of one channel. */
function widthOf({ array }: Channel): number {
  return array.shape[1] ?? 1;
}

const operations: Readonly<
  Partial<Record<string, (args: readonly number[]) => number>>
> = {
  add: args => args.reduce((sum, value) => sum + value, 0),
  subtract: ([first = 0, ...rest]) =>
    rest.reduce((difference, value) => difference - value, first),
  multiply: args => args.reduce((product, value) => product * value, 1),
  divide: ([first = 0, ...rest]) =>
    rest.reduce((quotient, value) => quotient / value, first),
  negate: ([value = 0]) => -value
};

/** Functions of one number; the names are those of the tape. */
const functions: Readonly<
  Partial<Record<string, (...args: readonly number[]) => number>>
> = {
  sigmoid: (value = 0) => 1 / (1 + Math.exp(-value)),
  tanh: (value = 0) => Math.tanh(value),
  relu: (value = 0) => Math.max(0, value),
  exp: (value = 0) => Math.exp(value),
  log: (value = 0) => Math.log(value),
  sqrt: (value = 0) => Math.sqrt(value),
  square: (value = 0) => value * value,
  abs: (value = 0) => Math.abs(value),
  softplus: (value = 0) =>
    Math.max(value, 0) + Math.log1p(Math.exp(-Math.abs(value))),
  // Keras: clip(x/6 + 0.5, 0, 1).
  hardSigmoid: (value = 0) => Math.min(1, Math.max(0, value / 6 + 0.5)),
  stop: (value = 0) => value,
  maximum: (...args) => Math.max(...args),
  minimum: (...args) => Math.min(...args),
  greater: (value = 0, other = 0) => Number(value > other),
  greaterEqual: (value = 0, other = 0) => Number(value >= other),
  sign: (value = 0) => Math.sign(value),
  select: (mask = 0, chosen = 0, other = 0) => (mask !== 0 ? chosen : other)
};
