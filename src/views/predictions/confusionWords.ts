import type { Translate } from '../../scene/words/translate';
import { formatInteger, formatPercent } from '../../scene/words/format';
import {
  commonestMistake,
  confusionSums,
  countAt,
  mistakesOf,
  shareAt,
  type ConfusionContent
} from './measures';

const MOST_EXAMPLES = 12;

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

/** Texts of a cell, a line each. */
export const examplesOf = (
  { examples = [] }: ConfusionContent,
  truth: number,
  answer: number
): string =>
  examples
    .filter(each => each.truth === truth && each.answer === answer)
    .slice(0, MOST_EXAMPLES)
    .map(({ text }) => `• ${text}`)
    .join('\n');

/** How many are right, and the commonest mistake. */
export function confusionSentence(
  content: ConfusionContent,
  translate: Translate
): string {
  const { right, total } = confusionSums(content);
  if (total === 0) {
    return translate('There are no examples.');
  }
  const mistake = commonestMistake(content);
  const made = mistake ? countAt(content, mistake.truth, mistake.answer) : 0;
  return [
    translate('Right: '),
    translate(
      '%1 of %2 (%3).',
      formatInteger(right),
      formatInteger(total),
      formatPercent(right / total)
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
  ].join('');
}

/** What can be told of the matrix, one thing after the other: the whole, then each mistake. */
export const confusionSentences = (
  content: ConfusionContent,
  translate: Translate
): readonly string[] => [
  confusionSentence(content, translate),
  ...mistakesOf(content).map(({ truth, answer }) =>
    cellSentence(content, truth, answer, translate)
  )
];
