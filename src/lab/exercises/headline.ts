import type { ExerciseProgress } from '../../exercises/metadata';
import type { CheckReport } from '../../trace';
import { passedWords } from '../../widgets/check/reportWords';
import type { Translate } from '../../scene/words/translate';
import type { CheckState } from '../session/checkStates';

/** One line on how an exercise stands; `kind` gives it its color. */
export interface Headline {
  readonly kind: 'right' | 'wrong' | 'stopped' | 'quiet';
  readonly text: string;
}

/**
 * @param progress How it stood when the notebook was opened; said while nothing was checked since.
 */
export function headlineOf(
  state: CheckState,
  progress: ExerciseProgress | undefined,
  translate: Translate
): Headline {
  switch (state.state) {
    case 'checking':
      return { kind: 'quiet', text: '' };
    case 'refused':
      return { kind: 'stopped', text: `! ${state.message}` };
    case 'checked':
      return state.edited
        ? {
            kind: 'quiet',
            text: translate('The answer has changed since the check.')
          }
        : ofReport(state.report, translate);
    case 'unchecked':
      return ofProgress(progress, translate);
  }
}

function ofReport(report: CheckReport, translate: Translate): Headline {
  const { status, line } = report;
  const message = withSubscripts(report.message);
  const placed =
    line === undefined
      ? message
      : translate(
          'line %1: %2',
          line + 1,
          message.replace(` (line ${line + 1})`, '')
        );
  switch (status) {
    case 'passed':
      return {
        kind: 'right',
        text: `✓ ${passedWords(report, translate)}`
      };
    case 'notYet':
      return { kind: 'wrong', text: `✗ ${translate('Not yet: %1', placed)}` };
    case 'didNotRun':
      return {
        kind: 'stopped',
        text: `! ${translate('Nothing was checked: %1', placed)}`
      };
  }
}

/** `c_t` as it is read, where a line has no room for formulas. */
function withSubscripts(message: string): string {
  return message.replaceAll(/\b([a-z])_t\b/g, '$1ₜ');
}

function ofProgress(
  progress: ExerciseProgress | undefined,
  translate: Translate
): Headline {
  if (progress === undefined || progress.attempts === 0) {
    return { kind: 'quiet', text: '' };
  }
  return progress.status === 'passed'
    ? {
        kind: 'right',
        text: `✓ ${
          progress.points < progress.maxPoints
            ? passedWords(progress, translate)
            : translate(
                'Passed before: %1 of %2 points',
                progress.points,
                progress.maxPoints
              )
        }`
      }
    : {
        kind: 'quiet',
        text: translate(
          'Best so far: %1 of %2 points',
          progress.points,
          progress.maxPoints
        )
      };
}
