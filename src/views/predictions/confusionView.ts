import type { Predictions } from '../../trace';
import { down } from '../../scene/layoutDown';
import { mark, type Mark } from '../../scene/marks/mark';
import { map, type PlacedPanel } from '../../scene/scene';
import { note, number, numbered, type Column } from '../../scene/table';
import type { SceneTheme } from '../../scene/theme';
import { defineView } from '../../scene/view';
import { formatInteger, formatPercent } from '../../scene/words/format';
import {
  cellSentence,
  confusionSentence,
  confusionSentences,
  examplesOf
} from './confusionWords';
import {
  commonestMistake,
  confusionSums,
  contentOf,
  countAt,
  shareAt,
  type ConfusionContent
} from './measures';

const LARGEST = 64;

const of = (bundle: Predictions): ConfusionContent =>
  contentOf(bundle, 'confusion');
const classesOf = (bundle: Predictions) =>
  of(bundle).classes.map((label, value) => ({ value, label }));

/** Which class was taken for which: rows are the truth, columns the answers. */
export const confusionView = defineView<'predictions'>()({
  name: 'confusion',
  kind: 'predictions',
  title: translate => translate('Confusion'),
  choices: {
    truth: {
      options: classesOf,
      opens: bundle => commonestMistake(of(bundle))?.truth ?? 0,
      title: translate => translate('truth'),
      keys: ['nextUnit', 'previousUnit']
    },
    answer: {
      options: classesOf,
      opens: bundle => commonestMistake(of(bundle))?.answer ?? 0,
      title: translate => translate('answer'),
      keys: ['nextStep', 'previousStep', 'firstStep', 'lastStep']
    }
  },
  table({ bundle, translate }) {
    const content = of(bundle);
    const { classes } = content;
    return {
      caption: translate('Rows: truth; columns: answer'),
      places: {
        count: classes.length,
        nameOf: truth => classes[truth],
        unordered: true
      },
      columns: {
        truth: note(translate('truth'), truth => classes[truth]),
        ...numbered(
          'answer',
          classes.map((name, answer) =>
            number(name, truth => countAt(content, truth, answer))
          )
        ),
        found: note(
          translate('found'),
          truth => shareAt(content, truth, truth),
          { tabled: formatPercent }
        )
      } as Readonly<Record<string, Column>>
    };
  },
  scene({ bundle, chosen: { truth, answer }, translate }) {
    const content = of(bundle);
    const { classes } = content;
    const rows = classes.length;
    const shares = Float32Array.from({ length: rows * rows }, (_, at) =>
      shareAt(content, Math.floor(at / rows), at % rows)
    );
    const sums = confusionSums(content).answer;
    return {
      ...{ layout: down, cell: LARGEST },
      beside: ['truth'],
      after: ['found'],
      panels: [
        {
          id: 'matrix',
          value: {
            ...{ names: classes, name: translate('answer') },
            feet: {
              name: translate('right'),
              words: classes.map((_, at) =>
                sums[at] === 0
                  ? '–'
                  : formatPercent(countAt(content, at, at) / sums[at])
              )
            }
          },
          picks: (row, column) => ({ truth: row, answer: column }),
          follows: 'hover',
          marks: [
            {
              ...map(
                {
                  ...{ values: shares, rows, columns: rows },
                  ...{ rowStride: rows, columnStride: 1 }
                },
                'gates',
                [0, 1]
              ),
              numbers: (row, column) =>
                formatInteger(countAt(content, row, column))
            },
            {
              kind: 'free',
              draw: (panel, theme) => [
                ...classes.map((_, at) => cellFrame(panel, at, at, theme, 1)),
                cellFrame(panel, truth, answer, theme, 3)
              ]
            }
          ]
        }
      ]
    };
  },
  words: {
    meta: ({ bundle, translate }) =>
      [bundle.title, translate('%1 classes', of(bundle).classes.length)]
        .filter(Boolean)
        .join(' · '),
    question: ({ bundle: { title }, translate }) =>
      title
        ? translate(
            '%1: how many are right, and what is taken for what?',
            title
          )
        : translate('How many are right, and what is taken for what?'),
    answer: ({ bundle, chosen: { truth }, translate }) => ({
      row: truth,
      sentence: confusionSentence(of(bundle), translate)
    }),
    reading: ({ translate }) =>
      translate(
        'a row is the truth, a column the answer; the diagonal is right. The color is the share of the row.'
      ),
    below: ({ bundle, chosen: { truth, answer }, translate }) =>
      [
        cellSentence(of(bundle), truth, answer, translate),
        examplesOf(of(bundle), truth, answer)
      ]
        .filter(Boolean)
        .join('\n'),
    spoken: ({ bundle, chosen: { truth, answer }, translate }) =>
      cellSentence(of(bundle), truth, answer, translate),
    sentences: ({ bundle, translate }) =>
      confusionSentences(of(bundle), translate)
  }
});

/** What is right, and which cell is looked at: a line on the page's color, to be seen on every cell. */
function cellFrame(
  { box, places, value }: PlacedPanel,
  row: number,
  column: number,
  theme: SceneTheme,
  width: number
): Mark {
  const wide = value(1) - value(0) || box.width;
  const inset = width / 2;
  return mark('rect', {
    x: value(column) - wide / 2 + inset,
    y: places.left(row) + inset,
    width: Math.max(1, wide - width),
    height: Math.max(1, places.column - width),
    fill: 'none',
    stroke: theme.color('ink'),
    'stroke-width': width
  });
}
