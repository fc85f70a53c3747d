import { intoLines } from '../../../scene/words/fitText';
import { label, picture, ink } from './svg';

/** Letters of a note that fit on one line, and how many lines it may have. */
const LETTERS = 130;
const MOST_LINES = 1000;
const LINE = 20;

/** What is asked, in words alone: nothing of a sentence is cut off. */
export function wordsPicture(
  title: string,
  sentences: readonly string[]
): string {
  const notes = sentences
    .flatMap(each => each.split('\n'))
    .flatMap(
      each =>
        intoLines(each, LETTERS, MOST_LINES, ({ length }) => length) ?? [each]
    );
  const longest = Math.max(0, ...notes.map(note => note.length));
  const width = Math.max(
    ...[260, Math.min(900, longest * 6.6 + 32), title.length * 8 + 32]
  );
  // A heading alone would tell who does not see the picture too little.
  const [first = title] = sentences;
  const described = first === title ? title : `${title}: ${first}`;
  return picture(
    { width, height: notes.length * LINE + 46, title: described },
    label(16, 22, title, { 'font-size': 15, 'font-weight': 600 }),
    ...notes.map((note, at) =>
      label(16, 30 + (at + 1) * LINE, note, { fill: ink.second })
    )
  );
}
