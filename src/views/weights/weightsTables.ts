import { letterHue, type GateParameter, type LayerWeights } from '../../trace';
import type { DataTable } from '../../scene/dataTable';
import { number, numbered, place, type Table } from '../../scene/table';
import { formatPercent } from '../../scene/words/format';
import { stepWords } from '../../scene/words/stepWords';
import { weightProductAt } from './products';
import { entryName, normsOf, type WeightPlace } from './weightPlaces';
import type { WeightsQuantity, ShownWeights } from './weightsChoices';
import { named, written } from './weightsWords';

/** The norms of each parameter: over the epochs, or of what enters each unit, which have no order. */
export const normTable = (shown: ShownWeights): Table =>
  shown.form === 'epochs' ? epochTable(shown) : unitTable(shown);

/** The column of a parameter. */
export const normColumn = (parameter: number): string => `norm${parameter}`;

const normColumns = (
  { layer, quantity }: ShownWeights,
  long: (name: string) => string,
  of: (parameter: GateParameter) => (row: number) => number
) =>
  numbered(
    'norm',
    layer.parameters.map(parameter => {
      const name = named(parameter.name, quantity);
      return number(name, of(parameter), {
        ...{ long: long(name), line: { group: quantity } },
        ink: letterHue(parameter.of),
        write: value => written(value, quantity)
      });
    })
  );

function epochTable(shown: ShownWeights): Table {
  const { bundle, layer, quantity, translate } = shown;
  const { epochs = 0 } = bundle;
  const nameOf = (epoch: number) => translate('epoch %1', epoch + 1);
  return {
    caption: translate('Weights of %1 by gate', layer.name),
    places: {
      ...{ count: epochs, unit: translate('epoch'), nameOf },
      labels: Array.from({ length: epochs }, (_, epoch) => String(epoch + 1))
    },
    columns: {
      epoch: place(translate('epoch'), at => at + 1),
      ...normColumns(
        shown,
        name => translate('the norm of %1', name),
        parameter => {
          const norms = normsOf(parameter, quantity);
          return epoch => norms[epoch] ?? NaN;
        }
      )
    }
  };
}

/** How large what enters each unit is, by parameter; NaN where the saved copy has no single numbers. */
export function unitTable(shown: ShownWeights): Table {
  const { layer, quantity, translate } = shown;
  return {
    caption: translate(
      'Norms of what enters each unit of %1, by its weights: one row a unit',
      layer.name
    ),
    places: {
      ...{ count: unitsOf(layer), unit: translate('unit'), unordered: true },
      nameOf: unit => translate('unit %1', unit)
    },
    columns: {
      unit: place(translate('unit'), unit => unit),
      ...normColumns(
        shown,
        name => translate('the norm of what enters a unit by %1', name),
        parameter => unit => unitNorm(parameter, quantity, unit)
      )
    }
  };
}

/** How many units the widest parameter of a layer has. */
const unitsOf = ({ parameters }: LayerWeights): number =>
  Math.max(0, ...parameters.map(({ shape }) => shape[1]));

/** How large what enters a unit by a parameter is; NaN where the saved copy has no single numbers. */
function unitNorm(
  parameter: GateParameter,
  quantity: WeightsQuantity,
  unit: number
): number {
  const [rows, width] = parameter.shape;
  const values = parameter[quantity]?.array?.values;
  if (!values || unit >= width) {
    return NaN;
  }
  let sum = 0;
  for (let at = unit; at < rows * width; at += width) {
    sum += values[at] ** 2;
  }
  return Math.sqrt(sum);
}

/** One parameter: a row for what enters, a column a unit. */
export function matrixTable(
  { layer, quantity, translate }: ShownWeights,
  place: WeightPlace
): DataTable {
  const parameter = layer.parameters[place.parameter];
  const [rows, units] = parameter.shape;
  const values = parameter[quantity]?.array?.values;
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

/** A row a parameter. */
export function weightsTable({
  layer: of,
  translate
}: ShownWeights): DataTable {
  const slopes = of.parameters.some(({ gradient }) => gradient);
  return {
    caption: translate('Weights of %1 by gate', of.name),
    columns: [
      translate('weights'),
      translate('rows'),
      translate('units'),
      translate('norm'),
      translate('not finite'),
      ...(slopes
        ? [translate('norm of dL/dw'), translate('not finite in dL/dw')]
        : [])
    ],
    rows: of.parameters.map(({ name, shape, weights, gradient }) => [
      name,
      ...shape,
      weights.norm,
      weights.notFinite,
      ...(slopes ? [gradient?.norm ?? NaN, gradient?.notFinite ?? 0] : [])
    ])
  };
}

/** A row each single weight, for CSV. */
export function weightsNumbers({
  layer: of,
  translate
}: ShownWeights): DataTable {
  return {
    caption: translate('Weights of %1 by gate', of.name),
    columns: [
      translate('weights'),
      translate('from'),
      translate('unit'),
      translate('weight'),
      'dL/dw'
    ],
    rows: of.parameters.flatMap(parameter => {
      const { name, shape, weights, gradient } = parameter;
      const [rows, units] = shape;
      return weights.array
        ? Array.from({ length: rows * units }, (_, at) => [
            name,
            parameter.part === 'bias'
              ? ''
              : entryName(of, parameter, Math.floor(at / units)),
            at % units,
            weights.array?.values[at] ?? NaN,
            gradient?.array?.values[at] ?? NaN
          ])
        : [];
    })
  };
}

/** Every product that enters the unit that is looked at, at a step. */
export function productsTable(
  { bundle: { batch, time }, layer, translate }: ShownWeights,
  place: WeightPlace,
  step: number
): DataTable {
  const [low, high] = (batch?.shares ?? [0, 1]).map(formatPercent);
  return {
    caption: translate(
      'Weights of unit %1 of %2 times what enters them at %3, over %4 sequences',
      place.unit,
      layer.name,
      stepWords(time ?? {}, step, translate),
      batch?.size ?? 0
    ),
    columns: [
      translate('weights'),
      translate('from'),
      translate('this sequence'),
      low,
      translate('median'),
      high
    ],
    rows: layer.parameters.flatMap((parameter, index) =>
      Array.from({ length: parameter.shape[0] }, (_, row) => {
        const found = weightProductAt(
          layer,
          { parameter: index, row, unit: place.unit },
          step
        );
        return found
          ? [
              [
                parameter.name,
                entryName(layer, parameter, row),
                found.own,
                found.low,
                found.median,
                found.high
              ]
            ]
          : [];
      }).flat()
    )
  };
}
