import { expressionText, holdsStep, isPadding } from '../../trace';
import type { Expression, Trace } from '../../trace';
import { heldBy } from './held';
import { layerValues, type LayerValues, type UnitChoice } from './layerValues';

/** The gradient of the loss by everything that the equations of a layer name. */
export interface Backward {
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
 * Reads the way back off the recorded gradients of the states. What a state is made of gets what the
 * layer's adjoints say, unit by unit: dL/df = dL/dc ⊙ c[t−1], dL/d(W_f x) = dL/df ⊙ f ⊙ (1 − f).
 */
export function backward(trace: Trace, values: LayerValues): Backward {
  const { layer } = values;
  const recorded = new Map(
    layer.channels.flatMap(({ role, of, name }) =>
      role === 'gradient' && of !== undefined ? [[of, name] as const] : []
    )
  );
  const adjoints = new Map(
    (layer.adjoints ?? []).flatMap(({ of, expression }) =>
      of.map(part => [part, expression] as const)
    )
  );
  const channels = new Map(
    layer.equations.map(({ channel }) => [`dL/d${channel}`, channel])
  );
  // By channel, at the step and unit that are asked for; null while it is worked out: a stranger's
  // adjoints may go round in circles.
  const arriving = new Map<string, number | null>();
  const back = layerValues(layer, trace.time, (name, step, unit) => {
    const channel = channels.get(name);
    if (channel === undefined) {
      return undefined;
    }
    if (!arriving.has(channel)) {
      arriving.set(channel, null);
      arriving.set(
        channel,
        // A held channel is a constant: nothing comes back through its equation.
        heldBy(trace.clamps, layer, channel, step, unit)
          ? 0
          : toPart(
              { kind: 'symbol', name: channel, role: 'channel' },
              step,
              unit
            )
      );
    }
    return arriving.get(channel);
  });

  const input: Backward['input'] = step => {
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

  const toPart = (
    expression: Expression,
    step: number,
    unit: number
  ): number | null => {
    if (isPadding(trace.time, step)) {
      return null;
    }
    if (expression.kind === 'symbol') {
      if (expression.role === 'input') {
        // x has no units: of several features none is the one of this unit.
        const found = input(step);
        return found?.length === 1 ? found[0] : null;
      }
      const name = recorded.get(expression.name);
      if (name !== undefined) {
        const at = expression.lag ? values.before(step) : step;
        return values.channel(name, at, unit);
      }
    }
    const adjoint = adjoints.get(expressionText(expression));
    return adjoint ? back.value(adjoint, step, unit) : null;
  };
  const ofUnit: typeof toPart = (...asked) => {
    arriving.clear();
    return toPart(...asked);
  };

  return {
    known: recorded.size > 0,
    input,
    value(expression, step, unit) {
      if (unit !== 'mean') {
        return ofUnit(expression, step, unit);
      }
      let sum = 0;
      for (let each = 0; each < layer.units; each++) {
        const one = ofUnit(expression, step, each);
        if (one === null) {
          return null;
        }
        sum += one;
      }
      return sum / layer.units;
    }
  };
}
