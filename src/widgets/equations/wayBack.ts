import { expressionText, holdsStep, isPadding } from '../../trace';
import type { Equation, Expression, Trace } from '../../trace';
import { heldBy } from './held';
import type { LayerValues, UnitChoice } from './layerValues';

/** The gradient of the loss by everything that the equations of a layer name. */
export interface WayBack {
  /** The trace holds gradients of this layer's states, which all others follow from. */
  readonly known: boolean;
  /**
   * dL/d of what an expression is worth at a step, for a unit or as the mean over the units. Null
   * where it cannot be told: without gradients, and where the way back leads through a matrix.
   */
  value(expression: Expression, step: number, unit: UnitChoice): number | null;
  /** dL/dx_t, one number a feature, through this layer; null where the trace does not hold it. */
  input(step: number): readonly number[] | null;
}

/**
 * Reads the way back off the recorded gradients of the states. What a state is made of gets its share
 * by the chain rule, unit by unit: dL/df = dL/dc ⊙ c[t−1], dL/d(W_f x) = dL/df ⊙ f ⊙ (1 − f). A value
 * that several equations read gets the sum of what comes back from each.
 */
export function wayBack(trace: Trace, values: LayerValues): WayBack {
  const { layer } = values;
  const recorded = new Map(
    layer.channels.flatMap(({ role, of, name }) =>
      role === 'gradient' && of !== undefined ? [[of, name] as const] : []
    )
  );

  const input: WayBack['input'] = step => {
    const { enteringGradient, inputSize } = layer;
    return enteringGradient && holdsStep(trace.time, step)
      ? Array.from(
          enteringGradient.values.subarray(
            step * inputSize,
            (step + 1) * inputSize
          )
        )
      : null;
  };

  const ofUnit = (
    expression: Expression,
    step: number,
    unit: number
  ): number | null => {
    if (expression.kind === 'number' || isPadding(trace.time, step)) {
      return null;
    }
    if (expression.kind === 'symbol' && expression.role === 'input') {
      // x has no units: of several features none is the one of this unit.
      const found = input(step);
      return found?.length === 1 ? found[0] : null;
    }
    if (expression.kind === 'symbol' && recorded.has(expression.name)) {
      const lag = expression.lag ?? 0;
      const at = lag === 0 ? step : values.before(step);
      return values.channel(recorded.get(expression.name) ?? '', at, unit);
    }
    if (expression.kind === 'symbol' && expression.role === 'state') {
      return null;
    }
    const text = expressionText(expression);
    let sum: number | null = null;
    for (const equation of layer.equations) {
      if (!readsPart(equation, text)) {
        continue;
      }
      const share = shareOf(equation, text, step, unit);
      if (share === null) {
        return null;
      }
      sum = (sum ?? 0) + share;
    }
    return sum;
  };

  /** What comes back from one equation to a part of it. */
  const shareOf = (
    { channel, expression }: Equation,
    text: string,
    step: number,
    unit: number
  ): number | null => {
    // A held channel is a constant: nothing comes back through its equation.
    if (heldBy(trace.clamps, layer, channel, step, unit)) {
      return 0;
    }
    const arriving = ofUnit(
      { kind: 'symbol', name: channel, role: 'channel' },
      step,
      unit
    );
    const slope = slopeOf(expression, text, part =>
      part === expression
        ? values.channel(channel, step, unit)
        : values.value(part, step, unit)
    );
    return arriving === null || slope === null ? null : arriving * slope;
  };

  return {
    known: recorded.size > 0,
    input,
    value(expression, step, unit) {
      if (unit !== 'mean') {
        return ofUnit(expression, step, unit);
      }
      let sum = 0;
      for (let each = 0; each < values.units; each++) {
        const one = ofUnit(expression, step, each);
        if (one === null) {
          return null;
        }
        sum += one;
      }
      return sum / values.units;
    }
  };
}

function readsPart({ channel, expression }: Equation, text: string): boolean {
  // A channel is what its own equation gives, not what it reads.
  return channel !== text && contains(expression, text);
}

function contains(expression: Expression, text: string): boolean {
  return (
    (expression.kind !== 'number' && expressionText(expression) === text) ||
    (expression.kind !== 'symbol' &&
      expression.kind !== 'number' &&
      expression.args.some(argument => contains(argument, text)))
  );
}

type ValueOf = (expression: Expression) => number | null;

/** The derivative of an expression by one of its parts, unit by unit; null where it is not known. */
function slopeOf(
  expression: Expression,
  text: string,
  valueOf: ValueOf
): number | null {
  if (expression.kind === 'number') {
    return 0;
  }
  if (expressionText(expression) === text) {
    return 1;
  }
  if (!contains(expression, text) || expression.kind === 'symbol') {
    return 0;
  }
  const slopes = expression.args.map(argument =>
    slopeOf(argument, text, valueOf)
  );
  const known = slopes.filter(slope => slope !== null);
  if (known.length < slopes.length) {
    return null;
  }
  if (expression.kind === 'call') {
    const [argument, ...more] = expression.args;
    const slope = functionSlopes[expression.name]?.(
      () => valueOf(argument) ?? NaN,
      () => valueOf(expression) ?? NaN
    );
    return slope === undefined || Number.isNaN(slope) || more.length > 0
      ? null
      : slope * known[0];
  }
  switch (expression.name) {
    case 'add':
      return known.reduce((sum, slope) => sum + slope, 0);
    case 'subtract':
      return known.slice(1).reduce((sum, slope) => sum - slope, known[0]);
    case 'negate':
      return -known[0];
    case 'multiply':
      return productSlope(expression.args, known, valueOf);
    case 'divide':
      return quotientSlope(expression.args, known, valueOf);
    case 'matmul':
      return null;
  }
}

/** Of each factor its slope times all the others. */
function productSlope(
  factors: readonly Expression[],
  slopes: readonly number[],
  valueOf: ValueOf
): number | null {
  let sum = 0;
  for (const [index, slope] of slopes.entries()) {
    if (slope === 0) {
      continue;
    }
    let product = slope;
    for (const [other, factor] of factors.entries()) {
      const value = other === index ? 1 : valueOf(factor);
      if (value === null) {
        return null;
      }
      product *= value;
    }
    sum += product;
  }
  return sum;
}

function quotientSlope(
  [above, below]: readonly Expression[],
  [slopeAbove, slopeBelow]: readonly number[],
  valueOf: ValueOf
): number | null {
  const top = valueOf(above);
  const bottom = valueOf(below);
  return top === null || bottom === null
    ? null
    : slopeAbove / bottom - (slopeBelow * top) / bottom ** 2;
}

/** Derivatives of functions of one number, by what goes in and what comes out; asked where needed. */
const functionSlopes: Readonly<
  Partial<Record<string, (x: () => number, y: () => number) => number>>
> = {
  sigmoid: (_, y) => y() * (1 - y()),
  tanh: (_, y) => 1 - y() ** 2,
  exp: (_, y) => y(),
  relu: x => (x() > 0 ? 1 : x() <= 0 ? 0 : NaN),
  log: x => 1 / x(),
  sqrt: (_, y) => 0.5 / y(),
  square: x => 2 * x(),
  abs: x => Math.sign(x()),
  stop: () => 0,
  softplus: x => 1 / (1 + Math.exp(-x())),
  // Keras: clip(x/6 + 0.5, 0, 1).
  hardSigmoid: (_, y) => (y() > 0 && y() < 1 ? 1 / 6 : y() * 0)
};
