import type { Translate } from '../context';
import type { ShownLines } from '../describe/line';
import { normsOf } from './norms';
import type { WeightsChoice } from './weightsChoice';
import { named, unitNorm, unitsOf, type WeightsPlace } from './weightsTables';
import { written } from './weightsWords';

/**
 * The norms of each parameter as lines that can be described: over the epochs, or, of what enters each
 * unit, over the units, which have no order.
 */
export function weightsLines(
  { layer, quantity, place, form }: WeightsPlace & Pick<WeightsChoice, 'form'>,
  translate: Translate
): ShownLines {
  const isOfEpochs = form === 'epochs';
  const units = unitsOf(layer);
  return {
    time: isOfEpochs
      ? {
          unit: translate('epoch'),
          nameOf: epoch => translate('epoch %1', epoch + 1)
        }
      : {
          unit: translate('unit'),
          nameOf: unit => translate('unit %1', unit),
          unordered: true
        },
    lines: layer.parameters.map(parameter => ({
      name: isOfEpochs
        ? translate('the norm of %1', named(parameter.name, quantity))
        : translate(
            'the norm of what enters a unit by %1',
            named(parameter.name, quantity)
          ),
      group: quantity,
      values: isOfEpochs
        ? normsOf(parameter, quantity)
        : Float64Array.from({ length: units }, (_, unit) =>
            unitNorm(parameter, quantity, unit)
          ),
      write: value => written(value, quantity),
      place: { channel: parameter.of }
    })),
    here: place.parameter,
    ...(isOfEpochs ? {} : { goTo: unit => ({ unit }) }),
    of: [layer, quantity, isOfEpochs]
  };
}
