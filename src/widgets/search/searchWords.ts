import type { Search, SearchRow } from '../../trace';
import { formatInteger, formatNumber } from '../base/format';
import type { DataTable } from '../base/table';
import type { Translate } from '../context';
import { bestFirst, leadOfBest, spreadOf } from '../marks/bestFirst';

/** `mean error 412.3 births`: a score with what it is of. */
export function scoreText({ metric }: Search, value: number): string {
  return `${formatNumber(value)}${metric.unit ? ` ${metric.unit}` : ''}`;
}

/** What one combination of settings scored. */
export function rowSentence(
  search: Search,
  row: SearchRow,
  translate: Translate
): string {
  const settings = search.parameters
    .map((name, at) => `${name} ${row.values[at]}`)
    .join(', ');
  const spread = spreadOf(row);
  return [
    translate(
      'Rank %1 of %2: %3.',
      formatInteger(row.rank),
      formatInteger(search.rows.length),
      settings
    ),
    spread === null
      ? translate('Score %1.', scoreText(search, row.mean))
      : translate(
          'Mean of %1 scores %2, spread %3.',
          formatInteger(row.scores.values.length),
          scoreText(search, row.mean),
          formatNumber(spread)
        ),
    ...(row.fresh === undefined
      ? []
      : [translate('On fresh data %1.', scoreText(search, row.fresh))])
  ].join(' ');
}

/** What the best one leads by, and what of that is left on fresh data. */
export function leadSentence(search: Search, translate: Translate): string {
  const { chosen, fresh } = leadOfBest(search);
  const lead = translate(
    'Where it was chosen, the best leads the mean of all by %1.',
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

export function searchTable(search: Search, translate: Translate): DataTable {
  const rows = bestFirst(search);
  const hasFresh = rows.some(({ fresh }) => fresh !== undefined);
  const scores = rows[0].scores.values.length;
  return {
    caption: search.title ?? translate('Search'),
    columns: [
      translate('rank'),
      ...search.parameters,
      translate('mean'),
      translate('spread'),
      ...Array.from({ length: scores }, (_, at) =>
        translate('score %1', at + 1)
      ),
      ...(hasFresh ? [translate('fresh')] : [])
    ],
    rows: rows.map(row => [
      row.rank,
      ...row.values,
      row.mean,
      spreadOf(row) ?? '',
      ...Array.from(row.scores.values),
      ...(hasFresh ? [row.fresh ?? ''] : [])
    ])
  };
}
