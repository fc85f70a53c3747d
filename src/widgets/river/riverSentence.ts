import type { Trace } from '../../trace';
import { html, type Content } from '../base/dom';
import {
  formatChange,
  formatFixed,
  formatPercent,
  formatSigned
} from '../../scene/words/format';
import { hueOf, hueOfLetter, letter } from '../base/hue';
import { stepWords } from '../../scene/words/stepWords';
import type { Translate } from '../../scene/words/translate';
import { halfLife } from '../../views/river/riverShares';
import { isHeld, type RiverPlace } from '../../views/river/riverWords';
import type { Felt } from '../whatIf/felt';

/** The arithmetic of a step: what it keeps, what it writes, and what comes of it. */
export function arithmeticWords(
  { trace, layer, river, step }: RiverPlace,
  translate: Translate
): Content {
  const at = river.placeOf(step);
  const { state, terms } = river.carry;
  const channel = layer.channels.find(({ name }) => name === state);
  const stateLetter = letter(state, channel ? hueOf(channel) : undefined);
  const lead = html('b', {}, `${stepWords(trace.time, step, translate)}:`);
  const total = html('b', {}, formatFixed(river.total[at]));
  if (river.padding[at]) {
    return [
      lead,
      translate(' padding writes nothing and keeps all: '),
      stateLetter,
      ' = ',
      total,
      '.'
    ];
  }
  if (isHeld(river, at)) {
    return [lead, ' ', stateLetter, translate(' is held at '), total, '.'];
  }
  if (river.anew) {
    return [
      lead,
      ' ',
      stateLetter,
      ' = ',
      total,
      translate(', written from scratch.')
    ];
  }
  const before = at > 0 ? river.total[at - 1] : river.amountsAt(0)[0];
  const half = halfLife(river);
  return [
    lead,
    ' ',
    letter(terms.keep, hueOfLetter(terms.keep)),
    river.unit === 'mean'
      ? translate(' keeps %1 on average', formatPercent(river.keep[at]))
      : translate(
          ' keeps %1 of %2',
          formatPercent(river.keep[at]),
          formatFixed(before)
        ),
    translate(' and the %step writes %1: ', formatSigned(river.written[at])),
    stateLetter,
    ' = ',
    total,
    '.',
    river.held[at] > 0
      ? translate(' Of %1 of %2 units it is held.', river.held[at], river.units)
      : '',
    half === null
      ? ''
      : translate(
          ' Half of what is written is gone after %1 %steps.',
          formatFixed(half, 1)
        )
  ];
}

/** How far a change is felt. */
export function feltWords(
  found: Felt | null,
  trace: Trace,
  state: string,
  translate: Translate
): string {
  if (!found) {
    return translate('The change is not felt in %1.', state);
  }
  const { steps, most } = found;
  const where = stepWords(trace.time, most.step, translate);
  const by = `${most.value > 0 ? '+' : ''}${formatChange(most.value)}`;
  return steps === 1
    ? translate(
        'Felt in %1 for one %step: unit %2 at %3, %4.',
        state,
        most.unit,
        where,
        by
      )
    : translate(
        'Felt in %1 for %2 %steps, down to 1 % of the most: unit %3 at %4, %5.',
        state,
        steps,
        most.unit,
        where,
        by
      );
}
