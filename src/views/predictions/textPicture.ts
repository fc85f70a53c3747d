import { betweenTokens } from '../../trace';
import { strip } from '../../scene/legends';
import { mark, type Mark } from '../../scene/marks/mark';
import { stepScale, type Box } from '../../scene/marks/plane';
import { text } from '../../scene/marks/text';
import { linearScale } from '../../scene/marks/valueScale';
import { axisLook } from '../../scene/placeMarks';
import type { Layout, Placed, Surface } from '../../scene/scene';
import { shaded } from '../../scene/theme';
import { intoLines, shorten } from '../../scene/words/fitText';
import { formatFixed } from '../../scene/words/format';
import type { Translate } from '../../scene/words/translate';
import type { TextContent } from './measures';
import {
  colorRange,
  likelyAt,
  MOST_LIKELY,
  probabilityWords,
  shownToken,
  coloredValue,
  type Coloring
} from './textWords';

/** Of a line, and of the color of a token in it. */
const LINE = 24;
const HIGH = 20;
/** Of the letters; so wide are those of one width. */
const SIZE = 14;
const LETTER = 9;
/** The same of the smaller ones of likely tokens. */
const SMALL = 7.4;
const RAMP = 150;
/** A row of what could have stood at a place, its bar where it is certain, and the longest token before it. */
const ROW = 18;
const BAR = 100;
const MOST_TOKEN = 144;
/** In less room the sentence of a token takes two lines. */
const WIDE = 320;

/** The tokens on their colors, flowing from line to line, and the scale of the colors below. */
export function textPicture(
  content: TextContent,
  coloring: Coloring,
  surface: Surface,
  translate: Translate
): ReturnType<Layout> {
  const { width, theme, measure } = surface;
  const { tokens, promptLength, likely = [] } = content;
  const isUnit = coloring !== 'probability';
  const ramp = isUnit ? 'states' : 'gates';
  const [low, high] = colorRange(content, coloring);
  const boxes = tokenBoxes(content, width, measure);
  const bottom = (boxes.at(-1)?.y ?? 0) + LINE + 8;
  const family = betweenTokens(content) === '' ? 'monospace' : undefined;
  const end = (words: string, x: number, anchor?: 'middle' | 'end') =>
    text(words, x, bottom + 20, { anchor, ...axisLook(theme) });
  const whole = { x: 0, y: 0, width, height: bottom };
  const panel = {
    ...{ id: 'tokens', box: whole, across: true },
    places: stepScale(tokens.length, whole),
    value: linearScale([0, 1], whole)
  };
  return {
    height:
      rowsTop(bottom, width) +
      (likely.length > 0 ? (MOST_LIKELY + 2) * ROW : 0),
    panels: [panel],
    maps: [strip(ramp, { x: 0, y: bottom, width: RAMP, height: 8 })],
    marks: [
      ...tokens.flatMap((token, at) => {
        const { x, y } = boxes[at];
        const place =
          (coloredValue(content, coloring, at) - low) / (high - low);
        return [
          mark('rect', { ...boxes[at], ...shaded(theme, ramp, place) }),
          text(token === ' ' ? '' : shownToken(token), x + 1, y + 15, {
            ...{ 'font-size': SIZE, 'font-family': family, 'data-step': at },
            'text-decoration': at < promptLength ? 'underline' : undefined,
            ...shaded(theme, ramp, place, true)
          })
        ];
      }),
      end(isUnit ? formatFixed(low, 1) : '0', 0),
      end(
        isUnit ? translate('unit %1', coloring) : translate('probability'),
        RAMP / 2,
        'middle'
      ),
      end(isUnit ? `+${formatFixed(high, 1)}` : '1', RAMP, 'end')
    ],
    hit(x, y) {
      const row = boxes.findIndex(
        box =>
          x >= box.x &&
          x < box.x + box.width &&
          y >= box.y &&
          y < box.y + box.height
      );
      return row < 0 ? null : { row, column: 0, panel };
    }
  };
}

