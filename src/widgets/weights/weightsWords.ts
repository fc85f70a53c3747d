import type { GateParameter, LayerWeights, Weights } from '../../trace';
import type { Translate } from '../../scene/words/translate';
import { unitsWords } from '../../scene/words/counts';
import type { Content } from '../base/dom';
import {
  formatFixed,
  formatInteger,
  formatNumber,
  formatPercent,
  formatPower
} from '../../scene/words/format';
import { html } from '../base/dom';
import type { DataTable } from '../../scene/dataTable';
import { brokenFrom, normsOf } from './norms';
import { numbersOf, type Quantity, type WeightsChoice } from './weightsChoice';
import { entryName, firstBroken, type WeightPlace } from './weightsScene';

export function weightsMeta(
  { title, loss, layers }: Weights,
  layer: LayerWeights,
  translate: Translate
): string {
  return [
    layer.cellName,
    ...(layers.length > 1
      ? [
          layer.name,
          ...(layer.direction === 'backward' ? [translate('backward')] : [])
        ]
      : []),
    unitsWords(layer.units, translate),
    ...(loss ? [`${loss.name} ${formatNumber(loss.value)}`] : []),
    ...(title ? [title] : [])
  ].join(' · ');
}

/** How to read the picture, in one line. */
export function weightsReading(
  { form, quantity }: WeightsChoice,
  { batch }: Pick<Weights, 'batch'>,
  translate: Translate
): Content {
  if (form === 'sequences' && batch?.shares) {
    const [low, high] = batch.shares.map(formatPercent);
    return translate(
      'each column is a weight of one unit times what enters it at this %step: its band runs from %1 to %2 over %3 sequences, the line is the median, the dot sequence %4.',
      low,
      high,
      batch.size,
      batch.sequence + 1
    );
  }
  if (form === 'epochs') {
    return quantity === 'weights'
      ? translate(
          'the size of each gate’s weights after each epoch: √ of the sum of their squares.'
        )
      : translate(
          'the size of the loss’s derivatives by each gate’s weights after each epoch, over the same examples.'
        );
  }
  if (form === 'histogram') {
    return translate(
      'how many weights of a gate are of each size; zero is in the middle, gates below each other share an axis.'
    );
  }
  return [
    translate('a row is a unit, a column what enters it; '),
    html('span', { class: 'jp-gatescope-positive' }, translate('purple')),
    translate(' above zero, '),
    html('span', { class: 'jp-gatescope-negative' }, translate('orange')),
    translate(' below, a cross is no number.')
  ];
}

/** Gradients are small: they are written as powers of ten. */
export function written(value: number | undefined, quantity: Quantity): string {
  return value === undefined
    ? '–'
    : quantity === 'gradient'
      ? formatPower(value, 2)
      : formatFixed(value, 3);
}

/** What a parameter is, and how large. */
function normWords(
  { name, weights, gradient }: GateParameter,
  translate: Translate
): string {
  return [
    translate('‖%1‖ = %2', name, number(weights.norm, 'weights')),
    ...(gradient
      ? [translate('‖dL/d%1‖ = %2', name, number(gradient.norm, 'gradient'))]
      : [])
  ].join(', ');
}

/** `U_f, from h 3 to unit 5` */
export function placeName(
  of: LayerWeights,
  { parameter: index, row, unit }: WeightPlace,
  translate: Translate
): string {
  const parameter = of.parameters[index];
  return parameter.part === 'bias'
    ? translate('%1, unit %2', parameter.name, unit)
    : translate(
        '%1, from %2 to unit %3',
        parameter.name,
        entryName(of, parameter, row),
        unit
      );
}

