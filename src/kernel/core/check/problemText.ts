import { createCellRecords } from '../report/cellRecords';
import { reportError, withoutColors } from '../report/errorReport';

/** An error in one line of plain text. */
export function problemText(error: unknown): string {
  const { ename, evalue } = reportError(error, createCellRecords());
  return withoutColors(`${ename}: ${evalue}`);
}
