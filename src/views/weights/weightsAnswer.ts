import type { GateParameter, LayerWeights } from '../../trace';
import { formatFactor, formatFixed } from '../../scene/words/format';
import { stepWords } from '../../scene/words/stepWords';
import type { Translate } from '../../scene/words/translate';
import { weightProductAt } from './products';
import { entryName, normsOf, type WeightPlace } from './weightPlaces';
import type { WeightsQuantity, ShownWeights } from './weightsChoices';
import { named, weightPlaceName, written } from './weightsWords';

/**
 * What the picture of weights answers, and its answer where the reader looks; '' where no number is there
 * to answer by.
 */
export function askedOf(
  { bundle, form, quantity, layer, translate }: ShownWeights,
  { unit }: Pick<WeightPlace, 'unit'>,
  step: number
): readonly [question: string, answer: string] {
  const { name } = layer;
  switch (form) {
    case 'map':
      return [
        quantity === 'weights'
          ? translate('Which weight of %1 is the largest?', name)
          : translate('Which weight of %1 changes the loss the most?', name),
        largestWords(layer, quantity, translate) ||
          spreadWords(layer, quantity, translate)
      ];
    case 'histogram':
      return [
        quantity === 'weights'
          ? translate('Which gate of %1 has the largest weights?', name)
          : translate(
              'By which weights of %1 does the loss change most?',
              name
            ),
        spreadWords(layer, quantity, translate)
      ];
    case 'epochs':
      return [
        quantity === 'weights'
          ? translate('Which weights of %1 changed most while training?', name)
          : translate(
              'Which derivatives of %1 changed most while training?',
              name
            ),
        changeWords(layer, quantity, translate)
      ];
    default:
      return [
        translate(
          'What brings the most into unit %1 of %2 at %3?',
          unit,
          name,
          stepWords(bundle.time ?? {}, step, translate)
        ),
        productWords(layer, unit, step, translate)
      ];
  }
}

/** Of several things the one whose number is the greatest; undefined where none has one. */
const greatest = <T>(
  things: readonly T[],
  size: (of: T) => number
): T | undefined =>
  things.reduce<T | undefined>(
    (most, each) =>
      Number.isFinite(size(each)) &&
      (most === undefined || size(each) > size(most))
        ? each
        : most,
    undefined
  );

/** The single weight, or derivative, of the largest size; undefined where none is known. */
export function largestWeight(
  { parameters }: LayerWeights,
  quantity: WeightsQuantity
): { readonly value: number; readonly place: WeightPlace } | undefined {
  const places = parameters.flatMap((each, parameter) => {
    const values = each[quantity]?.array?.values ?? [];
    let at = -1;
    for (let index = 0; index < values.length; index += 1) {
      const size = Math.abs(values[index]);
      if (size < Infinity && !(at >= 0 && size <= Math.abs(values[at]))) {
        at = index;
      }
    }
    const [, units] = each.shape;
    const place = { parameter, row: Math.floor(at / units), unit: at % units };
    return at < 0 ? [] : [{ value: values[at], place }];
  });
  return greatest(places, ({ value }) => Math.abs(value));
}

function largestWords(
  layer: LayerWeights,
  quantity: WeightsQuantity,
  translate: Translate
): string {
  const most = largestWeight(layer, quantity);
  return most
    ? `${weightPlaceName(layer, most.place, translate)}: ${written(most.value, quantity)}.`
    : '';
}

/** Which parameter's numbers are the largest, and which the smallest, whatever their number. */
function spreadWords(
  { parameters }: LayerWeights,
  quantity: WeightsQuantity,
  translate: Translate
): string {
  const size = (each: GateParameter): number => {
    const norm = each[quantity]?.norm ?? NaN;
    return norm / Math.sqrt(each.shape[0] * each.shape[1]);
  };
  const most = greatest(parameters, size);
  const least = greatest(parameters, each => -size(each));
  return most && least
    ? translate(
        'Those of %1: √ of their mean square is %2; those of %3 are the smallest, %4.',
        named(most.name, quantity),
        written(size(most), quantity),
        named(least.name, quantity),
        written(size(least), quantity)
      )
    : '';
}

/** Whose norm is farthest from where it began. */
function changeWords(
  { parameters }: LayerWeights,
  quantity: WeightsQuantity,
  translate: Translate
): string {
  const ends = parameters.flatMap(({ name, ...parameter }) => {
    const norms = Array.from(normsOf({ name, ...parameter }, quantity));
    const from = norms.findIndex(Number.isFinite);
    const to = norms.findLastIndex(Number.isFinite);
    return from < to ? [{ name, norms, from, to }] : [];
  });
  const most = greatest(ends, ({ norms, from, to }) =>
    Math.abs(norms[to] - norms[from])
  );
  return most
    ? translate(
        '‖%1‖: from %2 after epoch %3 to %4 after epoch %5.',
        named(most.name, quantity),
        written(most.norms[most.from], quantity),
        most.from + 1,
        written(most.norms[most.to], quantity),
        most.to + 1
      )
    : '';
}

/** The largest product that enters a unit at a step, in the sequence that was run. */
function productWords(
  layer: LayerWeights,
  unit: number,
  step: number,
  translate: Translate
): string {
  const products = layer.parameters.flatMap((parameter, index) =>
    Array.from({ length: parameter.shape[0] }, (_, row) => {
      const product = weightProductAt(
        layer,
        { parameter: index, row, unit },
        step
      );
      return product ? [{ parameter, row, product }] : [];
    }).flat()
  );
  const most = greatest(products, ({ product }) => Math.abs(product.own));
  return most
    ? translate(
        '%1, from %2: %3 × %4 = %5 in this sequence.',
        most.parameter.name,
        entryName(layer, most.parameter, most.row),
        formatFixed(
          most.parameter.weights.array?.values[
            most.row * most.parameter.shape[1] + unit
          ] ?? NaN,
          3
        ),
        formatFactor(most.product.enters, 3),
        formatFixed(most.product.own, 3)
      )
    : '';
}
