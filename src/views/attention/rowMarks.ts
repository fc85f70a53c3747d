import type { Attention } from '../../trace';
import { bars } from '../../scene/marks/bars';
import { framed } from '../../scene/marks/framed';
import { mark, type Mark } from '../../scene/marks/mark';
import { stepScale } from '../../scene/marks/plane';
import { text } from '../../scene/marks/text';
import { axisLook } from '../../scene/placeMarks';
import type { Overlay, PlacedPanel, Surface } from '../../scene/scene';
import { shorten } from '../../scene/words/fitText';
import { formatFixed } from '../../scene/words/format';
import {
  isMistake,
  mostSeen,
  weightAt,
  type AttentionDecoding
} from './attention';
import { lookHeight, lookMarks } from './lookMarks';
import { shadedCell } from './shadedCell';
import {
  baseOf,
  CONTEXT,
  contextTop,
  endOf,
  isTurned,
  LABEL,
  PROFILE,
  roomRight,
  rowWords,
  TOKEN,
  WORD,
  type AttentionNow
} from './attentionPlaced';

/** The height of a number. */
const NUMBER = 13;
/** From this width of a column on each bar has its number; else the largest. */
const NUMBERED_FROM = 30;

/** One decoding, where it stands. */
interface Placed {
  readonly decoding: AttentionDecoding;
  readonly panel: PlacedPanel;
  readonly surface: Surface;
}

/**
 * The tokens of both sides, those that are looked at in bold letters; the row of a step framed, its
 * weights as bars, and the context that was read there.
 */
export const rowMarks =
  (now: AttentionNow): Overlay['marks'] =>
  (step, { panels, height }, surface, lit = null) => [
    ...panels.flatMap((panel, at) => {
      const decoding = now.bundle.decodings[at];
      const placed = { decoding, panel, surface };
      return [
        ...sourceMarks(now.bundle, placed, lit),
        ...targetMarks(now, placed, step),
        ...(step < decoding.target.length
          ? [
              ...frameMarks(placed, step, lit),
              ...profileMarks(now.bundle, placed, step, lit),
              ...contextMarks(now, placed, step)
            ]
          : [])
      ];
    }),
    ...(now.worked && step < now.worked.decoding.target.length
      ? lookMarks(now.worked, step, {
          ...{ surface, lit, translate: now.translate },
          top: height - lookHeight(now.worked)
        })
      : [])
  ];

const wordLook = ({ theme }: Surface, isLit: boolean) => ({
  'font-size': 12,
  fill: theme.color('ink'),
  ...(isLit && { 'font-weight': 700 })
});

const columnOf = ({ box }: PlacedPanel, { source }: Attention): number =>
  box.width / source.length;

/** The tokens that were read, over their columns: as many as have room. */
function sourceMarks(
  attention: Attention,
  { panel, surface }: Placed,
  lit: number | null
): Mark[] {
  const { value, box } = panel;
  const { measure } = surface;
  const turned = isTurned(attention, box.width, measure);
  const every = Math.ceil((turned ? LABEL : 1) / columnOf(panel, attention));
  return attention.source.flatMap((token, at) =>
    at % every > 0
      ? []
      : [
          mark(
            'text',
            {
              ...(turned
                ? {
                    transform: `translate(${value(at) + 3} ${box.y - 6}) rotate(-50)`
                  }
                : { x: value(at), y: box.y - 7, 'text-anchor': 'middle' }),
              ...wordLook(surface, at === lit)
            },
            shorten(token, TOKEN, measure)
          )
        ]
  );
}

/** The tokens that were written, before their rows, with what there is to say of each behind it. */
function targetMarks(
  { translate }: AttentionNow,
  { decoding, panel: { box, places }, surface }: Placed,
  step: number
): Mark[] {
  const { measure, theme } = surface;
  const every = Math.ceil(LABEL / places.column);
  return decoding.target.flatMap((token, at) => {
    const y = places.center(at) + 4;
    const isWrong = isMistake(decoding, at);
    return at % every > 0
      ? []
      : [
          text(
            (isWrong ? '✗ ' : '') + shorten(token, WORD, measure),
            box.x - 7,
            y,
            {
              anchor: 'end',
              ...wordLook(surface, at === step || isWrong),
              ...(isWrong && { fill: theme.color('wrong') })
            }
          ),
          text(
            rowWords(decoding, at, measure, translate),
            box.x + box.width + 7 + roomRight(decoding),
            y,
            axisLook(theme)
          )
        ];
  });
}

function frameMarks(
  { panel: { box, places, value }, surface }: Placed,
  step: number,
  lit: number | null
): Mark[] {
  const row = { y: places.left(step), height: places.column };
  const [from, to] = value.domain;
  const width = box.width / (to - from + 1);
  return [
    ...framed(surface.theme, { ...box, ...row }, 1, 'ink'),
    ...(lit === null
      ? []
      : framed(
          surface.theme,
          { ...row, x: value(lit) - width / 2, width },
          0,
          'brand'
        ))
  ];
}

/** A bar a token that was read, as high as its weight, with the numbers that have room. */
function profileMarks(
  { source }: Attention,
  { decoding, panel, surface }: Placed,
  step: number,
  lit: number | null
): Mark[] {
  const { box, value } = panel;
  const { theme, measure } = surface;
  const base = baseOf(box);
  const column = box.width / source.length;
  const heightOf = (weight: number): number => base - PROFILE * weight;
  const count = column >= NUMBERED_FROM ? source.length : 3;
  const numbers = mostSeen(decoding, step, count)
    .filter(({ weight }) => weight >= 0.005)
    .map(({ source: at, weight }) => ({
      at,
      words: formatFixed(weight),
      x: value(at),
      y: heightOf(weight) - 4
    }));
  return [
    bars(
      source.map((_, at) => weightAt(decoding, step, at)),
      {
        ...{ steps: stepScale(source.length, box), y: heightOf, base },
        share: 1 - Math.min(8 / column, 0.3)
      },
      { fill: theme.color('brand') }
    ),
    ...numbers
      .filter(
        // The larger weight keeps its number where two would stand on one another.
        ({ words, x, y }, index) =>
          !numbers
            .slice(0, index)
            .some(
              other =>
                Math.abs(other.x - x) < measure(words) &&
                Math.abs(other.y - y) < NUMBER
            )
      )
      .map(({ at, words, x, y }) =>
        text(words, x, y, {
          anchor: 'middle',
          ...wordLook(surface, at === lit)
        })
      )
  ];
}

/** The context that was read at a step: a cell a unit, with its number under the pointer. */
function contextMarks(
  { translate }: AttentionNow,
  { decoding, panel: { box }, surface: { theme } }: Placed,
  step: number
): Mark[] {
  const { context } = decoding;
  if (!context) {
    return [];
  }
  const {
    values,
    shape: [, units = 1]
  } = context;
  const end = endOf(context);
  const y = contextTop(decoding, box);
  const { left, column } = stepScale(units, box);
  return Array.from(
    values.subarray(step * units, (step + 1) * units),
    (value, unit) =>
      shadedCell(
        { x: left(unit), y, width: column, height: CONTEXT },
        {
          ...{ theme, ramp: 'states', share: (value / end + 1) / 2 },
          title: translate(
            'unit %1 of the context: %2',
            unit,
            formatFixed(value)
          )
        }
      )
  );
}
