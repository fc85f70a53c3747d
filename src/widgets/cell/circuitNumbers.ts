import type { Expression } from '../../trace';
import { formatFixed } from '../../scene/words/format';
import type { LayerValues } from '../../views/equations/layerValues';
import type { WayBack } from '../equations/wayBack';
import type { RunPlace } from '../run/runFocus';
import { isInput } from './cellWords';
import type { CircuitNumbers } from './drawWire';

/** The numbers of a step as it was computed: one is as wide as a wire gets. */
export function numbersOn(
  values: LayerValues,
  { step, unit }: RunPlace
): CircuitNumbers {
  const value = (expression: Expression): number | null =>
    values.value(expression, step, unit);
  return { value, computed: value, widest: 1, write: formatFixed };
}

export interface BackNumbers extends CircuitNumbers {
  /** All numbers stand in units of this power of ten. */
  readonly power: number;
}

/**
 * The numbers of the way back through the same circuit. Gradients have no scale of their own: the
 * largest of the step is as wide as a wire gets, and gives all of them their power of ten.
 */
export function numbersBack(
  back: WayBack,
  values: LayerValues,
  { step, unit }: RunPlace,
  carried: readonly Expression[]
): BackNumbers {
  const value = (expression: Expression): number | null =>
    back.value(expression, step, unit);
  const size = (numbers: readonly (number | null)[]): number =>
    Math.max(
      ...numbers.map(each => Math.abs(each ?? 0)).filter(Number.isFinite),
      0
    );
  const widest = size(carried.filter(each => !isInput(each)).map(value)) || 1;
  // The wire of x has no width, but its numbers are written like all others.
  const largest = Math.max(widest, size(back.input(step) ?? []));
  // From 0.1 to below 100 two decimals say enough as they are.
  const near = largest >= 0.1 && largest < 100;
  const power = near ? 0 : Math.floor(Math.log10(largest));
  return {
    value,
    computed: expression => values.value(expression, step, unit),
    widest,
    power,
    write: number => formatFixed(number / 10 ** power)
  };
}
