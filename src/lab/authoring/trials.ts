import type { Exercise, NotebookCell } from '../../exercises/metadata';
import { studentSource } from '../../exercises/metadata';
import type { CheckReport } from '../../trace';
import { withAnswer } from './regions';

/** Which answers an author tries. */
export type TrialKind = 'solution' | 'stub' | 'mistakes';

/** One answer that the author lets be checked, and what must come of it. */
export interface Trial {
  readonly kind: TrialKind;
  /** The whole text of the answer's notebook cell. */
  readonly source: string;
  /** Where questions are marked: `key`, or nothing that was entered. */
  readonly answered?: 'key' | Readonly<Record<string, never>>;
  /** What a wrong answer is to be told; present for a mistake. */
  readonly message?: string;
}

/** How a trial ended. */
export interface TrialResult {
  readonly trial: Trial;
  /** As it should: the solution has all points, the stub none, a mistake fails with its message. */
  readonly asMeant: boolean;
  /** Null when nothing could be checked; `fault` then says why. */
  readonly report: CheckReport | null;
  readonly fault: string | null;
}

/** The answers of one kind. @throws MetadataError when a region of the answer does not end */
export function trialsOf(
  kind: TrialKind,
  exercise: Exercise,
  answer: NotebookCell
): Trial[] {
  if (exercise.asks === true) {
    const { source } = answer;
    return kind === 'mistakes'
      ? []
      : [{ kind, source, answered: kind === 'solution' ? 'key' : {} }];
  }
  switch (kind) {
    case 'solution':
      return [{ kind, source: answer.source }];
    case 'stub':
      return [{ kind, source: studentSource(answer) }];
    case 'mistakes':
      return (exercise.mistakes ?? []).map(mistake => ({
        kind,
        source: withAnswer(answer.source, mistake.answer),
        message: mistake.message
      }));
  }
}

/** Whether a check says of a trial what it must. */
export function isAsMeant(trial: Trial, report: CheckReport): boolean {
  switch (trial.kind) {
    case 'solution':
      return report.status === 'passed' && report.points === report.maxPoints;
    case 'stub':
      return report.status !== 'passed' && report.points === 0;
    case 'mistakes': {
      const said = [report.message, ...report.details].join('\n');
      return (
        report.status !== 'passed' &&
        trial.message !== undefined &&
        said.includes(trial.message)
      );
    }
  }
}
