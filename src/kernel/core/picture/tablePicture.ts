import { element } from '../../../scene/marks/markup';
import { ink, label, picture } from './svg';

/** Rows of words under headings, the way a summary or a report reads. */
export function tablePicture({
  title,
  headings,
  rows,
  notes: sentences = []
}: {
  readonly title: string;
  readonly headings: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly notes?: readonly string[];
}): string {
  const notes = sentences.flatMap(wrapped);
  const widths = headings.map((heading, column) =>
    Math.max(
      heading.length,
      ...rows.map(row => Math.min(60, row[column]?.length ?? 0))
    )
  );
  const starts = widths.map(
    (_, column) =>
      16 +
      widths.slice(0, column).reduce((sum, width) => sum + width * 7 + 20, 0)
  );
  const longestNote = Math.max(0, ...notes.map(note => note.length));
  const width = Math.max(
    260,
    ...starts.map((start, column) => start + widths[column] * 7 + 16),
    Math.min(900, longestNote * 6.6 + 32),
    title.length * 8 + 32
  );
  const line = 20;
  const top = headings.length === 0 ? 30 : 54;
  const bottom = top + rows.length * line;
  // A heading alone ("Passed") would tell who does not see the picture too little.
  const [first = title] = sentences;
  const described = first === title ? title : `${title}: ${first}`;
  return picture(
    { width, height: bottom + notes.length * line + 16, title: described },
    label(16, 22, title, { 'font-size': 15, 'font-weight': 600 }),
    ...headings.map((heading, column) =>
      label(starts[column], 46, heading, { fill: ink.second })
    ),
    headings.length === 0
      ? ''
      : element('line', {
          x1: 16,
          x2: width - 16,
          y1: 52,
          y2: 52,
          stroke: ink.frame
        }),
    ...rows.flatMap((row, index) =>
      row.map((word, column) =>
        label(
          starts[column],
          top + (index + 1) * line - 4,
          word.length > 60 ? `${word.slice(0, 59)}…` : word
        )
      )
    ),
    ...notes.map((note, index) =>
      label(16, bottom + (index + 1) * line, note, { fill: ink.second })
    )
  );
}

/** Letters of a note that fit on one line. */
const LINE = 130;

/** A note as lines: nothing of a sentence is cut off. */
function wrapped(note: string): string[] {
  return note.split('\n').flatMap(paragraph => {
    const lines = [''];
    for (const word of paragraph.split(' ')) {
      const last = lines[lines.length - 1];
      const longer = last === '' ? word : `${last} ${word}`;
      if (longer.length <= LINE || last === '') {
        lines[lines.length - 1] = longer;
      } else {
        lines.push(word);
      }
    }
    return lines;
  });
}
