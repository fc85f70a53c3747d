import { haloLook } from '../../scene/marks/halo';
import { mark, type Mark } from '../../scene/marks/mark';
import { text } from '../../scene/marks/text';
import type { SceneTheme } from '../../scene/theme';
import { shorten } from '../../scene/words/fitText';
import {
  layoutLabels,
  numberLabels,
  shortDate,
  type LabelLayout
} from '../../scene/words/timeLabels';
import type { ShareColumns } from './shareColumns';

/** The names of the steps under the bars. */
export interface ShareNames {
  /** How far they reach below the bars. */
  readonly height: number;
  /** The step at the cursor gets its name; those after it, which nothing is left of yet, are pale. */
  marks(step: number, theme: SceneTheme): Mark[];
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

/** Words that touch those of the cursor would read as one with them. */
const APART = 3;

/** Sets the names of steps, as many as fit. */
export function shareNames(
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
    .map(({ step, words }) => {
      const x = middleOf(step);
      const written = shorten(
        mode === 'upright' && labels ? shortDate(words) : words,
        turned ? 70 : Math.max(column + 8, 60),
        measure
      );
      const half = turned ? 7 : measure(written) / 2;
      const start = mode === 'dates' ? scale.left(indexOf(step)) + 2 : null;
      const left = start ?? x - half;
      return { step, x, start, written, from: left, to: left + 2 * half };
    });
  return {
    height: turned ? 58 : 26,
    marks(step, theme) {
      const missing =
        mode === 'dates' || !names.some(name => name.step === step);
      const words = missing ? shortDate(labels?.[step] ?? String(step)) : '';
      const half = Math.max(16, measure(words) / 2);
      const at = Math.max(
        box.x + half,
        Math.min(box.x + box.width - half, middleOf(step))
      );
      const covered = (name: (typeof names)[number]): boolean =>
        missing && name.from < at + half + APART && name.to > at - half - APART;
      const look = (isAfter: boolean, isHere: boolean) => ({
        ...{ 'font-size': 12, 'font-weight': isHere ? 700 : 400 },
        fill: theme.color(isAfter ? 'second' : 'ink'),
        ...theme.part('share-label')
      });
      return [
        ...names
          .filter(name => !covered(name))
          .map(({ step: own, x, start, written }) => {
            const isAfter = forward ? own > step : own < step;
            const mine = look(isAfter, own === step);
            return turned
              ? mark(
                  'text',
                  {
                    ...mine,
                    transform: `translate(${x + 3} ${bottom + 14}) rotate(-50)`,
                    'text-anchor': 'end'
                  },
                  written
                )
              : text(written, start ?? x, bottom + 20, {
                  ...mine,
                  anchor: start === null ? 'middle' : 'start'
                });
          }),
        ...(beforeWords === ''
          ? []
          : [
              text(beforeWords, scale.center(indexOf('before')), bottom + 20, {
                ...{ ...look(true, false), anchor: 'middle' }
              })
            ]),
        ...(missing
          ? [
              text(words, at, bottom + 20, {
                ...{ ...look(false, true), anchor: 'middle' },
                ...haloLook(theme)
              })
            ]
          : [])
      ];
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
