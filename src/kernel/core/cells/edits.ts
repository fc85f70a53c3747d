/** A replacement of the characters from `start` to `end` of the emitted text. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** The text with all edits made, `opening` before its first line, and the edits in order of position. */
export function applyEdits(
  text: string,
  edits: Edit[],
  opening: string
): { javascript: string; edits: Edit[] } {
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
