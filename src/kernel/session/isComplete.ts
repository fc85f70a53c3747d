import * as ts from 'typescript';
import { isCompleteCode } from 'tslab/dist/converter';
import type { Json } from '../link';

interface ParsedFile extends ts.SourceFile {
  readonly parseDiagnostics: readonly ts.DiagnosticWithLocation[];
}

/** Errors that only more text can cure, wherever they stand: an open template, comment or string. */
const UNTERMINATED = new Set([
  1010, // '*/' expected
  1160 // unterminated template literal
]);

/** The content of `is_complete_reply`: can this be run, or must more be typed? */
export function isComplete(source: string): Json {
  const file = ts.createSourceFile(
    'cell.ts',
    source,
    ts.ScriptTarget.Latest
  ) as ParsedFile;
  const { parseDiagnostics } = file;
  const end = source.trimEnd().length;
  if (parseDiagnostics.some(({ code }) => UNTERMINATED.has(code))) {
    return { status: 'incomplete', indent: '' };
  }
  if (parseDiagnostics.length === 0) {
    return { status: 'complete' };
  }
  const atEnd = parseDiagnostics.some(({ start }) => start >= end);
  if (!atEnd) {
    return { status: 'invalid' };
  }
  const { indent = '' } = isCompleteCode(source.replace(/\n+$/, '\n'));
  return { status: 'incomplete', indent };
}
