import { SourceMap, type SourceMapPayload } from 'node:module';
import { PREFIX_LINES } from './cellProgram';
import type { CellEmit } from './emitCell';

/** A place in the source of a notebook cell; both count from 0. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** Finds places of a cell's source from places of the script that ran. */
export interface Positions {
  /** `line` and `column` count from 1, as stacks do. Null where the script has code of its own. */
  locate(line: number, column: number): Place | null;
}

/** `shift` is how much stands before the text of the cell on its first line. */
export function createPositions({
  emit,
  shift
}: {
  readonly emit: CellEmit;
  readonly shift: number;
}): Positions {
  let map: SourceMap | null = null;
  const lines = emit.javascript.split('\n').length;

  return {
    locate(line, column) {
      if (line > lines) {
        return null;
      }
      const edited = lineStart(emit.javascript, line - 1);
      const offset =
        edited + column - 1 - (line === 1 ? Math.min(shift, column - 1) : 0);
      const original = beforeEdits(emit, offset);
      const before = emit.emitted.slice(0, original);
      const emittedLine = before.split('\n').length - 1;
      const emittedColumn = original - (before.lastIndexOf('\n') + 1);
      map ??= new SourceMap(JSON.parse(emit.sourceMap) as SourceMapPayload);
      const found = map.findEntry(emittedLine, emittedColumn);
      return 'originalLine' in found && found.originalLine >= PREFIX_LINES
        ? {
            line: found.originalLine - PREFIX_LINES,
            column: found.originalColumn
          }
        : null;
    }
  };
}

function lineStart(text: string, line: number): number {
  let at = 0;
  for (let count = 0; count < line; count++) {
    const next = text.indexOf('\n', at);
    if (next < 0) {
      return at;
    }
    at = next + 1;
  }
  return at;
}

/** The offset in TypeScript's emit that became `offset` after the edits. */
function beforeEdits({ edits }: CellEmit, offset: number): number {
  let grown = 0;
  for (const { start, end, text } of edits) {
    const from = start + grown;
    if (from > offset) {
      break;
    }
    if (offset < from + text.length) {
      return start;
    }
    grown += text.length - (end - start);
  }
  return offset - grown;
}
