import type { Translate } from '../../scene/words/translate';
import { hideUnder, type AxisWord } from '../base/axisWords';
import { shorten } from '../../scene/words/fitText';
import { html, setAttributes, setText, svg } from '../base/dom';
import { shortDate, spokenLabel } from '../../scene/words/timeLabels';
import { columnLeft, LONGEST_LABEL, stepCenter } from './mapLayout';
import type { MapScene } from './mapScene';

/** Tokens above, step numbers or months below, and the cursor's own label, which always stands. */
export interface AxisLabels {
  readonly elements: readonly Element[];
  build(scene: MapScene, measure: (text: string) => number): void;
  /** Step of the run; null where the cursor is nowhere. */
  paint(step: number | null): void;
}

export function createAxisLabels(translate: Translate): AxisLabels {
  const layer = svg('svg', {
    class: 'jp-gatescope-layer',
    'aria-hidden': 'true'
  });
  const badge = html('div', { class: 'jp-gatescope-badge', hidden: true });
  let scene: MapScene | null = null;
  let texts = new Map<number, SVGTextElement[]>();
  let current: readonly SVGTextElement[] = [];
  let extra: SVGTextElement | null = null;
  let stepTicks = new Set<number>();
  let built = '';
  /** What stands in the band that the badge is in. */
  let words: readonly AxisWord[] = [];
  /** The labels of the steps, beside which the cursor's own stands. */
  let names: readonly StepName[] = [];

  let measure: (text: string) => number = () => 0;

  const build: AxisLabels['build'] = (next, width) => {
    scene = next;
    measure = width;
    const { labels, axis, layout, options } = next;
    const looks = JSON.stringify([labels, axis, layout, options.from]);
    if (looks === built) {
      return;
    }
    built = looks;
    layer.replaceChildren();
    layer.setAttribute('width', String(layout.railLeft + layout.railWidth));
    layer.setAttribute('height', String(layout.height));
    texts = new Map();
    current = [];
    const remember = (step: number, text: SVGTextElement): void => {
      texts.set(step, [...(texts.get(step) ?? []), text]);
    };
    names = stepNames(next, measure);
    for (const { step, element } of names) {
      remember(step, element);
      layer.append(element);
    }
    words = [];
    if (axis.mode === 'dates') {
      const months = drawMonths(next);
      layer.append(...months.elements);
      words = months.words;
    } else {
      const numbers = stepNumbers(next);
      for (const { step, element } of numbers) {
        remember(step, element);
        layer.append(element);
      }
      words = numbers;
    }
    stepTicks = new Set(
      axis.mode === 'dates'
        ? []
        : axis.ticks.map(({ step }) => step + options.from)
    );
    extra = labels ? svg('text') : null;
    if (extra) {
      layer.append(extra);
    }
  };

  const paint: AxisLabels['paint'] = step => {
    if (!scene) {
      return;
    }
    const { options, layout, trace } = scene;
    for (const text of current) {
      text.classList.remove('jp-gatescope-current');
    }
    const at =
      step !== null && step >= options.from && step < options.to ? step : null;
    current = at === null ? [] : (texts.get(at) ?? []);
    for (const text of current) {
      text.classList.add('jp-gatescope-current');
    }
    if (extra) {
      const named = names.find(({ step }) => step === at);
      const missing = at !== null && !named;
      const own = missing ? cutLabel(trace.time.labels?.[at], measure) : '';
      setText(extra, own);
      const width = measure(named?.element.textContent ?? own) * BOLD;
      for (const name of names) {
        hideUnder(
          [name],
          at === null || name === named
            ? null
            : roomOf(scene, at - options.from, width)
        );
      }
      if (missing) {
        setAttributes(extra, labelPlace(scene, at - options.from));
        extra.classList.add('jp-gatescope-current', 'jp-gatescope-halo');
      }
    }
    badge.hidden = at === null || stepTicks.has(at);
    if (at !== null && !badge.hidden) {
      const spoken =
        scene.axis.mode === 'dates' ? spokenLabel(trace.time.labels?.[at]) : '';
      setText(
        badge,
        translate('%step %1', at) + (spoken === '' ? '' : ` · ${spoken}`)
      );
      const band = layout.dates.height > 0 ? layout.dates : layout.axis;
      const x = stepCenter(layout, at - options.from);
      const half = (spoken === '' ? 56 : 110) / 2;
      const least = layout.plotLeft + half;
      const most = layout.plotLeft + layout.plotWidth - half;
      const middle = Math.max(least, Math.min(most, x));
      badge.style.transform = `translate(calc(${middle}px - 50%), ${band.y + 1}px)`;
      hideUnder(words, { from: middle - half, to: middle + half });
    } else {
      hideUnder(words, null);
    }
  };

  return { elements: [layer, badge], build, paint };
}

