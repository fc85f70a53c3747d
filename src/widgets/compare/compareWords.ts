import { isPadding, meanAt } from '../../trace';
import type { Comparison } from '../../trace';
import type { ViewContext } from '../context';
import { html, type Content } from '../base/dom';
import { formatFixed, formatPercent } from '../../scene/words/format';
import { letter } from '../base/hue';
import { weekdayDate } from '../../scene/words/timeLabels';
import {
  changeAt,
  directionWord,
  rowsOfJob,
  type CompareRow
} from '../../views/compare/compareRows';

type Translate = ViewContext['translate'];

/** What the networks do at the cursor, next to each other: how far h moves, what is kept. */
export function differenceSentence(
  { traces, rows }: Comparison,
  all: readonly CompareRow[],
  step: number,
  translate: Translate
): Content {
  const words: (string | Node)[] = [
    html('b', {}, translate('At %step %1:', stepOf(traces, step))),
    ' '
  ];
  const opening = words.length;
  const add = (...more: (string | Node)[]): void =>
    void words.push(words.length > opening ? '; ' : '', ...more);
  const padded = traces.map(({ time }) => isPadding(time, step));
  const names = rows
    .filter((_, network) => padded[network])
    .map(({ name }) => name);
  if (names.length > 0) {
    add(translate('padding in %1', names.join(', ')));
  }
  if (names.length === traces.length) {
    return [...words, '.'];
  }
  for (const hidden of rowsOfJob(all, 'hidden')) {
    const moves = traces.flatMap((_, network) => {
      const channel = hidden.channels[network];
      const layer = hidden.layers[network];
      const change =
        channel && layer && !padded[network]
          ? changeAt(layer, channel, step)
          : NaN;
      return Number.isNaN(change)
        ? []
        : [`${formatFixed(change)} (${rows[network].name})`];
    });
    if (moves.length > 0) {
      add(
        ...rowLetters(hidden, translate),
        translate(' moves by %1 on average', moves.join(', '))
      );
    }
  }
  for (const keep of rowsOfJob(all, 'keep')) {
    keep.channels.forEach((channel, network) => {
      const mean = channel && !padded[network] ? meanAt(channel, step) : NaN;
      if (channel && !Number.isNaN(mean)) {
        add(
          letter(channel.name, keep.hue),
          ...directionWords(keep, translate),
          translate(' keeps %1 (%2)', formatPercent(mean), rows[network].name)
        );
      }
    });
  }
  // Of numbers that are none nothing is said.
  return words.length > opening ? [...words, '.'] : [];
}

/** `12, Mon 3 Jan`: the step and, where all runs are of the same days or words, its label. */
function stepOf(traces: Comparison['traces'], step: number): string {
  const [label, ...others] = traces.map(({ time }) => time.labels?.[step]);
  return label !== undefined &&
    label !== '' &&
    others.every(each => each === label)
    ? `${step}, ${weekdayDate(label)}`
    : String(step);
}

/** `h`, or `s / h` where the networks have other letters for it. */
function rowLetters(row: CompareRow, translate: Translate): (string | Node)[] {
  const { letters, hue } = row;
  return [
    ...letters.flatMap((name, index) =>
      index === 0 ? [letter(name, hue)] : [' / ', letter(name, hue)]
    ),
    ...directionWords(row, translate)
  ];
}

/** The direction of a row behind its letter, where there are rows of both. */
export const directionWords = (
  { direction }: CompareRow,
  translate: Translate
): string[] =>
  direction === undefined ? [] : [' ', directionWord(direction, translate)];
