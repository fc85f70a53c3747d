import { svg } from '../base/dom';
import { hideUnder, type AxisWord } from '../base/axisWords';
import { shorten } from '../../scene/words/fitText';
import {
  layoutLabels,
  numberLabels,
  shortDate,
  type LabelLayout
} from '../../scene/words/timeLabels';
import { drawn } from '../scene/drawn';
import { mark } from '../../scene/marks/mark';
import { text } from '../../scene/marks/text';
import type { ShareColumns } from './shareColumns';

/** The names of the steps under the bars. */
export interface ShareNames {
  readonly elements: readonly SVGElement[];
  /** How far they reach below the bars. */
  readonly height: number;
  /** The step at the cursor gets its name; those after it, which nothing is left of yet, are pale. */
  moveTo(step: number): void;
}

export interface ShareNamesOptions {
  readonly labels?: readonly string[];
  /** What the bar of all that came earlier is called; null without one. */
  readonly before: string | null;
  readonly forward: boolean;
  /** The lower end of the bars. */
  readonly bottom: number;
  readonly measure: (text: string) => number;
}

/** Sets the names of steps, as many as fit. */
export function createShareNames(
  columns: ShareColumns,
  { labels, before, forward, bottom, measure }: ShareNamesOptions
): ShareNames {
  const { scale, perColumn, indexOf, window } = columns;
  const { from, count } = window;
  const { column, box } = scale;
  const each = column / perColumn;
  const { mode, ticks } = labels
    ? layoutLabels({
        steps: count,
        labels: labels.slice(from, from + count),
        columnWidth: each,
        measure
      })
    : windowNumbers(from, count, each, measure);
  const turned = mode === 'turned';
  const look = { class: 'jp-gatescope-share-label' };
  const middleOf = (step: number): number => scale.center(indexOf(step));
  const beforeWords =
    before !== null && (column >= 34 || turned || !labels) ? before : '';
  /** Words for what came before the window need their room. */
  const isFree = (step: number, words: string): boolean =>
    beforeWords === '' ||
    Math.abs(middleOf(step) - scale.center(indexOf('before'))) >
      measure(beforeWords) / 2 + (turned ? 8 : measure(words) / 2) + 6;
  const names = ticks
    .map(({ step, text: words }) => ({ step: step + from, words }))
    .filter(({ step, words }) => isFree(step, words))
    .map(({ step, words }): AxisWord & { readonly step: number } => {
      const x = middleOf(step);
      const written = shorten(
        mode === 'upright' && labels ? shortDate(words) : words,
        turned ? 70 : Math.max(column + 8, 60),
        measure
      );
      const half = turned ? 7 : measure(written) / 2;
      const start = mode === 'dates' ? scale.left(indexOf(step)) + 2 : null;
      const element = turned
        ? mark(
            'text',
            {
              ...look,
              transform: `translate(${x + 3} ${bottom + 14}) rotate(-50)`,
              'text-anchor': 'end'
            },
            written
          )
        : text(written, start ?? x, bottom + 20, {
            ...look,
            anchor: start === null ? 'middle' : 'start'
          });
      return {
        step,
        element: drawn(element),
        from: start ?? x - half,
        to: (start ?? x) + (start === null ? half : 2 * half)
      };
    });
  const here = svg('text', {
    class: 'jp-gatescope-share-label jp-gatescope-current jp-gatescope-halo',
    y: bottom + 20,
    'text-anchor': 'middle'
  });
  const earlier = text(
    beforeWords,
    scale.center(indexOf('before')),
    bottom + 20,
    {
      anchor: 'middle',
      class: 'jp-gatescope-share-label jp-gatescope-second-fill'
    }
  );
  return {
    elements: [
      ...names.map(({ element }) => element),
      ...(before === null ? [] : [drawn(earlier)]),
      here
    ],
    height: turned ? 58 : 26,
    moveTo(step) {
      for (const name of names) {
        const { classList } = name.element;
        const after = forward ? name.step > step : name.step < step;
        classList.toggle('jp-gatescope-after', after);
        classList.toggle('jp-gatescope-current', name.step === step);
      }
      const missing =
        mode === 'dates' || !names.some(name => name.step === step);
      const words = missing ? shortDate(labels?.[step] ?? String(step)) : '';
      const half = Math.max(16, measure(words) / 2);
      const x = Math.max(
        box.x + half,
        Math.min(box.x + box.width - half, middleOf(step))
      );
      here.textContent = words;
      here.setAttribute('x', String(x));
      hideUnder(names, missing ? { from: x - half, to: x + half } : null);
    }
  };
}

/** Numbers of a window's steps, at round places of the whole run. */
function windowNumbers(
  from: number,
  count: number,
  columnWidth: number,
  measure: (text: string) => number
): LabelLayout {
  const { mode, ticks } = numberLabels(from + count, columnWidth, measure);
  return {
    mode,
    ticks: ticks
      .filter(({ step }) => step >= from)
      .map(({ step, text: words }) => ({ step: step - from, text: words }))
  };
}
