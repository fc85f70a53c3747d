import type { Surface } from '../scene';
import type { SceneTheme } from '../theme';
import { intoLines, shorten } from '../words/fitText';
import { mark, type Mark, type MarkAttributes } from './mark';
import { text } from './text';

/** Marks from another corner. */
export const moved = (
  x: number,
  y: number,
  marks: readonly Mark[]
): readonly Mark[] =>
  marks.length === 0
    ? []
    : [mark('g', { transform: `translate(${x} ${y})` }, ...marks)];

/** Words below each other, wrapped at a width; a word that is wider goes on after a plus, else it is cut. */
export function paragraphs(
  lines: readonly { readonly words: string; readonly look?: MarkAttributes }[],
  width: number,
  { measure, theme }: Pick<Surface, 'measure' | 'theme'>,
  leading = 17
): { readonly height: number; readonly marks: readonly Mark[] } {
  let y = 0;
  const marks = lines.flatMap(({ words, look }) =>
    (words === ''
      ? []
      : (intoLines(words, width, 4, measure) ??
        intoLines(words.replaceAll('+', '+ '), width, 4, measure) ?? [
          shorten(words, width, measure)
        ])
    ).map(each =>
      text(each, 0, (y += leading) - 4, { ...plain(theme), ...look })
    )
  );
  return { height: y, marks };
}

export const plain = (theme: SceneTheme): MarkAttributes => ({
  'font-size': 12,
  fill: theme.color('ink')
});

export const bold = { 'font-weight': 700 };
