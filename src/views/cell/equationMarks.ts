import { expressionText, inSequence, type Equation } from '../../trace';
import { mark, type Mark, type MarkAttributes } from '../../scene/marks/mark';
import { bold, moved, paragraphs } from '../../scene/marks/paragraphs';
import { axisLook } from '../../scene/placeMarks';
import type { Surface } from '../../scene/scene';
import type { SceneTheme } from '../../scene/theme';
import { intoLines } from '../../scene/words/fitText';
import { formatFixed } from '../../scene/words/format';
import type { Piece } from '../../scene/words/pieces';
import { workOut } from '../equations/arithmetic';
import { arithmeticText } from '../equations/arithmeticText';
import { equationsNote } from '../equations/equationsNote';
import { heldBy } from '../equations/held';
import type { CellNow } from './cellNow';
import { letteredText } from './changeSentence';

/** Sizes of letters and of numbers, and what is between two equations. */
const LETTERS = 15;
const NUMBERS = 12;
const INDENT = 20;
const AIR = 10;

interface Block {
  readonly height: number;
  readonly marks: readonly Mark[];
}

/** The equations with their numbers below each other: in a file, where a page has them to be walked through. */
export function equationMarks(now: CellNow, surface: Surface): Block {
  const { trace, layer, step, unit, translate } = now;
  const { width } = surface;
  const half = (width - 2 * INDENT) / 2;
  const isWide = layer.equations.some(
    each => surface.measure(lettersOf(each, now)) * (LETTERS / 12) > half
  );
  const columns = isWide ? 1 : 2;
  const blocks = layer.equations.map(each =>
    blockOf(each, now, isWide ? width : half, surface)
  );
  const first = Math.ceil(blocks.length / columns);
  const stacks = [blocks.slice(0, first), blocks.slice(first)].map(stacked);
  const note = paragraphs(
    [
      {
        words: equationsNote(trace, layer, step, unit, translate),
        look: axisLook(surface.theme)
      }
    ],
    width,
    surface
  );
  const height = Math.max(...stacks.map(each => each.height));
  return {
    height: height + note.height,
    marks: [
      ...stacks.flatMap(({ marks }, at) =>
        moved(at * (half + 2 * INDENT), 0, marks)
      ),
      ...moved(0, height, note.marks)
    ]
  };
}

function stacked(blocks: readonly Block[]): Block {
  let y = 0;
  const marks = blocks.flatMap(each => {
    const placed = moved(0, y, each.marks);
    y += each.height + AIR;
    return placed;
  });
  return { height: y, marks };
}

const lettersOf = ({ channel, expression }: Equation, { layer }: CellNow) =>
  `${channel} = ${expressionText(inSequence(expression, layer.direction))}`;

/** One equation: its letters and, below them, its numbers. */
function blockOf(
  equation: Equation,
  now: CellNow,
  width: number,
  { measure, theme }: Surface
): Block {
  const { trace, layer, values, step, unit, translate } = now;
  const { channel } = equation;
  const held = heldBy(trace.clamps, layer, channel, step, unit);
  const { lines, result } = workOut(values, equation, step, unit);
  const equals: Piece = {
    look: 'value',
    words: result === null ? '–' : formatFixed(result)
  };
  const numbers: Piece[][] =
    held && unit !== 'mean'
      ? [
          [
            `${channel} := ${held.value === 'mean' ? translate('mean') : formatFixed(held.value)} ${translate('held; the equation is not used')} = `,
            equals
          ]
        ]
      : lines.length === 0
        ? [['= ', equals]]
        : lines.map((line, at) => [
            `= ${arithmeticText(line)}`,
            ...(at === lines.length - 1 ? [' = ', equals] : [])
          ]);
  let y = 0;
  const line = (
    pieces: readonly Piece[],
    x: number,
    size: number,
    look: MarkAttributes
  ): Mark => {
    y += size + 5;
    return mark(
      'text',
      { x, y: y - 5, 'font-size': size, ...look },
      ...pieces.map(piece => pieceMark(piece, theme))
    );
  };
  const wrapped = (words: string, size: number, room: number) =>
    intoLines(words, room, 6, each => (measure(each) * size) / 12) ?? [words];
  return {
    marks: [
      ...wrapped(lettersOf(equation, now), LETTERS, width).map((words, at) =>
        line(letteredText(layer, words), at === 0 ? 0 : INDENT, LETTERS, {
          'font-family': 'serif'
        })
      ),
      ...numbers.map(pieces =>
        line(pieces, INDENT, NUMBERS, { fill: theme.color('second') })
      )
    ],
    height: y
  };
}

const pieceMark = (piece: Piece, theme: SceneTheme): Mark | string =>
  typeof piece === 'string'
    ? piece
    : piece.look === 'letter'
      ? mark(
          'tspan',
          { 'font-style': 'italic', fill: theme.color(piece.hue) },
          piece.words
        )
      : mark('tspan', { ...bold, fill: theme.color('ink') }, piece.words);
