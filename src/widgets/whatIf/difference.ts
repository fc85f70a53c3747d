import type { Channel, LayerTrace, Trace } from '../../trace';
import { lastValue, rangeOf } from '../traceMap/seriesPanels';
import { extentOf } from '../marks/valueScale';

/** Smaller changes come from arithmetic in another order, not from what was changed. */
const NOISE = 1e-6;

export interface Difference {
  /** `after − before`, `[T, H]`. */
  readonly values: Float32Array;
  /** The first step that differs; null when none does. */
  readonly firstStep: number | null;
  /** Where it is largest. */
  readonly largest: {
    readonly step: number;
    readonly unit: number;
    readonly value: number;
  };
}

/** How a channel differs between two runs. */
export function difference(before: Channel, after: Channel): Difference {
  // A projected state has fewer units than its layer.
  const units = before.array.shape[1] ?? 1;
  const a = before.array.values;
  const b = after.array.values;
  const values = new Float32Array(b.length);
  let firstStep: number | null = null;
  let largest = { step: 0, unit: 0, value: 0 };
  for (let index = 0; index < b.length; index += 1) {
    const value = b[index] - a[index];
    values[index] = value;
    if (Math.abs(value) > NOISE) {
      firstStep ??= Math.floor(index / units);
    }
    if (Math.abs(value) > Math.abs(largest.value)) {
      largest = { step: Math.floor(index / units), unit: index % units, value };
    }
  }
  return { values, firstStep, largest };
}

/** The state that the rest of the network sees: the last of them. */
export function seenState(layer: LayerTrace): Channel {
  return (
    layer.channels.filter(({ role }) => role === 'state').at(-1) ??
    layer.channels[0]
  );
}

export type Verdict =
  | 'becomesRight'
  | 'becomesWrong'
  | 'staysRight'
  | 'staysWrong'
  | 'nearer'
  | 'farther'
  | null;

/**
 * What the change did to the answer, where there is one: a yes or no (an output from 0 to 1 whose
 * target is 0 or 1) is right or wrong; a number comes nearer to its target or goes away from it.
 */
export function verdict(before: Trace, after: Trace): Verdict {
  const output = before.outputs[0];
  const target = lastValue(before.targets?.[0]?.values.values ?? []);
  if (!output || Number.isNaN(target)) {
    return null;
  }
  const was = lastValue(output.values.values);
  const is = lastValue(after.outputs[0]?.values.values ?? []);
  if (Number.isNaN(was) || Number.isNaN(is)) {
    return null;
  }
  const range =
    output.range ?? rangeOf(extentOf([[was, is, target]]), output.unit);
  const yesOrNo =
    range[0] === 0 && range[1] === 1 && (target === 0 || target === 1);
  if (yesOrNo) {
    const right = (value: number): boolean => value >= 0.5 === (target === 1);
    return right(is)
      ? right(was)
        ? 'staysRight'
        : 'becomesRight'
      : right(was)
        ? 'becomesWrong'
        : 'staysWrong';
  }
  const change = Math.abs(is - target) - Math.abs(was - target);
  return Math.abs(change) <= NOISE ? null : change < 0 ? 'nearer' : 'farther';
}
