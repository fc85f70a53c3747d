import type { Search, SearchRow } from '../../trace';
import { formatInteger, formatNumber } from '../../scene/words/format';
import type { Translate } from '../../scene/words/translate';
import { hasMean, leadOfBest, spreadOf } from './bestFirst';

/** `mean error 412.3 births`: a score with what it is of. */
function scoreText({ metric }: Search, value: number): string {
  return `${formatNumber(value)}${metric.unit ? ` ${metric.unit}` : ''}`;
}

/** What stands instead of a number that a training did not give, in many words and in few. */
export const noNumberWords = (
  translate: Translate
): readonly [string, string] => [
  translate('did not give a number'),
  translate('no number')
];

/** `learningRate 0.03, units 2` */
export const settingsOf = ({ parameters }: Search, row: SearchRow): string =>
  parameters.map((name, at) => `${name} ${row.values[at]}`).join(', ');

/** What one combination of settings scored. */
export function rowSentence(
  search: Search,
  row: SearchRow,
  translate: Translate
): string {
  return [
    translate(
      'Rank %1 of %2: %3.',
      formatInteger(row.rank),
      formatInteger(search.rows.length),
      settingsOf(search, row)
    ),
    hasMean(row)
      ? meanSentence(search, row, translate)
      : failureSentence(row, translate),
    ...(row.fresh === undefined
      ? []
      : [translate('On fresh data %1.', scoreText(search, row.fresh))])
  ].join(' ');
}

function meanSentence(
  search: Search,
  row: SearchRow,
  translate: Translate
): string {
  const spread = spreadOf(row);
  return spread === null
    ? translate('Score %1.', scoreText(search, row.mean))
    : translate(
        'Mean of %1 scores %2, spread %3.',
        formatInteger(row.scores.values.length),
        scoreText(search, row.mean),
        formatNumber(spread)
      );
}

/** How many of a row's trainings have left it without a mean. */
function failureSentence(
  { scores: { values } }: SearchRow,
  translate: Translate
): string {
  return values.length < 2
    ? translate('Its training did not give a number.')
    : translate(
        '%1 of its %2 trainings did not give a number, so it has no mean.',
        formatInteger(
          values.length - Array.from(values).filter(Number.isFinite).length
        ),
        formatInteger(values.length)
      );
}

/** What the best one leads by, and what of that is left on fresh data. */
export function leadSentence(search: Search, translate: Translate): string {
  if (!search.rows.some(hasMean)) {
    return translate('None of these combinations gave a number.');
  }
  const { chosen, fresh } = leadOfBest(search);
  const lead = search.rows.every(hasMean)
    ? translate(
        'Where it was chosen, the best leads the mean of all by %1.',
        scoreText(search, chosen)
      )
    : translate(
        'Where it was chosen, the best leads the mean of all that gave a number by %1.',
        scoreText(search, chosen)
      );
  return fresh === null
    ? lead
    : `${lead} ${translate('On fresh data its lead is %1.', scoreText(search, fresh))}`;
}

/** What can be told of a search, one thing after the other: who leads, then each row. */
export const searchSentences = (
  search: Search,
  rows: Search['rows'],
  translate: Translate
): readonly string[] => [
  leadSentence(search, translate),
  ...rows.map(row => rowSentence(search, row, translate))
];
