import type { Expression } from '../../trace';
import { formatFixed } from '../../scene/words/format';
import type { LayerValues, UnitChoice } from '../equations/layerValues';
import type { Backward } from '../equations/backward';
import type { SceneTheme } from '../../scene/theme';
import { isInput, type InputWords } from './cellWords';

/** The numbers of a circuit at a step. */
export interface CircuitNumbers {
  /** What a wire carries, or on the way back what comes back on it; null where it is not known. */
  value(expression: Expression): number | null;
  /** What a box computed. */
  computed(expression: Expression): number | null;
  /** The number whose wire is as wide as wires get. */
  readonly widest: number;
  write(value: number): string;
}

/** What stands on the wires of a circuit, and what of it is lit. */
export interface OnWires {
  readonly numbers: CircuitNumbers;
  /** x. */
  readonly input: InputWords;
  /** Every wire and part that carries one of these texts is lit. */
  readonly lit: ReadonlySet<string>;
  /** The way of the gradients: the same wires, from their ends to their starts. */
  readonly back: boolean;
  /** The scale of a bar in a box. */
  range(expression: Expression): readonly [number, number];
}

export interface CircuitPaper {
  readonly theme: SceneTheme;
  /** How wide words of 12 pixels are. */
  readonly measure: (words: string) => number;
  /** A narrow drawing has room for no number but those of what is lit. */
  readonly narrow: boolean;
  /** Whether wires are pointed at, which are thin. */
  readonly pointed: boolean;
}

interface UnitPlace {
  readonly step: number;
  readonly unit: UnitChoice;
}

/** The numbers of a step as it was computed: one is as wide as a wire gets. */
export function numbersOn(
  values: LayerValues,
  { step, unit }: UnitPlace
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
  back: Backward,
  values: LayerValues,
  { step, unit }: UnitPlace,
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
