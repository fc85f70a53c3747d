import { asRead, isPadding } from '../../trace';
import type { LayerTrace, Trace } from '../../trace';
import type { Translate } from '../../scene/words/translate';
import { setAttributes, setText, svg } from '../base/dom';
import { formatFixed } from '../../scene/words/format';
import { shorten } from '../../scene/words/fitText';
import { textMeasure } from '../base/measure';
import { shortDate } from '../../scene/words/timeLabels';
import type {
  LayerValues,
  UnitChoice
} from '../../views/equations/layerValues';
import { drawn } from '../scene/drawn';
import { mark, type Mark } from '../../scene/marks/mark';
import { text } from '../../scene/marks/text';
import { arrowPath, wirePath } from '../../scene/marks/wire';
import { stepInput } from '../run/stepInput';
import type { ChainRow, ChainState } from './chainRows';
import type { ChainLayout } from './unrolledLayout';

/** One cell of the chain, which shows one step after another. */
export interface ChainSlot {
  readonly element: SVGElement;
  show(step: number, here: boolean, unit: UnitChoice): void;
}

export interface ChainSlotOptions {
  readonly trace: Trace;
  readonly layer: LayerTrace;
  readonly values: LayerValues;
  readonly rows: readonly ChainRow[];
  readonly states: readonly ChainState[];
  readonly layout: ChainLayout;
  readonly translate: Translate;
}

/** Draws a cell at a place of the chain. */
export function createChainSlot(
  left: number,
  options: ChainSlotOptions
): ChainSlot {
  const { trace, rows, states, layout } = options;
  const { top, cellWidth, cellHeight, tokenY } = layout;
  const middle = left + cellWidth / 2;
  const centred = { x: middle, 'text-anchor': 'middle' };
  const token = svg('text', {
    class: 'jp-gatescope-chain-token',
    y: tokenY,
    ...centred
  });
  const number = svg('text', {
    class: 'jp-gatescope-chain-step',
    y: tokenY + 17,
    ...centred
  });
  const lines = rows.map((_, index) => createRow(left, index, options));
  const pitch = layout.left[1] - layout.left[0];
  const written = textMeasure('700 12px sans-serif');
  const arrow = [
    { x: middle, y: top + cellHeight + 30 },
    { x: middle, y: top + cellHeight + 1 }
  ];
  const ground: readonly Mark[] = [
    mark('rect', {
      class: 'jp-gatescope-chain-cell',
      x: left,
      y: top,
      width: cellWidth,
      height: cellHeight,
      rx: 6
    }),
    ...layout.wires.map((y, which) =>
      mark('path', {
        class: 'jp-gatescope-chain-pass',
        'data-jp-gatescope-hue': states[which].hue,
        d: `M${left} ${y}h${cellWidth}`
      })
    ),
    mark('path', {
      class: 'jp-gatescope-chain-input',
      d: wirePath(arrow, 6)
    }),
    mark('path', {
      class: 'jp-gatescope-chain-input-head',
      d: arrowPath(arrow, 8, 4)
    })
  ];
  const element = svg(
    'g',
    { class: 'jp-gatescope-chain-slot' },
    ground.map(drawn),
    lines.map(line => line.element),
    token,
    number
  );
  return {
    element,
    show(step, here, unit) {
      const padding = isPadding(trace.time, step);
      element.classList.toggle('jp-gatescope-current', here);
      element.classList.toggle('jp-gatescope-masked', padding);
      element.setAttribute('data-step', String(step));
      const { names, entering } = stepWords(step, options);
      const room = cellWidth + 50;
      const named = textMeasure('14px sans-serif');
      setText(
        token,
        names.find(name => named(name) <= room) ??
          shorten(names.at(-1)!, room, named)
      );
      // Words below one cell must not run into those below the next: the step's number goes where a font
      // a little wider than the one measured would make them touch.
      const whole = entering.slice(0, 1).map(each => `${step} · ${each}`);
      setText(
        number,
        whole.find(text => written(text) * 1.15 <= pitch - 4) ??
          entering.find(text => written(text) <= pitch - 4) ??
          String(step)
      );
      lines.forEach(line => line.show(step, unit));
    }
  };
}

/** The size of the numbers, in CSS pixels, as the style sheet has it; in the tightest cells less. */
const VALUE_SIZE = 12.5;
const TIGHT_SIZE = 11;
const TIGHT_BELOW = 90;
const LONGEST_VALUE = '−0.00';
const LEAST_BAR = 8;

/** A gate with its bar and its number. */
function createRow(
  left: number,
  index: number,
  { rows, layout, values }: ChainSlotOptions
): {
  readonly element: SVGElement;
  show(step: number, unit: UnitChoice): void;
} {
  const row = rows[index];
  const { cellWidth } = layout;
  const y = layout.firstRow + index * layout.rowStep;
  // In a tight cell what stands beside the bar moves up to it.
  const spare = Math.min(5, Math.max(0, (cellWidth - 90) / 2));
  const names = rows.filter(({ isLetter }) => !isLetter);
  const size = cellWidth < TIGHT_BELOW ? TIGHT_SIZE : VALUE_SIZE;
  const written = textMeasure(`700 ${size}px sans-serif`);
  const barLeft =
    left +
    (names.length > 0
      ? 6 + Math.max(...names.map(({ label }) => written(label))) + 5
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
  const place = (value: number): number =>
    barLeft +
    barWidth * Math.min(1, Math.max(0, (value - low) / (high - low || 1)));
  const bar = svg('rect', {
    class: 'jp-gatescope-part-bar',
    y: y - 4,
    height: 8
  });
  const value = drawn(
    text('', valueRight, y + 4.5, {
      anchor: 'end',
      class: 'jp-gatescope-chain-value',
      style: size < VALUE_SIZE ? `font-size: ${size}px` : undefined
    })
  );
  const name = row.isLetter
    ? text(row.label, left + 12 + spare * 0.4, y + 5, {
        anchor: 'middle',
        class: 'jp-gatescope-letter jp-gatescope-circuit-letter'
      })
    : text(row.label, left + 6, y + 4.5, {
        class: 'jp-gatescope-chain-value',
        style: size < VALUE_SIZE ? `font-size: ${size}px` : undefined
      });
  const box = (kind: string, x: number, width: number, height: number): Mark =>
    mark('rect', {
      class: `jp-gatescope-${kind}`,
      x,
      y: y - height / 2,
      width,
      height,
      rx: kind === 'chain-lit' ? 2 : undefined
    });
  const element = svg(
    'g',
    {
      class: 'jp-gatescope-chain-row',
      'data-jp-gatescope-hue': row.hue,
      'data-channel': row.channel
    },
    [
      box('chain-lit', left + 4, cellWidth - 8, 20),
      name,
      box('part-track', barLeft, barWidth, 8)
    ].map(drawn),
    bar,
    low < 0
      ? drawn(
          mark('path', {
            class: 'jp-gatescope-part-tick',
            d: `M${barLeft + barWidth / 2} ${y - 6}v12`
          })
        )
      : [],
    value
  );
  return {
    element,
    show(step, unit) {
      const found = values.value(row.expression, step, unit);
      setText(value, found === null ? '–' : formatFixed(found));
      const zero = place(Math.max(0, low));
      const end = found === null || Number.isNaN(found) ? zero : place(found);
      setAttributes(bar, {
        x: Math.min(zero, end),
        width: Math.abs(end - zero)
      });
    }
  };
}

/** What a step is called, and below it what of it enters the cell; each at length and, after it, shorter. */
function stepWords(
  step: number,
  { trace, layer, translate }: ChainSlotOptions
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
