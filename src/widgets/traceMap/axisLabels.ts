import type { Translate } from '../../scene/words/translate';
import { html, setAttributes, setText, svg } from '../base/dom';
import { drawn } from '../scene/drawn';
import {
  badgeOf,
  BOLD,
  cutLabel,
  drawMonths,
  labelPlace,
  roomOf,
  stepNames,
  stepNumbers
} from '../../views/map/axisMarks';
import type { AxisMark } from '../../scene/marks/axes';
import type { MapScene } from '../../views/map/mapScene';

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
  let texts = new Map<number, SVGElement[]>();
  let current: readonly SVGElement[] = [];
  let extra: SVGTextElement | null = null;
  let built = '';
  /** What stands in the band that the badge is in. */
  let words: readonly AxisWord[] = [];
  /** The labels of the steps, beside which the cursor's own stands. */
  let names: readonly (AxisWord & { readonly step: number })[] = [];

  let measure: (text: string) => number = () => 0;

  const remember = (all: typeof names): void => {
    for (const { step, element } of all) {
      texts.set(step, [...(texts.get(step) ?? []), element]);
    }
  };

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
    const put = <W extends AxisMark>(all: readonly W[]) =>
      all.map(({ mark, ...word }) => {
        const element = drawn(mark);
        layer.append(element);
        return { ...word, element };
      });
    names = put(stepNames(next, measure));
    if (axis.mode === 'dates') {
      const months = drawMonths(next);
      words = put(months.words);
      layer.append(...months.marks.map(drawn));
    } else {
      const numbers = put(stepNumbers(next));
      words = numbers;
      remember(numbers);
    }
    remember(names);
    extra = labels ? svg('text') : null;
    if (extra) {
      layer.append(extra);
    }
  };

  const paint: AxisLabels['paint'] = step => {
    if (!scene) {
      return;
    }
    const { options, trace } = scene;
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
        const [x, y, { anchor, ...look }] = labelPlace(
          scene,
          at - options.from
        );
        setAttributes(extra, { x, y, 'text-anchor': anchor, ...look });
        extra.classList.add('jp-gatescope-current', 'jp-gatescope-halo');
      }
    }
    const told = at === null ? null : badgeOf(scene, at, translate);
    badge.hidden = told === null;
    if (told) {
      const { middle, half, y } = told;
      setText(badge, told.words);
      badge.style.transform = `translate(calc(${middle}px - 50%), ${y + 1}px)`;
      hideUnder(words, { from: middle - half, to: middle + half });
    } else {
      hideUnder(words, null);
    }
  };

  return { elements: [layer, badge], build, paint };
}

/** Words on an axis, with the room that they take in CSS pixels. */
interface AxisWord {
  readonly element: SVGElement;
  readonly from: number;
  readonly to: number;
}

/** Words that touch the badge would read as one with it. */
const APART = 3;

/** Takes away the words that a badge would cut in two, and brings back the others. */
function hideUnder(
  words: readonly AxisWord[],
  badge: { readonly from: number; readonly to: number } | null
): void {
  for (const { element, from, to } of words) {
    const covered =
      badge !== null && from < badge.to + APART && to > badge.from - APART;
    // Only what changes is written: this runs at every move of the cursor.
    if (element.hasAttribute('visibility') !== covered) {
      if (covered) {
        element.setAttribute('visibility', 'hidden');
      } else {
        element.removeAttribute('visibility');
      }
    }
  }
}
