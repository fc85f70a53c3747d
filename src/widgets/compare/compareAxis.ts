import type { TimeAxis } from '../../trace';
import { hideUnder, type AxisWord } from '../base/axisWords';
import { setText, svg } from '../base/dom';
import { shorten } from '../../scene/words/fitText';
import { niceStep, weekdayDate } from '../../scene/words/timeLabels';

/** The labels of the steps under the input of one network, with the cursor's own. */
export interface CompareAxis {
  readonly element: SVGSVGElement;
  /** Null where the run has no such step. */
  paint(step: number | null): void;
}

const HEIGHT = 16;
const BASELINE = 12;
const GAP = 10;
/** A token longer than this is cut. */
const WIDEST = 84;

/** As many labels as stand upright beside each other: tokens, weekdays with their dates, or numbers. */
export function createCompareAxis(
  { steps, labels }: TimeAxis,
  width: number,
  measure: (text: string) => number
): CompareAxis {
  const element = svg('svg', {
    class: 'jp-gatescope-compare-axis',
    width,
    height: HEIGHT,
    viewBox: `0 0 ${width} ${HEIGHT}`,
    'aria-hidden': 'true'
  });
  const column = width / Math.max(1, steps);
  const textAt = (step: number): string =>
    shorten(weekdayDate(labels?.[step] ?? '') || String(step), WIDEST, measure);
  let widest = 0;
  for (let step = 0; step < steps; step += 1) {
    widest = Math.max(widest, measure(textAt(step)));
  }
  /** A word over its column, but never beyond the plot. */
  const place = (step: number, text: string): { from: number; to: number } => {
    const size = measure(text);
    const from = Math.max(
      0,
      Math.min(width - size, (step + 0.5) * column - size / 2)
    );
    return { from, to: from + size };
  };
  const write = (
    text: string,
    from: number,
    current: boolean
  ): SVGTextElement =>
    svg(
      'text',
      {
        class: current
          ? 'jp-gatescope-axis jp-gatescope-current'
          : 'jp-gatescope-axis',
        x: from,
        y: BASELINE
      },
      text
    );
  const every = niceStep((widest + GAP) / column);
  const words: AxisWord[] = [];
  let free = -Infinity;
  for (let step = 0; step < steps; step += every) {
    const text = textAt(step);
    const { from, to } = place(step, text);
    if (from >= free) {
      const word = write(text, from, false);
      words.push({ element: word, from, to });
      free = to + GAP;
    }
  }
  const here = write('', 0, true);
  element.append(...words.map(word => word.element), here);
  return {
    element,
    paint(step) {
      if (step === null || step >= steps) {
        setText(here, '');
        hideUnder(words, null);
        return;
      }
      const text = textAt(step);
      const { from, to } = place(step, text);
      setText(here, text);
      here.setAttribute('x', String(from));
      hideUnder(words, { from: from - 4, to: to + 4 });
    }
  };
}
