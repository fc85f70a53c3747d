import type * as ts from 'typescript';
import { REFERENCE_MARK } from './cellFrame';
import type { BoundFile } from './javascriptSyntax';
import type { TopLevelNames } from './names';

/** A replacement of the characters from `start` to `end` of the emitted text. */
export interface TextEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** The text with all edits made, `opening` before its first line, and the edits in order of position. */
export function applyEdits(
  text: string,
  edits: TextEdit[],
  opening: string
): { javascript: string; edits: TextEdit[] } {
  const sorted = [
    { start: 0, end: 0, text: opening },
    ...edits.sort((a, b) => a.start - b.start)
  ];
  const pieces: string[] = [];
  let at = 0;
  for (const edit of sorted) {
    pieces.push(text.slice(at, edit.start), edit.text);
    at = edit.end;
  }
  pieces.push(text.slice(at));
  return { javascript: pieces.join(''), edits: sorted };
}

/** The rewrite of one cell's JavaScript, to which each kind of statement adds its part. */
export interface Rewrite {
  readonly javascript: string;
  readonly file: BoundFile;
  /** What the cell declares. */
  readonly names: TopLevelNames;
  readonly edits: TextEdit[];
  /** The names whose reference cells the text takes. */
  readonly references: Set<string>;
  /** Statements that go before the first line of the cell. */
  readonly first: string[];
  /** Rewrites a node and all below it. */
  visit(node: ts.Node): void;
}

/** Puts `text` in the place of the characters from `start` to `end`. */
export function replace(
  { edits }: Rewrite,
  start: number,
  end: number,
  text: string
): void {
  edits.push({ start, end, text });
}

/** How the text writes a shared name: `nameː.v`. */
export function cellOf({ references }: Rewrite, name: string): string {
  references.add(name);
  return `${name}${REFERENCE_MARK}.v`;
}

/** Removes a statement and keeps its lines. */
export function blank(rewrite: Rewrite, node: ts.Node): void {
  const start = node.getStart(rewrite.file);
  const lines =
    rewrite.javascript.slice(start, node.end).split('\n').length - 1;
  replace(rewrite, start, node.end, `;${'\n'.repeat(lines)}`);
}
