import * as ts from 'typescript';
import type { CellProgram } from '../cells/cellProgram';
import { PREFIX_LINES } from '../cells/cellFrame';
import { machine } from '../machine';
import { diagnosticAdvice } from './diagnosticAdvice';
import type { ErrorContent } from './errorReport';
import { excerpt, inColor } from './excerpt';
import { slipFirst, slipOf } from './slipFirst';

/** Diagnostics beyond these are counted, not shown. */
const MOST = 5;

const READ_TOO_EARLY = 2448;
/** No type to be found, no value yet. */
const CONSEQUENCES = [7022, 2454];

/** Says what TypeScript has against a notebook cell, as a Jupyter error with line, source and caret. */
export function reportDiagnostics(
  diagnostics: readonly ts.Diagnostic[],
  {
    source,
    count,
    cells
  }: { source: string; count: number; cells: CellProgram }
): ErrorContent {
  const isSyntax = diagnostics.every(({ code }) => code < 2000);
  const ename = isSyntax ? 'SyntaxError' : 'TypeError';
  // What follows a slip of syntax is most often its consequence.
  const told = isSyntax
    ? diagnostics.slice(0, 1)
    : slipFirst(withoutConsequences(diagnostics), source, cells);
  const [first] = told;
  const headline = (diagnostic: ts.Diagnostic) =>
    ts.flattenDiagnosticMessageText(diagnostic.messageText, '\n');
  const traceback = told.slice(0, MOST).map((diagnostic, index) => {
    const { file, start = 0, length = 1 } = diagnostic;
    const [summary, ...rest] = headline(diagnostic).split('\n');
    const lines: string[] = [];
    const color = `${inColor('red', ename)} ${inColor('grey', `TS${diagnostic.code}`)}: ${summary}`;
    lines.push(index === 0 ? color : `\n${color}`, ...rest);
    if (file !== undefined) {
      const at = placeIn(file, start);
      const inCell = file.fileName === cells.cellFile;
      const line = at.line - (inCell ? PREFIX_LINES : 0);
      const text = inCell ? source : file.text;
      const slip = slipOf(diagnostic, source, cells);
      if (slip !== null) {
        lines.unshift(inColor('blue', slip));
      }
      lines.push(
        `${inColor('green', `${inCell ? `Cell In[${count}]` : machine().pathInNotebook(file.fileName)}, line ${line + 1}`)}, column ${at.character + 1}`,
        excerpt(text, { line, column: at.character }, 0, length)
      );
    }
    const hint = diagnosticAdvice(diagnostic);
    if (hint !== null) {
      lines.push(inColor('blue', hint));
    }
    return lines.join('\n');
  });
  if (told.length > MOST) {
    traceback.push(`… and ${told.length - MOST} more`);
  }
  const at = first.file && placeIn(first.file, first.start ?? 0);
  const evalue = `${headline(first).split('\n')[0]}${
    at === undefined
      ? ''
      : ` (line ${at.line + 1 - (first.file?.fileName === cells.cellFile ? PREFIX_LINES : 0)})`
  }`;
  return { ename, evalue, traceback };
}

/** The line and column of a position; what is missing at the end is missed after the last word. */
function placeIn(file: ts.SourceFile, start: number): ts.LineAndCharacter {
  const end = file.text.trimEnd().length;
  return file.getLineAndCharacterOfPosition(Math.min(start, end));
}

/** A variable that is read too early has no type and no value: it is told of once, as read too early. */
function withoutConsequences(
  diagnostics: readonly ts.Diagnostic[]
): readonly ts.Diagnostic[] {
  const nameOf = ({ file, start = 0, length = 0 }: ts.Diagnostic) =>
    file?.text.slice(start, start + length);
  const early = new Set(
    diagnostics
      .filter(({ code }) => code === READ_TOO_EARLY)
      .map(diagnostic => nameOf(diagnostic))
  );
  return diagnostics.filter(
    diagnostic =>
      !CONSEQUENCES.includes(diagnostic.code) || !early.has(nameOf(diagnostic))
  );
}
