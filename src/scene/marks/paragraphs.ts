import type { Surface } from '../scene';
import type { SceneTheme } from '../theme';
import { shorten } from '../words/fitText';
import { mark, type Mark, type MarkAttributes } from './mark';

/** Marks from another corner. */
export const moved = (
  x: number,
  y: number,
  marks: readonly Mark[]
): readonly Mark[] =>
  marks.length === 0
    ? []
    : [mark('g', { transform: `translate(${x} ${y})` }, ...marks)];

/** Words of one look. */
export interface TextRun {
  readonly words: string;
  readonly look?: MarkAttributes;
  /** What is said beside the pointer of words that stand alone. */
  readonly title?: string;
}

/** Words that are laid out, from their upper left corner. */
export interface TextBlock {
  readonly height: number;
  readonly marks: readonly Mark[];
}

type Paper = Pick<Surface, 'measure' | 'theme'>;

/** Bold letters are so much wider. */
const BOLD = 1.12;

/** How wide words are in the look of a run. */
const widthIn =
  ({ look = {} }: TextRun, { measure }: Pick<Paper, 'measure'>) =>
  (words: string): number =>
    (measure(words) *
      Number(look['font-size'] ?? 12) *
      (look['font-weight'] ? BOLD : 1)) /
    12;

/** Runs of words in lines of a width; a word that is wider goes on behind a plus, else it is cut. */
export function flow(
  runs: readonly TextRun[],
  width: number,
  paper: Paper,
  leading = 17
): TextBlock {
  const lines: TextRun[][] = [[]];
  let x = 0;
  for (const run of runs) {
    const wide = widthIn(run, paper);
    const words = run.words
      .split(/(?<= )/)
      .flatMap(word => (wide(word) > width ? word.split(/(?<=\+)/) : [word]));
    for (const word of words) {
      if (x > 0 && x + wide(word.trimEnd()) > width) {
        lines.push([]);
        x = 0;
      }
      if (x > 0 || word.trim() !== '') {
        lines.at(-1)?.push({ ...run, words: shorten(word, width, wide) });
        x += wide(word);
      }
    }
  }
  const marks = lines
    .filter(line => line.length > 0)
    .map((line, at) => lineOf(line, { y: (at + 1) * leading - 4 }, paper));
  return { height: marks.length * leading, marks };
}

/** Words of several looks on one line. */
function lineOf(
  runs: readonly TextRun[],
  place: MarkAttributes,
  { theme }: Pick<Paper, 'theme'>
): Mark {
  const parts: TextRun[] = [];
  for (const run of runs) {
    const last = parts.at(-1);
    if (last?.look === run.look && last) {
      parts[parts.length - 1] = { ...last, words: last.words + run.words };
    } else {
      parts.push(run);
    }
  }
  const [{ look, words, title }] = parts;
  return parts.length === 1
    ? mark(
        'text',
        { ...plain(theme), ...look, ...place },
        ...(title === undefined ? [] : [mark('title', {}, title)]),
        words.trimEnd()
      )
    : mark(
        'text',
        { ...plain(theme), ...place },
        ...parts.map(part => mark('tspan', part.look, part.words))
      );
}

/** Words at both ends of a line; below each other where they have no room side by side. */
export function sides(
  left: readonly TextRun[],
  right: readonly TextRun[],
  width: number,
  paper: Paper,
  leading = 17
): TextBlock {
  const wide = [...left, ...right].reduce(
    (sum, run) => sum + widthIn(run, paper)(run.words),
    12
  );
  if (right.every(({ words }) => words === '') || wide > width) {
    return stacked(
      [left, right].map(each => flow(each, width, paper, leading))
    );
  }
  const end = { x: width, y: leading - 4, 'text-anchor': 'end' };
  return {
    height: leading,
    marks: [
      ...flow(left, width, paper, leading).marks,
      lineOf(right, end, paper)
    ]
  };
}

/** Words below each other. */
export function stacked(blocks: readonly TextBlock[]): TextBlock {
  let top = 0;
  const marks = blocks.flatMap(each => {
    const stand = moved(0, top, each.marks);
    top += each.height;
    return stand;
  });
  return { height: top, marks };
}

/** Sentences below each other, each in lines of its own. */
export const paragraphs = (
  sentences: readonly TextRun[],
  width: number,
  paper: Paper,
  leading?: number
): TextBlock =>
  stacked(sentences.map(each => flow([each], width, paper, leading)));

export const plain = (theme: SceneTheme): MarkAttributes => ({
  'font-size': 12,
  fill: theme.color('ink')
});

export const bold = { 'font-weight': 700 };
