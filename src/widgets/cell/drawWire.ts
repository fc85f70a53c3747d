import { expressionText } from '../../trace';
import type { Expression } from '../../trace';
import { setAttributes, setText, svg } from '../base/dom';
import { shorten } from '../../scene/words/fitText';
import { pillWidth, textMeasure } from '../base/measure';
import type { InputWords } from './cellWords';
import {
  arrowPath,
  hollowWidths,
  towards,
  wirePath,
  wireWidth,
  type Point
} from '../../scene/marks/wire';
import { RADIUS, type Circuit, type Wire } from './circuit';

/** The numbers of a circuit at a step. */
export interface CircuitNumbers {
  /** What a wire carries, or on the way back what comes back on it; null where it is not known. */
  value(expression: Expression): number | null;
  /** What a box computed. */
  computed(expression: Expression): number | null;
  /** The number whose wire is as wide as wires get. */
  readonly widest: number;
  write(value: number): string;
}

/** A piece of a circuit on the page. */
export interface Drawn {
  readonly element: SVGElement;
  show(numbers: CircuitNumbers): void;
  light(texts: ReadonlySet<string>): void;
}

function textsOf(wire: Wire): readonly string[] {
  return wire.carries
    ? [expressionText(wire.carries), ...wire.lights]
    : wire.lights;
}

/** What is not a number has no width and no pill. */
function known(value: number | null): number | null {
  return value === null || Number.isNaN(value) ? null : value;
}

/** The corners of a wire, cut off where it enters a ⊙ or +. */
function trimmed(wire: Wire, circuit: Circuit): readonly Point[] {
  const points = [...wire.points];
  const end = points[points.length - 1];
  const before = points[points.length - 2];
  const entered = circuit.parts.some(
    part =>
      part.kind !== 'box' &&
      Math.abs(part.center.x - end.x) < 0.5 &&
      Math.abs(part.center.y - end.y) < 0.5
  );
  if (entered && before) {
    points[points.length - 1] = towards(end, before, RADIUS + 1.5);
  }
  return points;
}

/** Draws a wire; `lit` is the light under it. */
export function drawWire(
  wire: Wire,
  circuit: Circuit
): Drawn & { readonly lit: SVGElement } {
  const points = trimmed(wire, circuit);
  const feed = wire.hue === 'feed';
  const whole = wirePath(points);
  const lit = svg('path', { class: 'jp-gatescope-wire-lit', d: whole });
  const gap = svg('path', { class: 'jp-gatescope-wire-gap', d: whole });
  const outer = svg('path', { class: 'jp-gatescope-wire-line' });
  const inner = svg('path', { class: 'jp-gatescope-wire-hollow', d: whole });
  const arrow = svg('path', { class: 'jp-gatescope-wire-arrow' });
  const hit = svg('path', { class: 'jp-gatescope-wire-hit', d: whole });
  const texts = textsOf(wire);
  const element = svg(
    'g',
    {
      class: `jp-gatescope-wire${feed ? ' jp-gatescope-wire-feed' : ''}`,
      'data-jp-gatescope-hue': feed ? undefined : wire.hue,
      'data-text': texts[0],
      'data-channel': wire.channel
    },
    ...(wire.over ? [gap] : []),
    outer,
    ...(feed ? [] : [inner]),
    ...(wire.arrow ? [arrow] : []),
    hit
  );
  const setWidth = (width: number): void => {
    // A wire of many numbers has no width of its own.
    const head = feed ? 7 : 6 + width * 0.8;
    setAttributes(outer, {
      'stroke-width': width,
      d: wirePath(points, wire.arrow ? head * 0.7 : 0)
    });
    if (wire.arrow) {
      arrow.setAttribute(
        'd',
        arrowPath(points, head, feed ? 3.5 : 3 + width * 0.6)
      );
    }
    lit.setAttribute('stroke-width', String(width + 11));
    gap.setAttribute('stroke-width', String(width + 6));
  };
  setWidth(1.5);
  return {
    element,
    lit,
    show({ value, widest }) {
      if (feed || !wire.carries) {
        return;
      }
      const carried = known(value(wire.carries));
      const number = carried === null ? null : carried / widest;
      const hollow = number !== null && number < 0;
      if (hollow) {
        const { outer: width, inner: core } = hollowWidths(number);
        setWidth(width);
        setAttributes(inner, {
          'stroke-width': core,
          d: wirePath(points, wire.arrow ? 6 + width * 0.8 : 0)
        });
      } else {
        setWidth(number === null ? 1.5 : wireWidth(number));
      }
      element.classList.toggle('jp-gatescope-wire-negative', hollow);
      element.classList.toggle('jp-gatescope-wire-unknown', number === null);
    },
    light(lights) {
      const on = texts.some(text => lights.has(text));
      lit.classList.toggle('jp-gatescope-lit', on);
      element.classList.toggle('jp-gatescope-lit', on);
    }
  };
}

