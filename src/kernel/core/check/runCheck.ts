import { gatherReport, setCheckContext } from '../../../exercises/check';
import type { TestOutcome } from '../../../exercises/check';
import type { CheckReport } from '../../../trace';
import { createConverter } from '../cells/converter';
import type { Evaluator } from '../cells/evaluator';
import type { NotebookPlace } from '../cells/place';
import { createRunner } from '../cells/runner';
import { createCellRecords, scriptName } from '../report/cellRecords';
import { placeOf } from '../report/errorReport';
import type { CheckRequest } from './checkJob';
import { refusal } from './refusal';
import { Refused } from './refused';
import { silentRun } from './silentRun';

/**
 * Runs the cells of an exercise in order: what it needs, the answer, the tests. All tests run, each
 * after the same answer; a report says what the first that failed has found.
 */
export async function runCheck(
  request: CheckRequest,
  {
    place,
    evaluator
  }: { readonly place: NotebookPlace; readonly evaluator: Evaluator }
): Promise<CheckReport> {
  const started = performance.now();
  const runner = createRunner(evaluator);
  const converter = createConverter(place, name => runner.scope.has(name));
  const records = createCellRecords();
  const answer = request.cells.find(({ role }) => role === 'answer');
  setCheckContext({ exercise: request.exercise, answer: answer?.source });
  let count = 0;

  async function run(source: string): Promise<unknown> {
    const started = silentRun(++count);
    const { cell, diagnostics } = converter.compile(source);
    if (cell === null) {
      throw refusal(converter, diagnostics, source);
    }
    converter.remember(cell);
    records.add({ run: started, source, positions: runner.positions(cell) });
    const { value } = await runner.run(cell, scriptName(started));
    return value;
  }

  const seconds = () => (performance.now() - started) / 1000;
  const maxPoints = request.cells.reduce(
    (sum, cell) => sum + (cell.points ?? 0),
    0
  );
  const outcomes: TestOutcome[] = [];
  let line: number | undefined;
  let answerError: unknown;
  let answerLine: number | undefined;
  for (const { source, role, points = 0 } of request.cells) {
    if (source.trim() === '') {
      // A test without text tests nothing, and earns nothing.
      if (role === 'test') {
        outcomes.push({ points, error: new Error('This test is empty.') });
      }
      continue;
    }
    try {
      const result = await run(source);
      if (role === 'test') {
        outcomes.push({ points, result });
      }
    } catch (error) {
      if (role === 'test') {
        const isTestsFault = error instanceof Refused;
        line ??= isTestsFault ? undefined : lineInAnswer(error);
        outcomes.push({ points, error, isTestsFault });
      } else if (role === 'own') {
        // The answer says which name it misses.
        continue;
      } else if (role === 'answer') {
        // What stands above the line that threw, and functions below it, may be right.
        answerError = error;
        answerLine = lineInAnswer(error);
        if (error instanceof Refused) {
          return gatherReport([{ points: maxPoints, error }], {
            seconds: seconds(),
            line: answerLine
          });
        }
      } else {
        return beforeTheAnswer(
          gatherReport([{ points: maxPoints, error }], { seconds: seconds() })
        );
      }
    }
  }
  return gatherReport(outcomes, {
    seconds: seconds(),
    line,
    ...(answerError === undefined ? {} : { answerError, answerLine })
  });

  /** The line of the answer on which an error arose, from 0. */
  function lineInAnswer(error: unknown): number | undefined {
    if (error instanceof Refused) {
      return error.line;
    }
    const place = placeOf(error, records, answer?.source ?? '');
    return place?.line;
  }

  function beforeTheAnswer(report: CheckReport): CheckReport {
    return {
      ...report,
      status: 'didNotRun',
      details: [
        'The error is in a notebook cell that this exercise needs, not in the answer.',
        ...report.details
      ]
    };
  }
}
