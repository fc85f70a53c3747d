import type { GateParameter, LayerWeights, WeightNumbers } from '../../trace';
import type { Translate } from '../../scene/words/translate';
import type { DataTable } from '../../scene/dataTable';
import type { NamedTable } from '../base/tableBox';
import type { Quantity } from './weightsChoice';
import { entryName, type WeightPlace } from './weightsScene';

/** What the tables of the weights follow. */
export interface WeightsPlace {
  readonly layer: LayerWeights;
  readonly quantity: Quantity;
  readonly place: WeightPlace;
}

/** The other tables: one row a unit, every number of the matrix that is looked at, and over a batch each product. */
export function weightsTables(
  now: () => WeightsPlace,
  products: (() => DataTable) | undefined,
  translate: Translate
): readonly NamedTable[] {
  return [
    {
      label: translate('By unit'),
      make: () => unitNorms(now(), translate)
    },
    {
      label: translate('Every weight'),
      make: () => matrixTable(now(), translate)
    },
    ...(products
      ? [{ label: translate('Over the sequences'), make: products }]
      : [])
  ];
}

const numbersIn = (
  { weights, gradient }: GateParameter,
  quantity: Quantity
): WeightNumbers | undefined => (quantity === 'weights' ? weights : gradient);

export const named = (name: string, quantity: Quantity): string =>
  quantity === 'weights' ? name : `dL/d${name}`;

/** How many units the widest parameter of a layer has. */
export const unitsOf = ({ parameters }: LayerWeights): number =>
  Math.max(0, ...parameters.map(({ shape }) => shape[1]));

/** How large what enters a unit by a parameter is; NaN where the saved copy has no single numbers. */
export function unitNorm(
  parameter: GateParameter,
  quantity: Quantity,
  unit: number
): number {
  const [rows, width] = parameter.shape;
  const values = numbersIn(parameter, quantity)?.array?.values;
  if (!values || unit >= width) {
    return NaN;
  }
  let sum = 0;
  for (let at = unit; at < rows * width; at += width) {
    sum += values[at] ** 2;
  }
  return Math.sqrt(sum);
}

/** How large what enters each unit is, by parameter; NaN where the saved copy has no single numbers. */
function unitNorms(
  { layer, quantity }: WeightsPlace,
  translate: Translate
): DataTable {
  const units = unitsOf(layer);
  return {
    caption: translate(
      'Norms of what enters each unit of %1, by its weights: one row a unit',
      layer.name
    ),
    columns: [
      translate('unit'),
      ...layer.parameters.map(({ name }) => named(name, quantity))
    ],
    rows: Array.from({ length: units }, (_, unit) => [
      unit,
      ...layer.parameters.map(parameter => unitNorm(parameter, quantity, unit))
    ])
  };
}

/** One parameter: a row for what enters, a column a unit. */
function matrixTable(
  { layer, quantity, place }: WeightsPlace,
  translate: Translate
): DataTable {
  const parameter = layer.parameters[place.parameter];
  const [rows, units] = parameter.shape;
  const values = numbersIn(parameter, quantity)?.array?.values;
  return {
    caption: translate(
      '%1 of %2: one row for each number that enters',
      named(parameter.name, quantity),
      layer.name
    ),
    columns: [
      translate('from'),
      ...Array.from({ length: units }, (_, unit) => translate('unit %1', unit))
    ],
    rows: Array.from({ length: rows }, (_, row) => [
      entryName(layer, parameter, row),
      ...Array.from(
        { length: units },
        (_, unit) => values?.[row * units + unit] ?? NaN
      )
    ])
  };
}
