import { asRead, isPadding, type LayerTrace, type Trace } from '../../trace';
import { letterMark } from '../../scene/marks/letter';
import { mark, type Mark } from '../../scene/marks/mark';
import { text } from '../../scene/marks/text';
import { arrowPath, wirePath } from '../../scene/marks/wire';
import { shorten } from '../../scene/words/fitText';
import { formatFixed } from '../../scene/words/format';
import { shortDate } from '../../scene/words/timeLabels';
import { stepInput } from '../run/stepInput';
import { BOLD, wide, type Chain, type ChainPaper } from './chainPaper';
import { chainRows, chainStates, type ChainRow } from './chainRows';

/** One cell of the chain. */
export function slotMarks(
  left: number,
  step: number,
  chain: Chain,
  paper: ChainPaper
): Mark {
  const { trace, layer } = chain;
  const { layout, theme, measure } = paper;
  const { top, cellWidth, cellHeight, tokenY } = layout;
  const here = step === chain.step;
  const padding = isPadding(trace.time, step);
  const middle = left + cellWidth / 2;
  const second = theme.color('second');
  const arrow = [
    { x: middle, y: top + cellHeight + 30 },
    { x: middle, y: top + cellHeight + 1 }
  ];
  const { names, entering } = stepNames(step, chain);
  const room = cellWidth + 50;
  // Words below one cell must not run into those below the next: the step's number goes where a font
  // a little wider than the one measured would make them touch.
  const pitch = layout.left.length > 1 ? layout.left[1] - layout.left[0] : NaN;
  const fits = (words: string, by = 1): boolean =>
    !(wide(measure, words, 12, BOLD) * by > pitch - 4);
  const number =
    entering
      .slice(0, 1)
      .map(each => `${step} · ${each}`)
      .find(each => fits(each, 1.15)) ??
    entering.find(each => fits(each)) ??
    String(step);
  const look = { anchor: 'middle', 'font-weight': here ? 700 : 400 } as const;
  return mark(
    'g',
    {
      'data-step': step,
      ...(padding && { opacity: 0.6 }),
      ...theme.part(
        `chain-slot${here ? ' jp-gatescope-current' : ''}${padding ? ' jp-gatescope-masked' : ''}`
      )
    },
    mark('rect', {
      ...{ x: left, y: top, width: cellWidth, height: cellHeight, rx: 6 },
      fill: theme.color(here ? 'page' : 'raised'),
      stroke: theme.color(here ? 'ink' : 'edge'),
      'stroke-width': here ? 2.25 : 1
    }),
    ...chainStates(layer).map(({ hue }, which) =>
      mark('path', {
        ...{ d: `M${left} ${layout.wires[which]}h${cellWidth}`, fill: 'none' },
        ...{ stroke: theme.color(hue), 'stroke-width': 1.5 },
        'stroke-dasharray': '2 3'
      })
    ),
    mark('path', {
      ...{ d: wirePath(arrow, 6), fill: 'none', stroke: second },
      'stroke-width': 1.5
    }),
    mark('path', { d: arrowPath(arrow, 8, 4), fill: second }),
    ...chainRows(layer).map((row, index) =>
      rowMarks(row, left, layout.firstRow + index * layout.rowStep, {
        ...{ chain, paper, here },
        value: chain.values.value(row.expression, step, chain.unit)
      })
    ),
    text(
      names.find(name => wide(measure, name, 14) <= room) ??
        shorten(names.at(-1)!, room, words => wide(measure, words, 14)),
      middle,
      tokenY,
      { ...look, 'font-size': 14, ...theme.part('chain-token') }
    ),
    text(number, middle, tokenY + 17, {
      ...{ ...look, 'font-size': 12, ...theme.part('chain-step') },
      fill: here ? theme.color('ink') : second
    })
  );
}

/** The size of the numbers; in the tightest cells less. */
const VALUE_SIZE = 12.5;
const TIGHT_SIZE = 11;
const TIGHT_BELOW = 90;
const LONGEST_VALUE = '−0.00';
const LEAST_BAR = 8;