/** The weight that is looked at: `U_f, from h 3 to unit 5: −0.214; dL/dw = 1.2 × 10⁻³`. */
export function weightSentence(
  of: LayerWeights,
  { parameter: index, row, unit }: WeightPlace,
  translate: Translate
): string {
  const parameter = of.parameters[index];
  const [, units] = parameter.shape;
  const at = row * units + unit;
  const value = parameter.weights.array?.values[at];
  const slope = parameter.gradient?.array?.values[at];
  const where = placeName(of, { parameter: index, row, unit }, translate);
  const numbers = [
    ...(value === undefined ? [] : [number(value, 'weights')]),
    ...(slope === undefined ? [] : [`dL/dw = ${number(slope, 'gradient')}`])
  ].join('; ');
  return `${where}${numbers === '' ? '' : `: ${numbers}`}. ${normWords(parameter, translate)}`;
}

/** NaN is a number to be read here, not an absence. */
function number(value: number, quantity: Quantity): string {
  return Number.isNaN(value) ? 'NaN' : written(value, quantity);
}

/** The norms at an epoch. */
export function epochSentence(
  of: LayerWeights,
  quantity: Quantity,
  epoch: number,
  translate: Translate
): string {
  const norms = of.parameters.map(parameter => {
    const value = normsOf(parameter, quantity)[epoch];
    return `${parameter.name} ${number(value, quantity)}`;
  });
  return translate('After epoch %1: %2', epoch + 1, norms.join(', '));
}

/** Where NaN or infinity begins: in the weights, in the derivatives, in which epoch. */
export function brokenWords(
  { layers, failure, epochs }: Weights,
  translate: Translate
): string {
  const sentences: string[] = [];
  for (const quantity of ['weights', 'gradient'] as const) {
    const layer = layers.find(({ parameters }) =>
      parameters.some(each => (numbersOf(each, quantity)?.notFinite ?? 0) > 0)
    );
    const parameter = layer?.parameters.find(
      each => (numbersOf(each, quantity)?.notFinite ?? 0) > 0
    );
    if (layer && parameter) {
      sentences.push(
        brokenSentence(layer, parameter, quantity, layers.length > 1, translate)
      );
    }
  }
  if (epochs) {
    const first = layers
      .flatMap(({ parameters }) =>
        parameters.flatMap(parameter =>
          (['weights', 'gradient'] as const).flatMap(quantity => {
            const from = brokenFrom(normsOf(parameter, quantity));
            return from === null ? [] : [{ from, parameter, quantity }];
          })
        )
      )
      .sort((one, other) => one.from - other.from)
      .at(0);
    if (first) {
      sentences.push(
        translate(
          'While training, %1 is not finite from epoch %2 on.',
          first.quantity === 'weights'
            ? first.parameter.name
            : `dL/d${first.parameter.name}`,
          first.from + 1
        )
      );
    }
  }
  return [...sentences, ...(failure === undefined ? [] : [failure])].join(' ');
}

function brokenSentence(
  layer: LayerWeights,
  parameter: GateParameter,
  quantity: Quantity,
  named: boolean,
  translate: Translate
): string {
  const numbers = numbersOf(parameter, quantity);
  const [rows, units] = parameter.shape;
  const values = numbers?.array?.values;
  const first = values ? firstBroken(parameter, values) : null;
  const name = `${quantity === 'weights' ? '' : 'dL/d'}${parameter.name}${named ? ` (${layer.name})` : ''}`;
  const share = translate(
    'NaN or infinity begins in %1: %2 of %3 are not finite',
    name,
    formatInteger(numbers?.notFinite ?? 0),
    formatInteger(rows * units)
  );
  return first
    ? translate(
        '%1, the first from %2 to unit %3.',
        share,
        entryName(layer, parameter, first.row),
        first.unit
      )
    : `${share}.`;
}

/** Several weights a pixel, or none in the saved copy. */
export function weightsNotice(
  { form, quantity }: WeightsChoice,
  of: LayerWeights,
  translate: Translate
): string {
  const missing =
    form === 'map' &&
    of.parameters.some(each => !numbersOf(each, quantity)?.array);
  return missing
    ? translate(
        'Single numbers are not in this copy; norms and histograms are.'
      )
    : '';
}

/** A row a parameter. */
export function weightsTable(
  of: LayerWeights,
  translate: Translate
): DataTable {
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
export function weightsNumbers(
  of: LayerWeights,
  translate: Translate
): DataTable {
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
