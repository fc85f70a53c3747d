import type { GateParameter, LayerWeights } from '../../trace';
import type { WeightsQuantity } from './weightsChoices';

/** One weight: what enters at a column of a parameter goes to a unit. */
export interface WeightPlace {
  /** Index among the layer's parameters. */
  readonly parameter: number;
  /** The row of its matrix: which input, which unit of the state before. */
  readonly row: number;
  readonly unit: number;
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
  layer: LayerWeights,
  groups: readonly GateGroup[] = gateGroups(layer)
): Slot[] {
  const { parameters } = layer;
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

/** The norms of a parameter over the epochs; none where training kept none. */
export function normsOf(
  { norms, gradientNorms }: GateParameter,
  quantity: WeightsQuantity
): ArrayLike<number> {
  return (quantity === 'weights' ? norms : gradientNorms)?.values ?? [];
}

/**
 * The epoch (from 0) from which on a norm is infinite or NaN, to the last; null where the last one is
 * a number, or there is none.
 */
export function brokenFrom(norms: ArrayLike<number>): number | null {
  let from: number | null = null;
  let anyBefore = false;
  for (let epoch = 0; epoch < norms.length; epoch++) {
    const isNumber = Number.isFinite(norms[epoch]);
    // A training whose first epochs were not recorded has NaN there.
    const unknown = Number.isNaN(norms[epoch]) && !anyBefore;
    anyBefore ||= isNumber;
    from = isNumber ? null : (from ?? (unknown ? null : epoch));
  }
  return norms.length > 0 && !anyBefore ? (from ?? 0) : from;
}
