import type { Expression, LayerTrace, Trace } from '../../trace';
import type { Translate } from '../../scene/words/translate';
import { setText, svg } from '../base/dom';
import { textMeasure } from '../base/measure';
import type {
  LayerValues,
  UnitChoice
} from '../../views/equations/layerValues';
import { drawn } from '../scene/drawn';
import { mark, type Mark } from '../../scene/marks/mark';
import { text } from '../../scene/marks/text';
import { createChainLink } from './chainLink';
import { chainRows, chainStates, type ChainState } from './chainRows';
import { createChainSlot } from './chainSlot';
import { chainLayout, firstShown, type ChainLayout } from './unrolledLayout';

/** The chain of cells over time. */
export interface Chain {
  readonly element: SVGSVGElement;
  /** Shows the steps around one; returns the first and last that are drawn. */
  show(step: number, unit: UnitChoice): readonly [number, number];
  light(channel: string | null): void;
}

export interface ChainOptions {
  readonly trace: Trace;
  readonly layer: LayerTrace;
  readonly values: LayerValues;
  readonly width: number;
  readonly translate: Translate;
}

/** Draws the cells of a layer side by side: one cell, drawn once for each step. */
export function drawChain(options: ChainOptions): Chain {
  const { trace, layer, values, width, translate } = options;
  const rows = chainRows(layer);
  const states = chainStates(layer);
  const { steps } = trace.time;
  const layout = chainLayout(
    width,
    states.length,
    rows.length,
    steps,
    rows.some(({ isLetter }) => !isLetter)
  );
  const { count } = layout;
  const forward = layer.direction === 'forward';
  const slots = layout.left.map(left =>
    createChainSlot(left, { ...options, rows, states, layout })
  );
  // Between cells, before the first and after the last.
  const links = Array.from({ length: count + 1 }, (_, index) =>
    states.map((state, which) =>
      createChainLink(layout, index, which, state, forward)
    )
  );
  const starts = states.map((state, which) =>
    startName(state, which, layout, forward)
  );
  const element = svg(
    'svg',
    {
      class: 'jp-gatescope-chain',
      width,
      height: layout.height,
      viewBox: `0 0 ${width} ${layout.height}`,
      'aria-hidden': 'true'
    },
    weightsMarks(layout, layer, steps, translate).map(drawn),
    links.flat().map(link => link.element),
    slots.map(slot => slot.element),
    links.flat().map(link => link.pill),
    starts.map(start => start.element)
  );
  return {
    element,
    show(step, unit) {
      const first = firstShown(step, count, steps);
      const last = first + count - 1;
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
}

/** The letter of a state where the chain begins, with the step that it comes from. */
function startName(
  { name, hue }: ChainState,
  which: number,
  { wires, startX, startWire, count, left, cellWidth }: ChainLayout,
  forward: boolean
): { readonly element: SVGElement; readonly subscript: SVGElement } {
  const subscript = svg('tspan', {
    class: 'jp-gatescope-circuit-subscript',
    dy: 4
  });
  const element = svg(
    'text',
    {
      class: 'jp-gatescope-letter jp-gatescope-circuit-letter',
      'data-jp-gatescope-hue': hue,
      x: forward ? startX : left[count - 1] + cellWidth + startWire / 2,
      y: wires[which] - 36,
      'text-anchor': 'middle'
    },
    name,
    subscript
  );
  return { element, subscript };
}

/** The dashed line over all cells: they are one. */
function weightsMarks(
  { left, cellWidth, count, top, startX }: ChainLayout,
  layer: LayerTrace,
  steps: number,
  translate: Translate
): Mark[] {
  const measure = textMeasure('12px sans-serif');
  const names = weightNames(layer);
  const once = steps === 1;
  const sentence = once
    ? translate('one set of weights %1, used once', names)
    : translate('one set of weights %1, used %2 times', names, steps);
  const brief = once
    ? translate('%1: used once', names)
    : translate('%1: used %2 times', names, steps);
  const [first] = left;
  const last = left[count - 1] + cellWidth;
  const middle = (first + last) / 2;
  // Between the names of the states, which stand at both ends.
  const room = 2 * (middle - startX - 12);
  const words = measure(sentence) * 1.1 < room ? sentence : brief;
  // Wide enough for fonts wider than the one measured; the halo covers the rest.
  const half = measure(words) * 0.6 + 8;
  const y = 12;
  // From the line, or from below the words that stand in its place.
  const down = left
    .map(x => x + cellWidth / 2)
    .map(x => `M${x} ${Math.abs(x - middle) > half ? y : y + 10}V${top}`);
  return [
    mark('path', {
      class: 'jp-gatescope-chain-weights',
      d:
        (first < middle - half ? `M${first} ${y}H${middle - half}` : '') +
        (last > middle + half ? `M${middle + half} ${y}H${last}` : '') +
        down.join('')
    }),
    text(words, middle, y + 4, {
      anchor: 'middle',
      class: 'jp-gatescope-circuit-note jp-gatescope-halo'
    })
  ];
}

/** `W, U, b`: the letters of the parameters, each once. */
function weightNames(layer: LayerTrace): string {
  const names = new Set<string>();
  const visit = (part: Expression): void => {
    if (part.kind === 'symbol') {
      if (part.role === 'parameter') {
        names.add(part.name);
      }
    } else if (part.kind !== 'number') {
      part.args.forEach(visit);
    }
  };
  layer.equations.forEach(({ expression }) => visit(expression));
  return [...names].slice(0, 4).join(', ') + (names.size > 4 ? ', …' : '');
}
