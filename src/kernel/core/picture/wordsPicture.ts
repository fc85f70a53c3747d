import { fileTheme } from '../../../scene/fileTheme';
import { mark } from '../../../scene/marks/mark';
import { markup } from '../../../scene/marks/markup';
import { text } from '../../../scene/marks/text';
import { intoLines } from '../../../scene/words/fitText';

/** Letters of a note that fit on one line, and how many lines it may have. */
const LETTERS = 130;
const MOST_LINES = 1000;
const LINE = 20;

/** What is asked, or has nothing to draw, in words alone: nothing of a sentence is cut off. */
export function wordsPicture(
  title: string,
  sentences: readonly string[] = []
): string {
  const theme = fileTheme();
  const notes = sentences
    .flatMap(each => each.split('\n'))
    .flatMap(
      each =>
        intoLines(each, LETTERS, MOST_LINES, ({ length }) => length) ?? [each]
    );
  const longest = Math.max(0, ...notes.map(note => note.length));
  const width = Math.ceil(
    Math.max(260, Math.min(900, longest * 6.6 + 32), title.length * 8 + 32)
  );
  const size = { width, height: notes.length * LINE + 46 };
  // A heading alone would tell who does not see the picture too little.
  const [first = title] = sentences;
  return markup(
    mark(
      'svg',
      {
        xmlns: 'http://www.w3.org/2000/svg',
        viewBox: `0 0 ${width} ${size.height}`,
        ...{ ...size, role: 'img', fill: theme.color('hidden') },
        ...{ 'font-family': 'system-ui, sans-serif', 'font-size': 12 }
      },
      mark('title', {}, first === title ? title : `${title}: ${first}`),
      mark('rect', { ...size, fill: theme.color('page') }),
      text(title, 16, 22, { 'font-size': 15, 'font-weight': 600 }),
      ...notes.map((note, at) =>
        text(note, 16, 30 + (at + 1) * LINE, { fill: theme.color('second') })
      )
    )
  );
}
