import type { TimeAxis } from '../../trace';
import { hideUnder, type AxisWord } from '../base/axisWords';
import { setText, svg } from '../base/dom';
import {
  AXIS_BASELINE,
  AXIS_HEIGHT as HEIGHT,
  axisWords
} from '../../views/compare/axisWords';

/** The labels of the steps under the input of one network, with the cursor's own. */
export interface CompareAxis {
  readonly element: SVGSVGElement;
  /** Null where the run has no such step. */
  paint(step: number | null): void;
}

export function createCompareAxis(
  time: TimeAxis,
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
  const axis = axisWords(time, width, measure);
  const write = (text: string, x: number, look = ''): SVGTextElement =>
    svg(
      'text',
      { class: `jp-gatescope-axis${look}`, x, y: AXIS_BASELINE },
      text
    );
  const words = axis.words.map(({ text, from, to }): AxisWord => ({
    element: write(text, from),
    from,
    to
  }));
  const here = write('', 0, ' jp-gatescope-current');
  element.append(...words.map(word => word.element), here);
  return {
    element,
    paint(step) {
      if (step === null || step >= time.steps) {
        setText(here, '');
        hideUnder(words, null);
        return;
      }
      const { text, from, to } = axis.at(step);
      setText(here, text);
      here.setAttribute('x', String(from));
      hideUnder(words, { from: from - 4, to: to + 4 });
    }
  };
}