/** Where the rows of likely tokens begin, below the colors' scale and the sentence. */
const rowsTop = (bottom: number, width: number): number =>
  bottom + 48 + (width < WIDE ? ROW : 0);

/** Where each token stands: a line ends between two words, where these have room. */
function tokenBoxes(
  content: TextContent,
  width: number,
  measure: Surface['measure']
): readonly Box[] {
  const { tokens } = content;
  const isApart = betweenTokens(content) !== '';
  const gap = isApart ? measure('n') : 0;
  const endsWord = (token = ' ') => isApart || /\s$/.test(token);
  const widths = tokens.map(token => tokenWidth(token, isApart, measure));
  // From each token to the end of its word.
  const rest = [...widths];
  for (let at = tokens.length - 2; at >= 0; at -= 1) {
    rest[at] += endsWord(tokens[at]) ? 0 : rest[at + 1];
  }
  let [x, line] = [0, 0];
  return tokens.map((token, at) => {
    const needed = endsWord(tokens[at - 1]) ? rest[at] : widths[at];
    if (x > 0 && x + Math.min(needed, width) > width) {
      [x, line] = [0, line + 1];
    }
    const box = { x, y: line * LINE, width: widths[at], height: HIGH };
    x += widths[at] + gap;
    if (token === '\n') {
      [x, line] = [0, line + 1];
    }
    return box;
  });
}

/** Letters of one width are known without being measured; others may be wider. */
const tokenWidth = (
  token: string,
  isApart: boolean,
  measure: Surface['measure']
): number => {
  const words = shownToken(token);
  return isApart || !/^[\x20-\x7e]*$/.test(words)
    ? Math.ceil(Math.max(6, (measure(words) * SIZE) / 12 + 2))
    : words.length * LETTER;
};

/** The token that is looked at framed, what is said of it, and what could have stood there. */
export function tokenAt(
  content: TextContent,
  step: number,
  said: string,
  {
    placed: { width, panels },
    surface: { theme, measure },
    translate
  }: {
    readonly placed: Placed;
    readonly surface: Surface;
    readonly translate: Translate;
  }
): readonly Mark[] {
  const ink = theme.color('ink');
  const [{ box: whole }] = panels;
  const bottom = whole.height;
  const box = tokenBoxes(content, width, measure).at(step);
  const lines = intoLines(said, width, 2, measure) ?? [
    shorten(said, width, measure)
  ];
  const rows = likelyAt(content, step);
  const names = rows.map(({ token }) =>
    shorten(shownToken(token), MOST_TOKEN, ({ length }) => length * SMALL)
  );
  const left = 8 + Math.max(28, ...names.map(({ length }) => length * SMALL));
  const top = rowsTop(bottom, width);
  const words = { 'font-size': 12, fill: ink };
  return [
    ...(box
      ? [mark('rect', { ...box, fill: 'none', stroke: ink, 'stroke-width': 2 })]
      : []),
    ...lines.map((line, at) => text(line, 0, bottom + 42 + at * ROW, words)),
    ...(rows.length > 0
      ? [text(translate('could have stood here'), 0, top + 12, axisLook(theme))]
      : []),
    ...rows.flatMap(({ token, probability }, at) => {
      const y = top + (at + 1) * ROW;
      const isWritten = token === content.tokens[step];
      const look = {
        ...words,
        'font-weight': isWritten ? 700 : undefined
      };
      return [
        text(names[at], 0, y + 12, { 'font-family': 'monospace', ...look }),
        mark('rect', {
          ...{ x: left, y: y + 4, height: 8 },
          width: Math.max(1, probability * BAR),
          fill: theme.color(isWritten ? 'brand' : 'hatch')
        }),
        text(probabilityWords(probability), left + BAR + 8, y + 12, {
          'data-likely': at,
          ...look
        })
      ];
    })
  ];
}
