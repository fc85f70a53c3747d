import { findCarry, isCarry } from '../../trace';
import type { Carry, Expression, NoCarry } from '../../trace';
import { parameterOf } from '../recurrence/equations';
import { evaluate } from '../recurrence/evaluate';
import type { LayerRecord } from '../recurrence/layerRecord';
import type { SequenceRows } from '../recurrence/sequenceRows';
import { sequenceRows } from '../recurrence/sequenceRows';
import { zeros } from '../tensor/making';
import { noGradient } from '../tensor/recording';
import { sameShape } from '../tensor/shape';
import type { Tensor } from '../tensor/tensor';

/** The state of a layer that is carried unit by unit, and how much of it each step kept. */
export interface KeptShares {
  readonly state: string;
  /** `[T, W]`: 1 at padding, 0 where the state is held. */
  readonly shares: Tensor;
  /** What the layer gave at each step. */
  readonly rows: SequenceRows;
}

/** How a layer carries a state from step to step, by its equations. */
export const carryOf = ({
  cell,
  direction
}: Pick<LayerRecord, 'cell' | 'direction'>): Carry | NoCarry =>
  findCarry({
    channels: Object.keys(cell.channels).map(name => ({
      name,
      role: cell.stateNames.includes(name) ? 'state' : 'value'
    })),
    equations: cell.equations,
    direction
  });

/**
 * How much of its carried state each step of a layer kept, by the factor of s[t−1] in its equation: f of an
 * LSTM's c, z of a GRU's h.
 *
 * @param sequence which of a batch
 * @returns null for a cell with no state of the form keep ⊙ s[t−1] + write, unit by unit
 */
export function keptShares(
  layer: LayerRecord,
  sequence = 0
): KeptShares | null {
  const { mask, clampsAt } = layer;
  const carry = carryOf(layer);
  if (!isCarry(carry)) {
    return null;
  }
  const { state } = carry;
  const rows = sequenceRows(layer, sequence);
  const kept = byUnit(carry.keep, rows, layer, rows.channels[state].shape);
  if (!kept) {
    return null;
  }
  const [steps, units] = kept.shape;
  for (let step = 0; step < steps; step++) {
    const own = kept.values.subarray(step * units, (step + 1) * units);
    const held = clampsAt?.(step)?.get(state)?.held.values;
    if (mask?.at(sequence).at(step).item() === 0) {
      own.fill(1);
    } else if (held) {
      own.forEach((share, unit) => (own[unit] = held[unit] === 1 ? 0 : share));
    }
  }
  return { state, shares: kept, rows };
}

/** An expression at every step, in numbers of its own; null where it has not one for each unit. */
function byUnit(
  expression: Expression,
  { x, before, channels }: SequenceRows,
  { parameters }: LayerRecord,
  shape: readonly number[]
): Tensor | null {
  try {
    const value = noGradient(() =>
      zeros(shape).add(
        evaluate(expression, symbol =>
          symbol.role === 'channel'
            ? channels[symbol.name]
            : symbol.role === 'state'
              ? before[symbol.name]
              : symbol.role === 'input'
                ? x
                : parameterOf(parameters, symbol)!
        )
      )
    );
    return sameShape(value.shape, shape) ? value : null;
  } catch {
    // A product with a matrix of each sequence's own, say, of which a formula does not show the shapes.
    return null;
  }
}
