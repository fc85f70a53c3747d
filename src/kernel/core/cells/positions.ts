import type { CellPlace } from '../cellPlace';
import { PREFIX_LINES } from './cellFrame';
import type { CellEmit } from './emitCell';
import { readSourceMap, type SourcePlaces } from './sourceMap';

/** Finds places of a cell's source from places of the script that ran. */
export interface Positions {
  /** `line` and `column` count from 1, as stacks do. Null where the script has code of its own. */
  locate(line: number, column: number): CellPlace | null;
  /** Where a function's compiled text begins and ends in the source; null when the cell does not hold it. */
  find(compiled: string): readonly [from: CellPlace, to: CellPlace] | null;
}

/** `shift` is how much stands before the text of the cell on its first line. */
export function createPositions({
  emit,
  shift
}: {
  readonly emit: CellEmit;
  readonly shift: number;
}): Positions {
  let map: SourcePlaces | null = null;
  const lines = emit.javascript.split('\n').length;

  /** The place that the text at `offset` of the cell's script comes from. */
  function placeOf(offset: number): CellPlace | null {
    const original = beforeEdits(emit, offset);
    const before = emit.emitted.slice(0, original);
    const line = before.split('\n').length - 1;
    const column = original - (before.lastIndexOf('\n') + 1);
    map ??= readSourceMap(emit.sourceMap);
    const found = map(line, column);
    return found !== null && found.line >= PREFIX_LINES
      ? { line: found.line - PREFIX_LINES, column: found.column }
      : null;
  }

  return {
    locate(line, column) {
      if (line > lines) {
        return null;
      }
      const start = lineStart(emit.javascript, line - 1);
      const before = line === 1 ? Math.min(shift, column - 1) : 0;
      return placeOf(start + column - 1 - before);
    },
    find(compiled) {
      const at = emit.javascript.indexOf(compiled);
      const from = at < 0 ? null : placeOf(at);
      const to = at < 0 ? null : placeOf(at + compiled.length);
      return from && to && [from, to];
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
