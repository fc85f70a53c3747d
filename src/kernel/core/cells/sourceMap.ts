import { decodedMappings, TraceMap } from '@jridgewell/trace-mapping';

/** Gives the place in the source that a place of the compiled text comes from; all count from 0. */
export type SourcePlaces = (
  line: number,
  column: number
) => { readonly line: number; readonly column: number } | null;

/**
 * Reads a source map (ECMA-426). A place between two mappings belongs to the one before it, be that
 * on an earlier line, as Node's own `SourceMap` has it.
 *
 * @param json the map as text
 * @throws Error when it is none
 */
export function readSourceMap(json: string): SourcePlaces {
  const lines = decodedMappings(new TraceMap(json));
  return (line, column) => {
    for (let at = Math.min(line, lines.length - 1); at >= 0; at--) {
      const before = lines[at].findLast(
        segment => at < line || segment[0] <= column
      );
      if (before !== undefined) {
        return before.length === 1
          ? null
          : { line: before[2], column: before[3] };
      }
    }
    return null;
  };
}
