import type { Converter } from '../cells/converter';
import { reportDiagnostics } from '../report/diagnosticReport';
import { slipFirst, slipOf } from '../report/slipFirst';
import { Refused } from './refused';

/** What is said of a cell for which the compiler gave these diagnostics: the slip behind them first. */
export function refusal(
  { cells }: Pick<Converter, 'cells'>,
  diagnostics: Parameters<typeof reportDiagnostics>[0],
  source: string
): Refused {
  const { ename, evalue } = reportDiagnostics(diagnostics, {
    source,
    count: 1,
    cells
  });
  const [first] = slipFirst(diagnostics, source, cells);
  const slip = slipOf(first, source, cells);
  const { file, start } = first;
  return new Refused(
    ename,
    slip === null ? evalue : `${slip} ${evalue}`,
    file?.fileName === cells.cellFile && start !== undefined
      ? file.getLineAndCharacterOfPosition(start).line - 1
      : undefined
  );
}
