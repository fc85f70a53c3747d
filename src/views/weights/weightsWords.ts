import type { GateParameter, LayerWeights, Weights } from '../../trace';
import { unitsWords } from '../../scene/words/counts';
import {
  formatFixed,
  formatInteger,
  formatNumber,
  formatPercent,
  formatPower
} from '../../scene/words/format';
import { stepWords } from '../../scene/words/stepWords';
import type { Translate } from '../../scene/words/translate';
import { weightProductAt } from './products';
import {
  brokenFrom,
  entryName,
  firstBroken,
  normsOf,
  type WeightPlace
} from './weightPlaces';
import type { WeightsQuantity, ShownWeights } from './weightsChoices';

export const weightsMeta = ({
  bundle: { title, loss, layers },
  layer,
  translate
}: ShownWeights): string =>
  [
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

/** How to read the picture, in one line. */
export function weightsReading({
  bundle: { batch },
  form,
  quantity,
  translate
}: ShownWeights): string {
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
  return translate(
    'a row is a unit, a column what enters it; purple above zero, orange below, a cross is no number.'
  );
}

/** The weights of a letter, or the derivatives by them. */
export const named = (name: string, quantity: WeightsQuantity): string =>
  quantity === 'weights' ? name : `dL/d${name}`;

/** Gradients are small: they are written as powers of ten. */
export function written(
  value: number | undefined,
  quantity: WeightsQuantity
): string {
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
export function weightPlaceName(
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
function weightSentence(
  of: LayerWeights,
  { parameter: index, row, unit }: WeightPlace,
  translate: Translate
): string {
  const parameter = of.parameters[index];
  const [, units] = parameter.shape;
  const at = row * units + unit;
  const value = parameter.weights.array?.values[at];
  const slope = parameter.gradient?.array?.values[at];
  const where = weightPlaceName(of, { parameter: index, row, unit }, translate);
  const numbers = [
    ...(value === undefined ? [] : [number(value, 'weights')]),
    ...(slope === undefined ? [] : [`dL/dw = ${number(slope, 'gradient')}`])
  ].join('; ');
  return `${where}${numbers === '' ? '' : `: ${numbers}`}. ${normWords(parameter, translate)}`;
}

/** NaN is a number to be read here, not an absence. */
function number(value: number, quantity: WeightsQuantity): string {
  return Number.isNaN(value) ? 'NaN' : written(value, quantity);
}

/** The norms at an epoch. */
function epochSentence(
  of: LayerWeights,
  quantity: WeightsQuantity,
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
      parameters.some(each => (each[quantity]?.notFinite ?? 0) > 0)
    );
    const parameter = layer?.parameters.find(
      each => (each[quantity]?.notFinite ?? 0) > 0
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
          named(first.parameter.name, first.quantity),
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
  quantity: WeightsQuantity,
  isNamed: boolean,
  translate: Translate
): string {
  const numbers = parameter[quantity];
  const [rows, units] = parameter.shape;
  const values = numbers?.array?.values;
  const first = values ? firstBroken(parameter, values) : null;
  const name = `${named(parameter.name, quantity)}${isNamed ? ` (${layer.name})` : ''}`;
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

/** That the saved copy has no single numbers to draw. */
export const weightsNotice = ({
  form,
  layer,
  quantity,
  translate
}: ShownWeights): string =>
  form === 'map' && layer.parameters.some(each => !each[quantity]?.array)
    ? translate(
        'Single numbers are not in this copy; norms and histograms are.'
      )
    : '';

/** What is said of the weight, or the epoch, that is looked at. */
export function weightPlaceWords(
  shown: ShownWeights,
  place: WeightPlace,
  step: number
): string {
  const { layer, form, quantity, translate } = shown;
  switch (form) {
    case 'epochs':
      return epochSentence(layer, quantity, step, translate);
    case 'sequences':
      return productSentence(shown, place, step);
    default:
      return weightSentence(layer, place, translate);
  }
}

/**
 * One product at a step: `step 3, U_f, from h 3 to unit 5: −0.214 × 0.500 = −0.107; over 20 sequences: 10 % −0.2, median
 * −0.1, 90 % 0.3`.
 */
function productSentence(
  { bundle: { batch, time }, layer, translate }: ShownWeights,
  place: WeightPlace,
  step: number
): string {
  const { name, weights, shape } = layer.parameters[place.parameter];
  const product = weightProductAt(layer, place, step);
  const when = stepWords(time ?? {}, step, translate);
  if (!product || !batch?.shares) {
    return translate(
      '%1: %2 multiplies nothing that differs between sequences.',
      when,
      name
    );
  }
  const weight =
    weights.array?.values[place.row * shape[1] + place.unit] ?? NaN;
  const [low, high] = batch.shares.map(formatPercent);
  return translate(
    '%1, %2, from %3 to unit %4: %5 × %6 = %7; over %8 sequences: %9.',
    when,
    name,
    entryName(layer, layer.parameters[place.parameter], place.row),
    place.unit,
    formatFixed(weight, 3),
    formatFixed(product.enters, 3),
    formatFixed(product.own, 3),
    batch.size,
    [
      `${low} ${formatFixed(product.low, 3)}`,
      `${translate('median')} ${formatFixed(product.median, 3)}`,
      `${high} ${formatFixed(product.high, 3)}`
    ].join(', ')
  );
}