/** The label of a step as its band has room for it. */
const cutLabel = (
  label: string | undefined,
  measure: (text: string) => number
): string => shorten(shortDate(label ?? ''), LONGEST_LABEL, measure);

/** The label of a step of the run. */
interface StepName extends AxisWord {
  readonly element: SVGTextElement;
  readonly step: number;
}

function stepNames(
  scene: MapScene,
  measure: (text: string) => number
): StepName[] {
  const { labels, options } = scene;
  return (labels?.ticks ?? []).map(({ step, text }) => ({
    element: svg('text', labelPlace(scene, step), text),
    step: step + options.from,
    ...roomOf(scene, step, measure(text))
  }));
}

function stepNumbers({ axis, layout, options }: MapScene): StepName[] {
  return axis.ticks.map(({ step, text }) => {
    const x = stepCenter(layout, step);
    const half = (text.length * FIGURE) / 2;
    const look = { class: 'jp-gatescope-axis', 'text-anchor': 'middle' };
    return {
      element: svg('text', { ...look, x, y: layout.axis.y + 14 }, text),
      step: step + options.from,
      from: x - half,
      to: x + half
    };
  });
}

/** How much wider than measured the cursor's label is. */
const BOLD = 1.1;

/** Half of what a turned label takes along the axis, in CSS pixels. */
const TURNED = 5;

/** From where to where along the axis the label of a step in view stands. */
function roomOf(
  { labels, layout }: MapScene,
  step: number,
  width: number
): Pick<AxisWord, 'from' | 'to'> {
  const x = stepCenter(layout, step);
  const half = labels?.mode === 'turned' ? TURNED : width / 2;
  return { from: x - half, to: x + half };
}

/** Width of a figure or letter of the axis, in CSS pixels: no text is measured while it is drawn. */
const FIGURE = 6.2;

/** Months under the series and under the channels, with a line at the first of each. */
function drawMonths({ axis, layout }: MapScene): {
  readonly elements: SVGElement[];
  /** Those of the upper band. */
  readonly words: AxisWord[];
} {
  const bands =
    layout.dates.height > 0 ? [layout.dates, layout.axis] : [layout.axis];
  const elements: SVGElement[] = [];
  const words: AxisWord[] = [];
  let free = -Infinity;
  for (const { step, text } of axis.ticks) {
    const x = columnLeft(layout, step) + 4;
    const width = text.length * FIGURE;
    if (x < free || x + width > layout.plotLeft + layout.plotWidth) {
      continue;
    }
    free = x + width + 8;
    for (const [index, band] of bands.entries()) {
      const element = svg(
        'text',
        { class: 'jp-gatescope-axis', x, y: band.y + 14 },
        text
      );
      elements.push(element);
      if (index === 0) {
        words.push({ element, from: x, to: x + width });
      }
    }
    if (step > 0) {
      const top = bands[0].y;
      elements.push(
        svg('line', {
          class: 'jp-gatescope-grid-line',
          x1: x - 4,
          x2: x - 4,
          y1: top,
          y2: bands.length > 1 ? layout.groups[0].y : top + 16
        })
      );
    }
  }
  return { elements, words };
}

/** Where the label of a step in view stands: upright over its column, or turned by 50°. */
function labelPlace(
  { labels, layout }: MapScene,
  step: number
): Record<string, string | number> {
  const x = stepCenter(layout, step);
  const y = layout.labels.height - 6;
  return labels?.mode === 'turned'
    ? {
        class: 'jp-gatescope-token',
        transform: `translate(${x + 1} ${y}) rotate(-50)`,
        'text-anchor': 'start'
      }
    : { class: 'jp-gatescope-token', x, y, 'text-anchor': 'middle' };
}
