import type { Questions } from '../../trace';
import type { Translate } from '../context';
import type { DataTable } from '../base/table';
import type { QuestionSheet } from './questionSheet';

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
    ...(standing.explains || questions.purpose === 'test'
      ? [translate('%1 of %2 right.', right, questions.items.length)]
      : [
          translate(
            'Kept. The panel on the right says how many were right; what is right is told when you have met these questions for the last time.'
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