/** A gate with its bar and its number. */
function rowMarks(
  row: ChainRow,
  left: number,
  y: number,
  {
    chain: { layer },
    paper: { layout, theme, measure },
    here,
    value
  }: {
    readonly chain: Chain;
    readonly paper: ChainPaper;
    readonly here: boolean;
    readonly value: number | null;
  }
): Mark {
  const { cellWidth } = layout;
  // In a tight cell what stands beside the bar moves up to it.
  const spare = Math.min(5, Math.max(0, (cellWidth - 90) / 2));
  const names = chainRows(layer).filter(({ isLetter }) => !isLetter);
  const size = cellWidth < TIGHT_BELOW ? TIGHT_SIZE : VALUE_SIZE;
  const written = (words: string): number => wide(measure, words, size, BOLD);
  const barLeft =
    left +
    (names.length > 0
      ? 11 + Math.max(...names.map(({ label }) => written(label)))
      : 23 + spare);
  const valueRight = left + cellWidth - 4 - spare * 0.6;
  // The bar ends before the longest of the numbers, which is bold at the cursor.
  const barWidth = Math.max(
    LEAST_BAR,
    Math.min(
      left + cellWidth - 38 - spare - barLeft,
      valueRight - written(LONGEST_VALUE) - 3 - barLeft
    )
  );
  const [low, high] = row.range;
  const place = (at: number): number =>
    barLeft +
    barWidth * Math.min(1, Math.max(0, (at - low) / (high - low || 1)));
  const zero = place(Math.max(0, low));
  const end = value === null || Number.isNaN(value) ? zero : place(value);
  const color = theme.color(row.hue);
  const look = {
    style: `font-size: ${size}px`,
    'font-weight': here ? 700 : 400,
    ...theme.part('chain-value')
  };
  const box = (x: number, width: number, more: Mark['attributes']): Mark =>
    mark('rect', { x, y: y - 4, width, height: 8, ...more });
  return mark(
    'g',
    {
      'data-jp-gatescope-hue': row.hue,
      'data-channel': row.channel,
      ...theme.part('chain-row')
    },
    mark('rect', {
      ...{ x: left + 4, y: y - 10, width: cellWidth - 8, height: 20, rx: 2 },
      ...{ fill: 'transparent', ...theme.part('chain-lit') }
    }),
    row.isLetter
      ? letterMark(
          row.label,
          row.hue,
          {
            ...{ x: left + 12 + spare * 0.4, y: y + 5, size: 19 },
            anchor: 'middle'
          },
          theme
        )
      : text(row.label, left + 6, y + 4.5, look),
    box(barLeft, barWidth, {
      fill: theme.color('track'),
      ...theme.part('part-track')
    }),
    box(Math.min(zero, end), Math.abs(end - zero), {
      fill: color,
      ...theme.part('part-bar')
    }),
    ...(low < 0
      ? [
          mark('path', {
            d: `M${barLeft + barWidth / 2} ${y - 6}v12`,
            stroke: theme.color('second')
          })
        ]
      : []),
    text(value === null ? '–' : formatFixed(value), valueRight, y + 4.5, {
      anchor: 'end',
      ...look
    })
  );
}

/** What a step is called, and below it what of it enters the cell; each at length and, after it, shorter. */
function stepNames(
  step: number,
  { trace, layer, translate }: Chain
): { readonly names: readonly string[]; readonly entering: readonly string[] } {
  const label = asRead(trace, layer).time.labels?.[step];
  if (isPadding(trace.time, step)) {
    return { names: [translate('padding')], entering: [] };
  }
  const enters = inputNumbers(trace, layer, step);
  if (label === undefined) {
    return { names: enters.length > 0 ? [...enters, '…'] : [''], entering: [] };
  }
  // Under a date, what of that day enters the cell; a token is known by itself.
  return {
    names: [shortDate(label)],
    entering: trace.input.editable ? enters.map(each => `x = ${each}`) : []
  };
}

/**
 * The numbers that enter at a step, two at most, and one where two have no room: no number is cut. Without
 * them those of the reader's own.
 */
function inputNumbers(
  trace: Trace,
  layer: LayerTrace,
  step: number
): readonly string[] {
  const { multiplied, from } = stepInput(trace, layer, step);
  const numbers = multiplied ?? (from?.kind === 'quantity' ? from.values : []);
  return (numbers.length > 0 ? [2, 1] : []).map(
    count =>
      numbers
        .slice(0, count)
        .map(value => formatFixed(value))
        .join(', ') + (numbers.length > count ? ', …' : '')
  );
}
