import type { LayerTrace, Trace } from '../../trace';
import type { ViewContext } from '../context';
import { setAttributes, setText, svg } from '../base/dom';
import { formatFixed } from '../base/format';
import { shorten, textMeasure } from '../base/measure';
import { shortDate } from '../base/timeLabels';
import { arrowPath, linePath } from '../cell/wireShape';
import { stepInput } from '../trace/stepInput';
import { isPadding } from '../base/padding';
import type { LayerValues, UnitChoice } from '../equations/layerValues';
import { createChainLink } from './chainLink';
import { chainRows, chainStates, type ChainRow } from './chainRows';
import { chainLayout, firstShown, type ChainLayout } from './unrolledLayout';

/** The chain of cells over time. */
export interface Chain {
  readonly element: SVGSVGElement;
  readonly layout: ChainLayout;
  /** Shows the steps around one; returns the first and last that are drawn. */
  show(step: number, unit: UnitChoice): readonly [number, number];
  light(channel: string | null): void;
}

/** Draws the cells of a layer side by side: one cell, drawn once for each step. */
export function drawChain(
  trace: Trace,
  layer: LayerTrace,
  values: LayerValues,
  width: number,
  translate: ViewContext['translate']
): Chain {
  const rows = chainRows(layer);
  const states = chainStates(layer);
  const { steps } = trace.time;
  const layout = chainLayout(width, states.length, rows.length, steps);
  const forward = layer.direction === 'forward';
  const element = svg('svg', {
    class: 'jp-gatescope-chain',
    width,
    height: layout.height,
    viewBox: `0 0 ${width} ${layout.height}`,
    'aria-hidden': 'true'
  });
  element.append(...weightsMark(layout, layer, steps, translate));
  const slots = layout.left.map(left => createSlot(left, layout, rows));
  // Between cells, before the first and after the last.
  const links = Array.from({ length: layout.count + 1 }, (_, index) =>
    states.map((state, which) =>
      createChainLink(layout, index, which, state.hue, state.name, forward)
    )
  );
  const starts = states.map((state, which) => {
    const x = forward
      ? layout.left[0] - 36
      : layout.left[layout.count - 1] + layout.cellWidth + 36;
    const subscript = svg('tspan', {
      class: 'jp-gatescope-circuit-subscript',
      dy: 4
    });
    const text = svg(
      'text',
      {
        class: 'jp-gatescope-letter jp-gatescope-circuit-letter',
        'data-jp-gatescope-hue': state.hue,
        x,
        y: layout.wires[which] - 16,
        'text-anchor': 'middle'
      },
      state.name,
      subscript
    );
    return { text, subscript };
  });
  element.append(
    ...links.flat().map(link => link.element),
    ...slots.map(slot => slot.element),
    ...links.flat().map(link => link.pill),
    ...starts.map(({ text }) => text)
  );

  return {
    element,
    layout,
    show(step, unit) {
      const first = firstShown(step, layout.count, steps);
      const last = first + layout.count - 1;
      slots.forEach((slot, index) =>
        slot.show(first + index, first + index === step, unit)
      );
      links.forEach((list, index) => {
        // Left of cell `first + index` stands the state that it reads, or gives if it runs backward.
        const at = first + index - (forward ? 1 : 0);
        list.forEach((link, which) =>
          link.show(values.channel(states[which].name, at, unit))
        );
      });
      const before = values.before(forward ? first : last);
      const name =
        before < 0 || before >= steps ? translate('start') : String(before);
      starts.forEach(({ subscript }) => setText(subscript, name));
      return [first, last];
    },
    light(channel) {
      for (const each of element.querySelectorAll('[data-channel]')) {
        each.classList.toggle(
          'jp-gatescope-lit',
          channel !== null && each.getAttribute('data-channel') === channel
        );
      }
    }
  };

  function createSlot(
    left: number,
    {
      top,
      cellWidth,
      cellHeight,
      wires,
      firstRow,
      rowStep,
      tokenY
    }: ChainLayout,
    list: readonly ChainRow[]
  ): {
    readonly element: SVGElement;
    show(step: number, here: boolean, unit: UnitChoice): void;
  } {
    const middle = left + cellWidth / 2;
    const box = svg('rect', {
      class: 'jp-gatescope-chain-cell',
      x: left,
      y: top,
      width: cellWidth,
      height: cellHeight,
      rx: 6
    });
    const token = svg('text', {
      class: 'jp-gatescope-chain-token',
      x: middle,
      y: tokenY,
      'text-anchor': 'middle'
    });
    const number = svg('text', {
      class: 'jp-gatescope-chain-step',
      x: middle,
      y: tokenY + 17,
      'text-anchor': 'middle'
    });
    const barLeft = left + (list.some(row => !row.isLetter) ? 38 : 28);
    const barWidth = left + cellWidth - 43 - barLeft;
    const lines = list.map((row, index) => {
      const y = firstRow + index * rowStep;
      const bar = svg('rect', {
        class: 'jp-gatescope-part-bar',
        y: y - 4,
        height: 8
      });
      const value = svg('text', {
        class: 'jp-gatescope-chain-value',
        x: left + cellWidth - 7,
        y: y + 4.5,
        'text-anchor': 'end'
      });
      const signed = row.range[0] < 0;
      const group = svg(
        'g',
        {
          class: 'jp-gatescope-chain-row',
          'data-jp-gatescope-hue': row.hue,
          'data-channel': row.channel
        },
        svg('rect', {
          class: 'jp-gatescope-chain-lit',
          x: left + 4,
          y: y - 10,
          width: cellWidth - 8,
          height: 20,
          rx: 2
        }),
        svg(
          'text',
          row.isLetter
            ? {
                class: 'jp-gatescope-letter jp-gatescope-circuit-letter',
                x: left + 14,
                y: y + 5,
                'text-anchor': 'middle'
              }
            : {
                class: 'jp-gatescope-chain-value',
                x: left + 6,
                y: y + 4.5
              },
          row.label
        ),
        svg('rect', {
          class: 'jp-gatescope-part-track',
          x: barLeft,
          y: y - 4,
          width: barWidth,
          height: 8
        }),
        bar,
        ...(signed
          ? [
              svg('path', {
                class: 'jp-gatescope-part-tick',
                d: `M${barLeft + barWidth / 2} ${y - 6}v12`
              })
            ]
          : []),
        value
      );
      return { row, bar, value, group };
    });
    const passes = wires.map((y, which) =>
      svg('path', {
        class: 'jp-gatescope-chain-pass',
        'data-jp-gatescope-hue': states[which].hue,
        d: `M${left} ${y}h${cellWidth}`
      })
    );
    const arrow = [
      { x: middle, y: top + cellHeight + 30 },
      { x: middle, y: top + cellHeight + 1 }
    ];
    const element = svg(
      'g',
      { class: 'jp-gatescope-chain-slot' },
      box,
      ...passes,
      ...lines.map(({ group }) => group),
      svg('path', {
        class: 'jp-gatescope-chain-input',
        d: linePath(arrow, 6)
      }),
      svg('path', {
        class: 'jp-gatescope-chain-input-head',
        d: arrowPath(arrow, 8, 4)
      }),
      token,
      number
    );
    return {
      element,
      show(step, here, unit) {
        element.classList.toggle('jp-gatescope-current', here);
        element.classList.toggle(
          'jp-gatescope-masked',
          isPadding(trace.time, step)
        );
        element.setAttribute('data-step', String(step));
        const label = trace.time.labels?.[step];
        const padding = isPadding(trace.time, step);
        const enters = inputNumbers(trace, layer, step);
        const words = padding
          ? translate('padding')
          : label === undefined
            ? (enters ?? '')
            : shortDate(label);
        setText(
          token,
          shorten(words, cellWidth + 50, textMeasure('14px sans-serif'))
        );
        // Under a date, what of that day enters the cell; a token is known by itself.
        const more = label !== undefined && trace.input.editable && !padding;
        setText(number, more && enters ? `${step} · x = ${enters}` : `${step}`);
        for (const { row, bar, value } of lines) {
          const found = values.value(row.expression, step, unit);
          setText(value, found === null ? '–' : formatFixed(found));
          const [low, high] = row.range;
          const place = (at: number): number =>
            barLeft +
            barWidth * Math.min(1, Math.max(0, (at - low) / (high - low || 1)));
          const zero = place(Math.max(0, low));
          const end =
            found === null || Number.isNaN(found) ? zero : place(found);
          setAttributes(bar, {
            x: Math.min(zero, end),
            width: Math.abs(end - zero)
          });
        }
      }
    };
  }
}

