import type { Search } from '../../trace';
import { down } from '../../scene/layoutDown';
import { formatInteger } from '../../scene/words/format';
import type { Translate } from '../../scene/words/translate';
import { bestFirst, hasMean, spreadOf } from './bestFirst';
import { dots, ruleAt, ticks } from '../../scene/scene';
import { note, numbered, place, type Column } from '../../scene/table';
import { defineView } from '../../scene/view';
import {
  leadSentence,
  noNumberWords,
  rowSentence,
  searchSentences,
  settingsOf
} from './searchWords';

/** More rows are in the table alone. */
const MOST_ROWS = 60;

const shown = (search: Search) => bestFirst(search).slice(0, MOST_ROWS);

/** Which settings were tried, the best first, and how far the scores of each are apart. */
export const searchView = defineView<'search'>()({
  name: 'search',
  kind: 'search',
  title: translate => translate('Search'),
  table({ bundle: search, translate }) {
    const rows = bestFirst(search);
    const [noMean, noNumber] = noNumberWords(translate);
    const hasFresh = rows.some(({ fresh }) => fresh !== undefined);
    const scores = rows[0]?.scores.values.length ?? 0;
    return {
      caption: search.title ?? translate('Search'),
      places: {
        count: rows.length,
        nameOf: row => rowSentence(search, rows[row], translate)
      },
      columns: {
        rank: place(translate('rank'), row => rows[row].rank),
        ...numbered(
          'setting',
          search.parameters.map((name, at) =>
            note(name, row => rows[row].values[at])
          )
        ),
        mean: note(translate('mean'), row =>
          hasMean(rows[row]) ? rows[row].mean : noMean
        ),
        spread: note(translate('spread'), row => spreadOf(rows[row]) ?? ''),
        ...numbered(
          'score',
          Array.from({ length: scores }, (_, at) =>
            note(translate('score %1', at + 1), row => {
              const score = rows[row].scores.values[at];
              return Number.isFinite(score) ? score : noNumber;
            })
          )
        ),
        ...(hasFresh && {
          fresh: note(translate('fresh'), row => rows[row].fresh ?? '')
        })
      } as Readonly<Record<string, Column>>
    };
  },
  scene({ bundle: search, translate }, { columns: named }) {
    const { metric, baseline } = search;
    const rows = bestFirst(search);
    // Scores beside those that are none say little, and may be far off the axis.
    const where = (row: number): boolean => hasMean(rows[row]);
    const of = (kind: string) =>
      Object.keys(named).filter(id => id.startsWith(kind));
    return {
      layout: down,
      most: MOST_ROWS,
      beside: ['rank', ...of('setting')],
      panels: [
        {
          id: 'scores',
          value: {
            name: metric.unit ? `${metric.name}, ${metric.unit}` : metric.name
          },
          marks: [
            ...(baseline
              ? [
                  ruleAt(baseline.value, {
                    name: 'baseline',
                    words: baseline.name
                  })
                ]
              : []),
            ...of('score').map(id =>
              dots(id, { name: 'score', ink: 'second', hollow: true, where })
            ),
            ticks('mean', { name: 'mean', where }),
            ...of('fresh').map(id =>
              dots(id, {
                name: 'fresh',
                ink: 'brand',
                shape: 'diamond',
                r: 5.5,
                where
              })
            ),
            {
              kind: 'words',
              words: noNumberWords(translate),
              where: row => !where(row)
            }
          ]
        }
      ],
      overlay: { lit: true }
    };
  },
  words: {
    meta: ({ bundle: { title, rows }, translate }) =>
      [
        ...(title ? [title] : []),
        rows.length === 1
          ? translate('1 combination')
          : translate('%1 combinations', formatInteger(rows.length))
      ].join(' · '),
    reading: ({ bundle: { rows }, translate }) =>
      rows.some(({ fresh }) => fresh !== undefined)
        ? translate(
            'a row is one combination of settings, the best first. Dots are its scores, the line is their mean; the diamond is its score on data by which nothing was chosen.'
          )
        : translate(
            'a row is one combination of settings, the best first. Dots are its scores, the line is their mean.'
          ),
    notice: ({ bundle, translate }) => notices(bundle, translate).join(' '),
    question: ({ translate }) => translate('Which settings are the best?'),
    answer({ bundle, translate }) {
      const [best] = bestFirst(bundle);
      const lead = leadSentence(bundle, translate);
      return {
        row: 0,
        sentence:
          best && hasMean(best) ? `${settingsOf(bundle, best)}. ${lead}` : lead
      };
    },
    changed: ({ bundle, translate }, row) =>
      rowSentence(bundle, shown(bundle)[row], translate),
    spoken: ({ bundle, translate }, row) =>
      rowSentence(bundle, shown(bundle)[row], translate),
    sentences: ({ bundle, translate }) =>
      searchSentences(bundle, shown(bundle), translate)
  }
});

/** What of the search is not drawn. */
function notices({ rows }: Search, translate: Translate): readonly string[] {
  const failed = rows.filter(row => !hasMean(row)).length;
  return [
    ...(failed === 0
      ? []
      : [
          failed === 1
            ? translate(
                '1 combination did not give a number: its training diverged, or its score is not a number. It is ranked last.'
              )
            : translate(
                '%1 combinations did not give a number: their trainings diverged, or their scores are not numbers. They are ranked last.',
                formatInteger(failed)
              )
        ]),
    ...(rows.length > MOST_ROWS
      ? [
          translate(
            'The best %1 of %2 are drawn; all are in the table.',
            formatInteger(MOST_ROWS),
            formatInteger(rows.length)
          )
        ]
      : [])
  ];
}
