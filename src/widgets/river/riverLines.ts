import { formatFixed, formatNumber } from '../../scene/words/format';
import type { Translate } from '../../scene/words/translate';
import type { Line, ShownLines } from '../describe/line';
import type { RiverPlace } from './riverWords';

/** The carried state of the river, and what each step keeps of it and writes, as lines. */
export function riverLines(
  { river, trace, layer }: RiverPlace,
  translate: Translate
): ShownLines {
  const { carry, unit, units, steps, placeOf, padding, held, anew } = river;
  const { letters, state } = carry;
  const inOrder = (values: ArrayLike<number>): Float64Array =>
    Float64Array.from({ length: steps }, (_, step) => {
      const place = placeOf(step);
      return padding[place] ? NaN : values[place];
    });
  const line = (
    name: string,
    values: ArrayLike<number>,
    more: Pick<Line, 'write' | 'bounds'>
  ): Line => ({
    name,
    group: name,
    values: inOrder(values),
    ...more,
    place: {
      layer: layer.name,
      ...(unit === 'mean' ? {} : { unit })
    }
  });
  const of =
    unit === 'mean'
      ? translate('the mean of all units')
      : translate('unit %1', unit);
  return {
    time: trace.time,
    lines: [
      line(translate('the state %1 of %2', state, of), river.total, {
        write: formatNumber
      }),
      ...(anew
        ? []
        : [
            line(
              translate('what %1 keeps (%2)', of, letters.keep),
              river.keep.map((keep, place) =>
                held[place] === units ? NaN : keep
              ),
              { write: value => formatFixed(value), bounds: [0, 1] }
            ),
            line(
              translate('what %1 writes (%2)', of, letters.write),
              river.written.map((written, place) =>
                held[place] === units ? NaN : written
              ),
              { write: formatNumber }
            )
          ])
    ],
    here: 0,
    of: [river]
  };
}
