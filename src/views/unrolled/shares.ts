import { isPadding } from '../../trace';
import type { Carry, Trace } from '../../trace';
import { heldBy } from '../equations/held';
import type { LayerValues, UnitChoice } from '../equations/layerValues';

/** What one step wrote into the state, and what is left of it at the step in question. */
export interface Share {
  readonly step: number;
  readonly written: number;
  /** Written times the keep factor of every later step. */
  readonly left: number;
  /** The keep factor of this step itself. */
  readonly keep: number;
  /** How many of the units a clamp held here: of those, everything earlier is cut off. */
  readonly held: number;
  readonly padding: boolean;
}

/** A state taken apart: `initial.left` + Σ `left` + `remainder` is `total`. */
export interface Shares {
  readonly state: string;
  readonly unit: UnitChoice;
  /** How many units it is the mean of; 1 of a single one. */
  readonly units: number;
  readonly step: number;
  /** The recorded state. */
  readonly total: number;
  /** In the order of computation, up to the step in question. */
  readonly steps: readonly Share[];
  readonly initial: { readonly written: number; readonly left: number };
  /** What the equation does not explain; rounding of the saved numbers alone is below 1e-4. */
  readonly remainder: number;
}

/**
 * Takes the state of one unit at a step apart into what each step wrote,
 * s_T = Σ_t write_t · Π_{u>t} keep_u + s_0 · Π keep. For the mean of units, the mean of the shares.
 *
 * Padding keeps everything and writes nothing; a held state cuts off what came before. Returns
 * null when the trace does not hold the keep factors, and when the state is no finite number.
 */
export function takeApart(
  trace: Trace,
  values: LayerValues,
  carry: Carry,
  step: number,
  unit: UnitChoice
): Shares | null {
  const order = stepsUpTo(values, step);
  const units =
    unit === 'mean'
      ? Array.from({ length: values.units }, (_, index) => index)
      : [unit];
  const parts: Shares[] = [];
  for (const each of units) {
    const shares = takeUnitApart(trace, values, carry, order, each);
    if (!shares) {
      return null;
    }
    parts.push(shares);
  }
  return unit === 'mean' ? meanOf(parts) : parts[0];
}

/** The steps from the first that was computed to this one. */
function stepsUpTo(values: LayerValues, step: number): number[] {
  const order: number[] = [];
  for (let at = step; at >= 0 && at < values.steps; at = values.before(at)) {
    order.push(at);
  }
  return order.reverse();
}

/**
 * What one step kept of a unit's state and what it wrote; null where the trace does not hold the keep
 * factor, and where the state is no finite number. Padding keeps all; a held state keeps nothing.
 */
export function keptAndWritten(
  trace: Trace,
  values: LayerValues,
  carry: Carry,
  at: number,
  unit: number
): Pick<Share, 'keep' | 'written' | 'held' | 'padding'> | null {
  const padding = isPadding(trace.time, at);
  const held =
    heldBy(trace.clamps, values.layer, carry.state, at, unit) !== null;
  const recorded = values.channel(carry.state, at, unit);
  const keep = padding ? 1 : held ? 0 : values.value(carry.keep, at, unit);
  if (keep === null || recorded === null || !Number.isFinite(recorded)) {
    return null;
  }
  const written = padding
    ? 0
    : held
      ? recorded
      : (values.value(carry.write, at, unit) ??
        // A write that the trace cannot work out is what is not kept.
        recorded -
          keep * (values.channel(carry.state, values.before(at), unit) ?? 0));
  return { keep, written, held: Number(held && !padding), padding };
}

function takeUnitApart(
  trace: Trace,
  values: LayerValues,
  carry: Carry,
  order: readonly number[],
  unit: number
): Shares | null {
  const step = order[order.length - 1];
  const steps: Share[] = [];
  let later = 1;
  for (let index = order.length - 1; index >= 0; index--) {
    const at = order[index];
    const share = keptAndWritten(trace, values, carry, at, unit);
    if (!share) {
      return null;
    }
    steps.push({ step: at, ...share, left: share.written * later });
    later *= share.keep;
  }
  steps.reverse();
  const total = values.channel(carry.state, step, unit) ?? 0;
  const start = values.channel(carry.state, values.before(order[0]), unit) ?? 0;
  const initial = { written: start, left: start * later };
  const explained = steps.reduce((sum, share) => sum + share.left, 0);
  return {
    state: carry.state,
    unit,
    units: 1,
    step,
    total,
    steps,
    initial,
    remainder: total - explained - initial.left
  };
}

function meanOf(parts: readonly Shares[]): Shares {
  const mean = (pick: (part: Shares) => number): number =>
    parts.reduce((sum, part) => sum + pick(part), 0) / parts.length;
  const [first] = parts;
  return {
    state: first.state,
    unit: 'mean',
    units: parts.length,
    step: first.step,
    total: mean(part => part.total),
    remainder: mean(part => part.remainder),
    initial: {
      written: mean(part => part.initial.written),
      left: mean(part => part.initial.left)
    },
    steps: first.steps.map((share, index) => ({
      step: share.step,
      padding: share.padding,
      held: parts.reduce((sum, part) => sum + part.steps[index].held, 0),
      written: mean(part => part.steps[index].written),
      left: mean(part => part.steps[index].left),
      keep: mean(part => part.steps[index].keep)
    }))
  };
}
