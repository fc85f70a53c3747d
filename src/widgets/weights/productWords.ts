import type { Weights } from '../../trace';
import type { Translate } from '../../scene/words/translate';
import { formatFixed, formatPercent } from '../../scene/words/format';
import { stepWords } from '../../scene/words/stepWords';
import type { DataTable } from '../../scene/dataTable';
import { productAt } from './products';
import { entryName } from './weightsScene';
import type { WeightsPlace } from './weightsTables';

/**
 * One product at a step: `step 3, U_f, from h 3 to unit 5: −0.214 × 0.500 = −0.107; over 20 sequences: 10 % −0.2, median
 * −0.1, 90 % 0.3`.
 */
export function productSentence(
  { batch, time }: Weights,
  { layer, place }: Omit<WeightsPlace, 'quantity'>,
  step: number,
  translate: Translate
): string {
  const { name, weights, shape } = layer.parameters[place.parameter];
  const product = productAt(layer, place, step);
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

/** Every product that enters the unit that is looked at, at a step. */
export function productsTable(
  { batch, time }: Weights,
  { layer, place }: Omit<WeightsPlace, 'quantity'>,
  step: number,
  translate: Translate
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
        const found = productAt(
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
