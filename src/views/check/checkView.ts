import { expressionText, type CheckReport } from '../../trace';
import { number, numbered } from '../../scene/table';
import { defineView } from '../../scene/view';
import { formatFixed } from '../../scene/words/format';
import type { Translate } from '../../scene/words/translate';
import { comparedPlaced, placeMarks } from './comparedPlaced';
import {
  checkedWords,
  checkReading,
  comparedChannel,
  raised,
  reportTable,
  reportTitle,
  spokenNumbers,
  worth
} from './checkWords';

/** The report of a check: what is wrong, and of the first wrong channel what was expected and what came. */
export const checkView = defineView<'check'>()({
  name: 'compared',
  kind: 'check',
  title: translate => translate('Check'),
  opens: ({ bundle }) => bundle.first?.step ?? 0,
  table({ bundle, translate }) {
    const channel = comparedChannel(bundle);
    const [steps = 0, units = 0] = channel?.expected?.shape ?? [];
    const { name = '', expected, got } = channel ?? {};
    const each = (unit: number) =>
      [
        [translate('the expected %1 of unit %2', name, unit), expected],
        [translate('your %1 of unit %2', name, unit), got]
      ] as const;
    return {
      caption: reportTitle(bundle, translate),
      places: {
        count: steps,
        nameOf: step => translate('step %1', step)
      },
      columns: numbered(
        'unit',
        Array.from({ length: units }, (_, unit) =>
          each(unit).map(([long, array]) =>
            number(long, step => array?.values[step * units + unit] ?? NaN, {
              line: { group: `unit ${unit}`, parts: true },
              write: value => formatFixed(value, 4)
            })
          )
        ).flat()
      )
    };
  },
  csv: ({ bundle, translate }) => reportTable(bundle, translate),
  looked: ({ bundle, lit }) =>
    `unit${2 * (lit ?? bundle.first?.unit ?? 0) + 1}`,
  scene({ bundle, translate }) {
    const channel = comparedChannel(bundle);
    return {
      panels: [],
      layout: surface =>
        channel
          ? comparedPlaced(channel, surface, translate)
          : { height: 0, marks: [] },
      overlay: {
        marks: channel ? placeMarks(bundle, channel, translate) : undefined
      }
    };
  },
  words: {
    meta: ({ bundle, translate }) => worth(bundle, translate),
    question: ({ bundle, translate }) => reportTitle(bundle, translate),
    answer: ({ bundle }) => ({
      row: bundle.first?.step ?? 0,
      sentence: bundle.message
    }),
    reading: ({ bundle, translate }) => checkReading(bundle, translate),
    below: ({ bundle, translate }) =>
      [
        equationWords(bundle, translate),
        ...bundle.details.map(raised),
        differenceWords(bundle, translate),
        checkedWords(bundle, translate)
      ]
        .filter(Boolean)
        .join('\n'),
    spoken: ({ bundle, lit, translate }, step) =>
      spokenNumbers(bundle, step, lit ?? bundle.first?.unit ?? 0, translate)
  }
});

/** What was written and what was asked for. */
const equationWords = (
  { equations }: CheckReport,
  translate: Translate
): string =>
  (
    [
      [translate('you'), equations?.got],
      [translate('asked for'), equations?.expected]
    ] as const
  )
    .flatMap(([who, equation]) =>
      equation ? [`${who}: ${expressionText(equation.expression)}`] : []
    )
    .join('; ');

/** Where each channel is another for the first time. */
const differenceWords = (
  { channels = [], status }: CheckReport,
  translate: Translate
): string =>
  channels.length === 0 || status !== 'notYet'
    ? ''
    : `${translate('first difference in each channel')}: ${channels
        .map(({ name, firstDifference: step }) =>
          step === null ? `${name} ✓` : `${name} ${translate('step %1', step)}`
        )
        .join(', ')}`;
