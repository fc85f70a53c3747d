import type { Translate } from '../../scene/words/translate';
import { html, textOf, type Content } from '../base/dom';
import { formatInteger, formatPercent } from '../../scene/words/format';
import type { DataTable } from '../../scene/dataTable';
import {
  commonestMistake,
  confusionSums,
  countAt,
  mistakesOf,
  shareAt,
  type ConfusionContent
} from '../../views/predictions/measures';

/** What a cell of the matrix counts. */
export function cellSentence(
  content: ConfusionContent,
  truth: number,
  answer: number,
  translate: Translate
): string {
  const { classes } = content;
  const count = formatInteger(countAt(content, truth, answer));
  const all = formatInteger(confusionSums(content).truth[truth]);
  const share = formatPercent(shareAt(content, truth, answer));
  return truth === answer
    ? translate(
        '%1 of %2 “%3” are found (%4).',
        count,
        all,
        classes[truth],
        share
      )
    : translate(
        '%1 of %2 “%3” are taken for “%4” (%5).',
        count,
        all,
        classes[truth],
        classes[answer],
        share
      );
}

/** How many are right, and the commonest mistake. */
export function confusionSentence(
  content: ConfusionContent,
  translate: Translate
): Content {
  const { right, total } = confusionSums(content);
  const mistake = commonestMistake(content);
  const made = mistake ? countAt(content, mistake.truth, mistake.answer) : 0;
  return [
    html('b', {}, translate('Right: ')),
    translate(
      '%1 of %2 (%3).',
      formatInteger(right),
      formatInteger(total),
      formatPercent(total === 0 ? 0 : right / total)
    ),
    mistake
      ? made === 1
        ? translate(
            ' The commonest mistake: “%1” taken for “%2”, once.',
            content.classes[mistake.truth],
            content.classes[mistake.answer]
          )
        : translate(
            ' The commonest mistake: “%1” taken for “%2”, %3 times.',
            content.classes[mistake.truth],
            content.classes[mistake.answer],
            formatInteger(made)
          )
      : ''
  ];
}

/** What can be told of the matrix, one thing after the other: the whole, then each mistake. */
export const confusionSentences = (
  content: ConfusionContent,
  translate: Translate
): readonly string[] => [
  textOf(confusionSentence(content, translate)),
  ...mistakesOf(content).map(({ truth, answer }) =>
    cellSentence(content, truth, answer, translate)
  )
];

export function confusionTable(
  content: ConfusionContent,
  translate: Translate
): DataTable {
  const { classes } = content;
  return {
    caption: translate('Rows: truth; columns: answer'),
    columns: [translate('truth'), ...classes, translate('found')],
    formats: { [classes.length + 1]: formatPercent },
    rows: classes.map((name, row) => [
      name,
      ...classes.map((_, column) => countAt(content, row, column)),
      shareAt(content, row, row)
    ])
  };
}
