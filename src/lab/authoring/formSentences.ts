import type { Exercise } from '../../exercises/metadata';
import type { Translate } from '../../scene/words/translate';
import type { AuthoringSubject } from './authoringSubject';
import { pointsOf } from './exerciseEdits';
import { otherSentences } from './otherForm';
import type { TrialResult } from './trials';

/** The parts of an exercise's form by their headings, each with what is in it. */
export function partWords(
  { desk }: Pick<AuthoringSubject, 'desk'>,
  exercise: Exercise,
  translate: Translate
): Readonly<Record<'points' | 'hints' | 'needs' | 'mistakes', string>> {
  const cells = desk.cells();
  const points = exercise.tests
    .map(id => pointsOf(cells.find(cell => cell.id === id)))
    .reduce((sum, each) => sum + each, 0);
  const { length: tests } = exercise.tests;
  return {
    points:
      tests === 1
        ? translate('Points: %1 in 1 test', points)
        : translate('Points: %1 in %2 tests', points, tests),
    hints: translate(
      'Hints, each a little more open: %1',
      exercise.hints.length
    ),
    needs: translate(
      'Notebook cells that it needs: %1',
      cells.filter(({ id }) => exercise.needs.includes(id)).length
    ),
    mistakes: translate(
      'Wrong answers, and what is said of them: %1',
      (exercise.mistakes ?? []).length
    )
  };
}

/** What one trial came to, and what the student would read. */
export function trialWords(
  result: TrialResult,
  translate: Translate
): { readonly verdict: string; readonly message: string | null } {
  return {
    verdict: `${result.asMeant ? '✓' : '✗'} ${verdictOf(result, translate)}`,
    message: result.report?.message ?? null
  };
}

function verdictOf(
  { trial, asMeant, report, fault }: TrialResult,
  translate: Translate
): string {
  if (report === null) {
    return translate('Nothing was checked. %1', fault ?? '');
  }
  const { points, maxPoints } = report;
  switch (trial.kind) {
    case 'solution':
      return asMeant
        ? translate('The solution passes: %1 of %2 points', points, maxPoints)
        : translate('The solution gets %1 of %2 points', points, maxPoints);
    case 'stub':
      return asMeant
        ? translate(
            'What students get fails: %1 of %2 points',
            points,
            maxPoints
          )
        : translate('What students get has %1 of %2 points', points, maxPoints);
    case 'mistakes':
      return asMeant
        ? translate('A wrong answer is told what is wrong')
        : report.status === 'passed'
          ? translate('A wrong answer passes: %1', trial.message ?? '')
          : translate(
              'A wrong answer is told something else than: %1',
              trial.message ?? ''
            );
  }
}

export const tryingWords = (translate: Translate): string =>
  translate('Trying…');

export const pickingWords = (translate: Translate): string =>
  translate('Click notebook cells to take them in or out; Escape when done.');

export const makerWords = (translate: Translate): string =>
  translate(
    'Makes the selected notebook cell an exercise: code in it becomes the solution, an empty one gets an example to write over.'
  );

export const completeWords = (translate: Translate): string =>
  translate('Nothing is missing: it can be given out.');

/**
 * Where the author is, in sentences for the ear, the most telling first: what could not be done, what is
 * missing, what was tried, what is filled. The words are those that the form shows.
 *
 * @param refusal what could not be done, or nothing
 * @param unfinished what the form says of rows that are not whole
 */
export function formSentences(
  { desk, cell }: Pick<AuthoringSubject, 'desk' | 'cell'>,
  {
    refusal,
    unfinished
  }: { readonly refusal: string; readonly unfinished: readonly string[] },
  translate: Translate
): string[] {
  const exercise = desk.exerciseAt(cell);
  const faults = desk.faults().map(({ message }) => message);
  const said = [refusal, ...unfinished, ...faults];
  if (exercise === undefined) {
    return whole([
      ...said,
      ...(otherSentences({ desk, cell }, translate) ?? [makerWords(translate)])
    ]);
  }
  const results = desk.results(exercise.id);
  const parts = partWords({ desk }, exercise, translate);
  return whole([
    desk.picking === null ? '' : pickingWords(translate),
    ...said,
    ...(said.every(each => each === '') ? [completeWords(translate)] : []),
    ...(results === null
      ? [tryingWords(translate)]
      : results.map(result => {
          const { verdict, message } = trialWords(result, translate);
          return message === null
            ? verdict
            : translate('%1. What the student reads: %2', verdict, message);
        })),
    `${exercise.title} (${exercise.id})`,
    Object.values(parts).join('; ')
  ]);
}

function whole(sentences: readonly string[]): string[] {
  return sentences
    .map(each => each.trim())
    .filter(each => each !== '')
    .map(each => (/[.!?…]$/.test(each) ? each : `${each}.`));
}
