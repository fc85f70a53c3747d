import * as ts from 'typescript';
import { slipIn } from '../../../exercises/slips';
import type { CellProgram } from '../cells/cellProgram';
import { PREFIX_LINES } from '../cells/cellFrame';

/** The sentence for the slip behind a diagnostic; null where none is seen. */
export function slipOf(
  { file, start = 0, messageText }: ts.Diagnostic,
  source: string,
  { cellFile }: Pick<CellProgram, 'cellFile'>
): string | null {
  if (file === undefined) {
    return null;
  }
  const inCell = file.fileName === cellFile;
  const end = file.text.trimEnd().length;
  const { line } = file.getLineAndCharacterOfPosition(Math.min(start, end));
  const text = (inCell ? source : file.text).split('\n');
  return slipIn({
    line: text[line - (inCell ? PREFIX_LINES : 0)] ?? '',
    message: ts.flattenDiagnosticMessageText(messageText, '\n')
  });
}

/**
 * The diagnostics with those in front whose slip is known. `f * c` inside a step gives its function
 * another type, and the compiler complains of the whole function first.
 */
export function slipFirst(
  diagnostics: readonly ts.Diagnostic[],
  source: string,
  cells: Pick<CellProgram, 'cellFile'>
): readonly ts.Diagnostic[] {
  const known = diagnostics.filter(
    each => slipOf(each, source, cells) !== null
  );
  return [...known, ...diagnostics.filter(each => !known.includes(each))];
}
