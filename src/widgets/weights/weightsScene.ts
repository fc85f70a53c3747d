import type { GateParameter, LayerWeights, Weights } from '../../trace';
import type { Translate } from '../../scene/words/translate';
import type { Theme } from '../base/theme';
import type { WeightsChoice } from './weightsChoice';

/** One weight: what enters at a column of a parameter goes to a unit. */
export interface WeightPlace {
  /** Index among the layer's parameters. */
  readonly parameter: number;
  /** The row of its matrix: which input, which unit of the state before. */
  readonly row: number;
  readonly unit: number;
}

/** What a picture of weights is drawn from. */
export interface WeightsScene extends WeightsChoice {
  readonly bundle: Weights;
  readonly of: LayerWeights;
  readonly width: number;
  readonly narrow: boolean;
  readonly measure: (text: string) => number;
  readonly translate: Translate;
}

/** A picture of weights in one of the forms. */
export interface WeightsPicture {
  readonly element: HTMLElement;
  /** What the reader must know of the drawing. */
  readonly notice?: string;
  /** Moves what follows the cursor. */
  show(place: WeightPlace, step: number): void;
  paint?(theme: Theme): void;
  /** The weight at a place of the element. */
  placeAt?(x: number, y: number): WeightPlace | null;
  /** The epoch at a place of the element. */
  stepAt?(x: number): number | null;
}

/** The parameters of one equation. */
export interface GateGroup {
  /** The channel. */
  readonly of: string;
  /** Indices among the layer's parameters. */
  readonly parameters: readonly number[];
}

/** The gates in the order of their equations. */
export function gateGroups({ parameters }: LayerWeights): GateGroup[] {
  const names = [...new Set(parameters.map(({ of }) => of))];
  return names.map(of => ({
    of,
    parameters: parameters.flatMap((each, index) =>
      each.of === of ? [index] : []
    )
  }));
}

/** A column of parameters that do the same in their equations: all W, all U, all b. */
export interface Slot {
  readonly part: GateParameter['part'];
  /** The letter that they share: `W`. */
  readonly letter: string;
  /** Index of the parameter of each gate, in the order of the gates; undefined where it has none. */
  readonly parameters: readonly (number | undefined)[];
  /** How many weights enter a unit: the rows of their matrices. */
  readonly size: number;
}

const parts = ['kernel', 'recurrent', 'bias', 'other'] as const;

/** What enters, from the left: W x, U h, b (and b_h, where a gate has two). */
export function slotsOf(
  { parameters }: LayerWeights,
  groups: readonly GateGroup[]
): Slot[] {
  return parts.flatMap(part => {
    const lists = groups.map(group =>
      group.parameters.filter(index => parameters[index].part === part)
    );
    const count = Math.max(0, ...lists.map(({ length }) => length));
    return Array.from({ length: count }, (_, nth) => {
      const own = lists.map(list => list[nth] as number | undefined);
      const all = own.flatMap(index =>
        index === undefined ? [] : [parameters[index]]
      );
      const [{ name }] = all;
      return {
        part,
        letter: /^b_h./.test(name) ? 'b_h' : name.split('_')[0],
        parameters: own,
        size: Math.max(...all.map(({ shape }) => shape[0]))
      };
    });
  });
}

/** What a row of a parameter's matrix is: a feature of the input, a unit of the state before. */
export function entryName(
  { inputs }: LayerWeights,
  { part }: Pick<GateParameter, 'part'>,
  row: number
): string {
  switch (part) {
    case 'kernel':
      return inputs?.[row] ?? `x ${row}`;
    case 'recurrent':
      return `h ${row}`;
    default:
      return String(row);
  }
}

/** The weight nearest to a place, also after another layer was chosen. */
export function placeIn(
  { parameters }: LayerWeights,
  { parameter, row, unit }: WeightPlace
): WeightPlace {
  const index = Math.max(0, Math.min(parameters.length - 1, parameter));
  const [rows = 1, units = 1] = parameters[index]?.shape ?? [];
  return {
    parameter: index,
    row: Math.max(0, Math.min(rows - 1, row)),
    unit: Math.max(0, Math.min(units - 1, unit))
  };
}

/** The first number of a parameter that is none; null where all are finite. */
export function firstBroken(
  { shape: [, units] }: GateParameter,
  values: ArrayLike<number>
): { readonly row: number; readonly unit: number } | null {
  for (let at = 0; at < values.length; at++) {
    if (!Number.isFinite(values[at])) {
      return { row: Math.floor(at / units), unit: at % units };
    }
  }
  return null;
}
