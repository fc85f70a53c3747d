import * as ts from 'typescript';
import type { Json } from '../messages';

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
  return { status: 'incomplete', indent: indentAfter(source) };
}

/** A line that opens a bracket and does not close it (the rules of VS Code for TypeScript). */
const OPENING = /^((?!\/\/).)*(\{[^}"'`]*|\([^)"'`]*|\[[^\]"'`]*)$/;

/** Two spaces more after a line that opens a bracket, two fewer after one that only closes one. */
function indentAfter(source: string): string {
  const line = /[^\n]*$/.exec(source.replace(/\n+$/, ''))?.[0] ?? '';
  const present = /^\s*/.exec(line)?.[0] ?? '';
  if (OPENING.test(line)) {
    return `${present}  `;
  }
  return /^\s*[}\])]/.test(line) ? present.slice(0, -2) : present;
}
