import { bitmap, type Bitmap } from './bitmap';
import type { ChoiceName, ChosenOf } from './choices';
import { inkOn } from './inkOn';
import { followMarks } from './followMarks';
import { layout } from './layout';
import { mark, type Mark, type MarkAttributes } from './marks/mark';
import { markup } from './marks/markup';
import { standOut } from './marks/standOut';
import { text } from './marks/text';
import { makeRamp } from './ramp';
import type { PlacedMap } from './scene';
import { remembered } from './table';
import type { SceneTheme } from './theme';
import type { Now, ViewDefinition } from './view';
import type { BundleKind } from '../trace';
import { intoLines, shorten } from './words/fitText';

/** What a view is drawn on as one picture. */
export interface Paper {
  readonly width: number;
  readonly theme: SceneTheme;
  /** How wide words are at a size of their letters. */
  readonly measure: (words: string, size: number) => number;
  /** Pixels as the address of a PNG; without it there are no heat maps. */
  readonly png?: (pixels: Bitmap) => string;
  /** The row that the reader looks at; else that of the answer. */
  readonly row?: number;
}

const EDGE = 16;
const GAP = 10;
/** Sizes of the letters of the question, its answer and what is said of the picture. */
const QUESTION = 15;
const ANSWER = 13;
const SMALL = 11;
const LEADING = 1.4;
/** Of one paragraph. */
const MOST_LINES = 20;
/** By how much bold letters are wider. */
const BOLD = 1.1;

/** The view as one picture in SVG: its question and answer, its scene with the row that is looked at, and how it is read. */
export function drawView<
  K extends BundleKind,
  N extends ChoiceName,
  D,
  Id extends string
>(
  definition: ViewDefinition<K, N, D, Id>,
  now: Now<K, ChosenOf<N>, D>,
  { width, theme, measure, png, row }: Paper
): string {
  const { bundle, translate } = now;
  const table = remembered(definition.table(now));
  const scene = definition.scene(now, table);
  const { meta, progress, reading, question, answer, below } = definition.words;
  const inside = width - 2 * EDGE;
  const told = answer(now, row);
  const at = row ?? told?.row;
  const surface = {
    ...{ width: inside, theme, name: definition.name, row: at },
    measure: (words: string) => measure(words, 12)
  };
  const placed = layout(scene, table, surface);
  const linesOf = (words: string, size: number): readonly string[] =>
    words === ''
      ? []
      : words
          .split('\n')
          .flatMap(
            each =>
              intoLines(each, inside, MOST_LINES, line =>
                measure(line, size)
              ) ?? [shorten(each, inside, line => measure(line, size))]
          );
  const asked = linesOf(question(now, at), QUESTION * BOLD);
  const answered = linesOf(told?.sentence ?? '', ANSWER);
  const of = [
    definition.title(translate, bundle),
    meta?.(now) || bundle.title,
    progress?.(now)
  ];
  const small = linesOf(
    `${of.filter(Boolean).join(' · ')}. ${translate('How to read')}: ${reading(now)}`,
    SMALL
  );
  let top = 4;
  const words = (
    lines: readonly string[],
    size: number,
    look: MarkAttributes
  ) =>
    lines.map(line =>
      text(line, EDGE, (top += size * LEADING), { 'font-size': size, ...look })
    );
  const head = [
    ...words(asked, QUESTION, { 'font-weight': 600 }),
    ...words(answered, ANSWER, {})
  ];
  const sceneTop = (top += GAP);
  top += placed.height;
  const ends = below?.(now, at ?? 0) ?? '';
  const foot = [
    ...words(linesOf(ends, ANSWER), ANSWER, {}),
    ...words(small, SMALL, { fill: theme.color('second') })
  ];
  const height = Math.ceil(top + GAP);
  const drawn = [
    mark(
      'title',
      {},
      [question(now, at), told?.sentence, ends].filter(Boolean).join(' ')
    ),
    mark('rect', { width, height, fill: theme.color('page') }),
    ...head,
    mark(
      'g',
      { transform: `translate(${EDGE} ${sceneTop})` },
      ...mapMarks(placed.maps, theme, png),
      ...standOut(
        [
          ...placed.marks,
          ...(at === undefined
            ? placed.axis.map(each => each.mark)
            : followMarks(scene, placed, table, at, surface, now.lit))
        ],
        now.lit
      )
    ),
    ...foot
  ];
  return markup(
    mark(
      'svg',
      {
        xmlns: 'http://www.w3.org/2000/svg',
        viewBox: `0 0 ${width} ${height}`,
        width,
        height,
        role: 'img',
        'font-family': 'system-ui, sans-serif',
        'font-size': 12,
        fill: theme.color('ink')
      },
      ...drawn
    )
  );
}

/** Heat maps as pictures in the picture, one pixel a value. */
const mapMarks = (
  maps: readonly PlacedMap[],
  theme: SceneTheme,
  png: Paper['png']
): Mark[] =>
  maps.flatMap(
    ({ values, ramp, ink, range, x, y, width, height, numbers = [] }) => {
      const colors = ink
        ? makeRamp([theme.color('page'), theme.color(ink)])
        : theme.ramp(ramp);
      return png && colors
        ? [
            mark('image', {
              ...{ x, y, width, height },
              preserveAspectRatio: 'none',
              style: 'image-rendering: pixelated',
              href: png(bitmap(values, colors, range))
            }),
            ...numbers.map(({ value, words, ...at }) =>
              text(words, at.x, at.y, {
                anchor: 'middle',
                fill: Number.isNaN(value)
                  ? theme.color('ink')
                  : inkOn(colors.css(value))
              })
            ),
            mark('rect', {
              ...{ x, y, width, height, fill: 'none' },
              stroke: theme.color('grid')
            })
          ]
        : [];
    }
  );