/** Draws the number of a wire. */
export function drawPill(wire: Wire, at: Point, shown: boolean): Drawn {
  const rect = svg('rect', {
    class: 'jp-gatescope-pill-shape',
    y: at.y - 10.5,
    height: 21,
    rx: 10.5
  });
  const text = svg('text', {
    class: 'jp-gatescope-pill-text',
    x: at.x,
    y: at.y + 4.5,
    'text-anchor': 'middle'
  });
  const texts = textsOf(wire);
  const element = svg(
    'g',
    {
      class: `jp-gatescope-pill${shown ? '' : ' jp-gatescope-pill-asked'}`,
      'data-jp-gatescope-hue': wire.hue === 'feed' ? 'hidden' : wire.hue,
      'data-text': texts[0],
      'data-channel': wire.channel
    },
    rect,
    text
  );
  return {
    element,
    show({ value, write }) {
      const number = known(wire.carries ? value(wire.carries) : null);
      element.classList.toggle('jp-gatescope-pill-empty', number === null);
      if (number === null) {
        return;
      }
      const words = write(number);
      setText(text, words);
      const width = pillWidth(words, 14);
      setAttributes(rect, { x: at.x - width / 2, width });
    },
    light(lights) {
      element.classList.toggle(
        'jp-gatescope-lit',
        texts.some(each => lights.has(each))
      );
    }
  };
}

/** Draws the numbers of x in a drawing of some width. */
export function drawInput(
  at: Point,
  available: number
): {
  readonly element: SVGElement;
  readonly letter: SVGElement;
  readonly note: SVGElement;
  set(words: InputWords): void;
} {
  const rect = svg('rect', {
    class: 'jp-gatescope-pill-shape',
    y: at.y - 10.5,
    height: 21,
    rx: 10.5
  });
  const text = svg('text', {
    class: 'jp-gatescope-pill-text',
    y: at.y + 4.5,
    'text-anchor': 'middle'
  });
  const letter = svg('g');
  const note = svg('text', {
    class: 'jp-gatescope-circuit-note jp-gatescope-circuit-input-note',
    y: at.y + 4.5
  });
  const measure = textMeasure('12px sans-serif');
  const measureBold = textMeasure('700 13px sans-serif');
  const element = svg(
    'g',
    { class: 'jp-gatescope-pill', 'data-text': 'x' },
    rect,
    text
  );
  return {
    element,
    letter,
    note,
    set({ wire: words, note: more }) {
      setText(text, words);
      const width = Math.max(40, measureBold(words) + 20);
      // Near the left edge the pill grows to the right.
      const left = Math.max(0, at.x - width / 2);
      setAttributes(rect, { x: left, width });
      text.setAttribute('x', String(left + width / 2));
      letter.setAttribute(
        'transform',
        `translate(${left + width + 10 - at.x} 0)`
      );
      // After x with its t below the line.
      const start = left + width + 10 + 26;
      note.setAttribute('x', String(start));
      setText(note, shorten(more, available - start, measure));
    }
  };
}