/** The dashed line over all cells: they are one. */
function weightsMark(
  layout: ChainLayout,
  layer: LayerTrace,
  steps: number,
  translate: ViewContext['translate']
): SVGElement[] {
  const words = translate(
    'one set of weights %1, used %2 times',
    weightNames(layer),
    steps
  );
  const centers = layout.left.map(left => left + layout.cellWidth / 2);
  const middle =
    (layout.left[0] + layout.left[layout.count - 1] + layout.cellWidth) / 2;
  // Wide enough for fonts wider than the one measured; the halo covers the rest.
  const half = textMeasure('11px sans-serif')(words) * 0.6 + 8;
  const y = 20;
  const [first] = layout.left;
  const last = layout.left[layout.count - 1] + layout.cellWidth;
  return [
    svg('path', {
      class: 'jp-gatescope-chain-weights',
      d:
        (first < middle - half ? `M${first} ${y}H${middle - half}` : '') +
        (last > middle + half ? `M${middle + half} ${y}H${last}` : '') +
        centers
          .filter(x => Math.abs(x - middle) > half || layout.count === 1)
          .map(x => `M${x} ${layout.count === 1 ? y + 6 : y}V${layout.top}`)
          .join('')
    }),
    svg(
      'text',
      {
        class: 'jp-gatescope-circuit-note jp-gatescope-halo',
        x: middle,
        y: y + 4,
        'text-anchor': 'middle'
      },
      words
    )
  ];
}

/** `W, U, b`: the letters of the parameters, each once. */
function weightNames(layer: LayerTrace): string {
  const names: string[] = [];
  const visit = (part: LayerTrace['equations'][number]['expression']): void => {
    if (part.kind === 'symbol') {
      if (part.role === 'parameter' && !names.includes(part.name)) {
        names.push(part.name);
      }
    } else if (part.kind !== 'number') {
      part.args.forEach(visit);
    }
  };
  layer.equations.forEach(({ expression }) => visit(expression));
  return names.slice(0, 4).join(', ') + (names.length > 4 ? ', …' : '');
}

/** The numbers that enter at a step, two at most; without them those of the reader's own. */
function inputNumbers(
  trace: Trace,
  layer: LayerTrace,
  step: number
): string | null {
  const { multiplied, from } = stepInput(trace, layer, step);
  const numbers =
    multiplied ?? (from?.kind === 'quantity' ? from.values : null);
  return (
    numbers &&
    numbers
      .slice(0, 2)
      .map(value => formatFixed(value))
      .join(', ') + (numbers.length > 2 ? ', …' : '')
  );
}
