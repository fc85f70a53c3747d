import type { Translate } from '../../scene/words/translate';
import { stepsWords } from '../../scene/words/counts';
import { formatFixed } from '../../scene/words/format';
import { spokenLabel } from '../../scene/words/timeLabels';
import { plural } from '../../trace';
import type { Fact, Jump, Outside, Trend } from './fact';
import type { LinePlaces } from './line';

/** A fact as a sentence, for the page and for the ear. */
export function factWords(
  fact: Fact,
  time: LinePlaces,
  translate: Translate
): string {
  const { line } = fact;
  const name = line.name;
  const at = (step: number): string => atStep(time, step, translate);
  const many = (count: number): string => placesWords(time, count, translate);
  switch (fact.kind) {
    case 'jump':
      return sentence(jumpWords(fact, name, { at, many }, translate));
    case 'trend':
      return sentence(trendWords(fact, name, at, translate));
    case 'extreme':
      return sentence(
        fact.side === 'highest'
          ? translate(
              '%1 is highest, %2, %3.',
              name,
              line.write(fact.value),
              at(fact.step)
            )
          : translate(
              '%1 is lowest, %2, %3.',
              name,
              line.write(fact.value),
              at(fact.step)
            )
      );
    case 'period':
      return sentence(
        translate(
          '%1 repeats itself every %2 (correlation %3).',
          name,
          many(fact.period),
          formatFixed(fact.correlation)
        )
      );
    case 'saturation': {
      const bound = line.write(fact.bound);
      const of = many(fact.of);
      return sentence(
        fact.side === 'highest'
          ? translate(
              '%1 is %2 or more on %3 of %4.',
              name,
              bound,
              fact.count,
              of
            )
          : translate(
              '%1 is %2 or less on %3 of %4.',
              name,
              bound,
              fact.count,
              of
            )
      );
    }
    case 'level': {
      const [least, greatest] = [
        line.write(fact.least),
        line.write(fact.greatest)
      ];
      return sentence(
        least === greatest
          ? translate('%1 stays at %2 all the time.', name, least)
          : translate(
              '%1 stays between %2 and %3 all the time.',
              name,
              least,
              greatest
            )
      );
    }
    case 'likeness':
      return sentence(
        fact.correlation > 0
          ? translate(
              '%1 and %2 rise and fall together (correlation %3).',
              name,
              fact.other.name,
              formatFixed(fact.correlation)
            )
          : translate(
              '%1 and %2 move against each other (correlation %3).',
              name,
              fact.other.name,
              formatFixed(fact.correlation)
            )
      );
    case 'outside':
      return sentence(outsideWords(fact, { at, many }, translate));
    case 'widest':
      return sentence(
        translate(
          'Over the sequences %1 differs most %2: %3 runs from %4 to %5.',
          name,
          at(fact.step),
          fact.band.name,
          line.write(fact.band.low[fact.step]),
          line.write(fact.band.high[fact.step])
        )
      );
    case 'parting':
      return sentence(
        translate(
          '%1 and %2 part %3: %4 and %5.',
          name,
          fact.other.name,
          at(fact.step),
          line.write(line.values[fact.step]),
          fact.other.write(fact.other.values[fact.step])
        )
      );
  }
}

/** Places and numbers of them, in words. */
interface PlaceWords {
  readonly at: (step: number) => string;
  readonly many: (count: number) => string;
}

function outsideWords(
  { line, band, count, of, step }: Outside,
  { at, many }: PlaceWords,
  translate: Translate
): string {
  return count === 0
    ? translate('%1 never leaves %2.', line.name, band.name)
    : translate(
        '%1 leaves %2 on %3 of %4, farthest %5: %6, where the band runs from %7 to %8.',
        line.name,
        band.name,
        count,
        many(of),
        at(step),
        line.write(line.values[step]),
        line.write(band.low[step]),
        line.write(band.high[step])
      );
}

function jumpWords(
  { line, before, step, from, to, lasts, toEnd }: Jump,
  name: string,
  { at, many }: PlaceWords,
  translate: Translate
): string {
  const [low, high] = [line.write(from), line.write(to)];
  if (low === high) {
    return translate('%1 hardly changes: it is %2 %3.', name, low, at(step));
  }
  const falls = to < from;
  const change =
    step - before > 1
      ? falls
        ? translate(
            '%1 falls from %2 %3 to %4 %5',
            name,
            low,
            at(before),
            high,
            at(step)
          )
        : translate(
            '%1 rises from %2 %3 to %4 %5',
            name,
            low,
            at(before),
            high,
            at(step)
          )
      : falls
        ? translate('%1 falls from %2 to %3 %4', name, low, high, at(step))
        : translate('%1 rises from %2 to %3 %4', name, low, high, at(step));
  if (toEnd) {
    return lasts === 1
      ? translate('%1, the last number there is.', change)
      : falls
        ? translate('%1 and stays low to the end.', change)
        : translate('%1 and stays high to the end.', change);
  }
  const steps = many(lasts);
  return falls
    ? translate('%1 and stays low for %2.', change, steps)
    : translate('%1 and stays high for %2.', change, steps);
}

function trendWords(
  { line, first, last, from, to, steady }: Trend,
  name: string,
  at: (step: number) => string,
  translate: Translate
): string {
  const places = [name, line.write(from), at(first), line.write(to), at(last)];
  return to > from
    ? steady
      ? translate('%1 rises steadily, from %2 %3 to %4 %5.', ...places)
      : translate(
          '%1 rises with ups and downs, from %2 %3 to %4 %5.',
          ...places
        )
    : steady
      ? translate('%1 falls steadily, from %2 %3 to %4 %5.', ...places)
      : translate(
          '%1 falls with ups and downs, from %2 %3 to %4 %5.',
          ...places
        );
}

/** `6 steps`, `6 epochs`. */
function placesWords(
  { unit }: LinePlaces,
  count: number,
  translate: Translate
): string {
  return unit === undefined
    ? stepsWords(count, translate)
    : `${count} ${count === 1 ? unit : plural(unit)}`;
}

/** `on 27 April (day 116)`, `at step 11 “not”`, `at step 11`, `at epoch 3`. */
function atStep(
  { labels, nameOf }: LinePlaces,
  step: number,
  translate: Translate
): string {
  if (nameOf) {
    return translate('at %1', nameOf(step));
  }
  const label = spokenLabel(labels?.[step]);
  return label === ''
    ? translate('at %step %1', step)
    : label.startsWith('“')
      ? translate('at %step %1 %2', step, label)
      : translate('on %1 (%step %2)', label, step);
}

const sentence = (words: string): string =>
  words.slice(0, 1).toUpperCase() + words.slice(1);
