import { questionsOf, type Questions } from '../../trace';
import type { Translate } from '../../scene/words/translate';
import type { DataTable } from '../../scene/dataTable';
import type { QuestionSheet } from './questionSheet';
import { verdictWords } from './verdictWords';

/** What such questions are called. */
export function questionsTitle(
  purpose: Questions['purpose'],
  translate: Translate
): string {
  const titles: Readonly<Record<Questions['purpose'], string>> = {
    field: translate('Question'),
    test: translate('Three questions'),
    inventory: translate('What do you know?'),
    marked: translate('Question')
  };
  return titles[purpose];
}

export function questionsReading(
  { purpose }: Questions,
  translate: Translate
): string {
  return purpose === 'marked'
    ? translate(
        'what you answer is kept with the notebook; your teacher marks it.'
      )
    : purpose === 'field'
      ? translate('answer first; then the lesson’s answer appears.')
      : translate(
          'answer all, say how sure you are of each, then hand them in together.'
        );
}

/** What is said once a sheet is handed in. */
export function doneWords(
  { questions, standing, right, waits }: QuestionSheet,
  translate: Translate
): string[] {
  return [
    translate('%1 of %2 right.', right, questions.items.length),
    ...(standing.explains
      ? []
      : [
          translate(
            'Which ones is told when you have met these questions for the last time.'
          )
        ]),
    ...(waits === null
      ? []
      : [
          translate(
            'The same questions come once more from %1 on: what lasts is what counts.',
            new Date(waits).toLocaleDateString()
          )
        ])
  ];
}

/**
 * How each answer of a sheet was, by number: the page says it beside each. Nothing of a single one, which has
 * no number, nor where it is not told yet.
 */
export const verdictsWords = (
  { questions, standing, answerOf }: QuestionSheet,
  translate: Translate
): string =>
  standing.explains && questionsOf(questions).length > 1
    ? questionsOf(questions)
        .map(({ id }, at) => [
          at + 1,
          verdictWords(answerOf(id).right ?? null, translate)
        ])
        .filter(([, words]) => words !== '')
        .map(([number, words]) => `${number}: ${words}`)
        .join(' ')
    : '';

export function questionsTable(
  { questions, standing, answerOf }: QuestionSheet,
  translate: Translate
): DataTable {
  const { purpose, title, items } = questions;
  const told = purpose === 'field' || (standing.done && standing.explains);
  return {
    caption: title ?? questionsTitle(purpose, translate),
    columns: ['question', 'tries', 'right', 'sure'].map(word =>
      translate(word)
    ),
    rows: items.map(({ id, question }) => {
      const { tries, right, confidence } = answerOf(id);
      return [
        question,
        tries,
        !told || right === null || tries === 0
          ? ''
          : right
            ? translate('yes')
            : translate('no'),
        confidence ?? ''
      ];
    })
  };
}
