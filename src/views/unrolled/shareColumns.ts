import type { Box } from '../../scene/marks/plane';
import { stepScale, type StepScale } from '../../scene/marks/plane';
import type { Shares } from './shares';

/** The steps that the bars stand for; what came earlier has one bar of its own. */
export interface SharesWindow {
  readonly from: number;
  readonly count: number;
}

/** A step, or all that came before the first bar. */
export type ShareStep = number | 'before';

/** The columns of the bars: a step each, where these would be too narrow the sum of several. */
export interface ShareColumns {
  readonly window: SharesWindow;
  readonly scale: StepScale;
  readonly perColumn: number;
  /** There is a bar for all that came earlier. */
  readonly hasBefore: boolean;
  indexOf(step: ShareStep): number;
  stepAt(x: number): ShareStep | null;
  /** What is written, and what is left of it, in each column; NaN where there is nothing yet. */
  sums(shares: Shares): {
    readonly written: readonly number[];
    readonly left: readonly number[];
  };
}

const LEAST_COLUMN = 2;

/** Divides a box among the steps of a window; earlier ones stand where the computation began. */
export function shareColumns(
  window: SharesWindow,
  box: Box,
  hasBefore: boolean,
  forward: boolean
): ShareColumns {
  const { from, count } = window;
  const extra = hasBefore ? 1 : 0;
  const perColumn = Math.max(
    1,
    Math.ceil(((count + extra) * LEAST_COLUMN) / box.width)
  );
  const scale = stepScale(Math.ceil(count / perColumn) + extra, box);
  const first = hasBefore && forward ? 1 : 0;
  const beforeAt = forward ? 0 : scale.steps - 1;
  const indexOf = (step: ShareStep): number =>
    step === 'before'
      ? beforeAt
      : first + Math.floor((step - from) / perColumn);
  return {
    window,
    scale,
    perColumn,
    hasBefore,
    indexOf,
    stepAt(x) {
      const index = scale.stepAt(x);
      return index === null
        ? null
        : hasBefore && index === beforeAt
          ? 'before'
          : Math.min(from + count - 1, from + (index - first) * perColumn);
    },
    sums(shares) {
      const written = new Array<number>(scale.steps).fill(NaN);
      const left = [...written];
      const add = (
        step: ShareStep,
        share: { readonly written: number; readonly left: number }
      ): void => {
        const index = indexOf(step);
        written[index] = (written[index] || 0) + share.written;
        left[index] = (left[index] || 0) + share.left;
      };
      if (hasBefore) {
        add('before', shareBefore(shares, window));
      }
      shares.steps
        .filter(({ step }) => isInside(step, window))
        .forEach(share => add(share.step, share));
      return { written, left };
    }
  };
}

function isInside(step: number, { from, count }: SharesWindow): boolean {
  return step >= from && step < from + count;
}

/** All that came before the window as one share: the initial state and the earlier steps. */
export function shareBefore(
  shares: Shares,
  window: SharesWindow
): {
  readonly written: number;
  readonly left: number;
  /** How many steps are among it. */
  readonly steps: number;
} {
  const earlier = shares.steps.filter(({ step }) => !isInside(step, window));
  const left = earlier.reduce(
    (sum, share) => sum + share.left,
    shares.initial.left
  );
  // Several steps have no one thing that they wrote: the bar is what is left of them.
  return {
    written: earlier.length === 0 ? shares.initial.written : left,
    ...{ left, steps: earlier.length }
  };
}

/** Rows behind those of the steps: what is not explained, and the sum. */
const ENDS = 2;

/** The step that a row of the shares is of; behind their last row come steps that have not written yet. */
export function stepOfRow({ steps }: Shares, row: number): number | null {
  const behind = 1 + steps.length + ENDS;
  return row >= behind ? row - behind : (steps[row - 1]?.step ?? null);
}

/** Where the rows of the shares stand among the columns. */
export function shareRows(
  { scale, indexOf, stepAt }: ShareColumns,
  shares: Shares
): Pick<StepScale, 'left' | 'column' | 'stepAt'> {
  const { steps } = shares;
  return {
    column: scale.column,
    left: row =>
      scale.left(indexOf(row === 0 ? 'before' : stepOfRow(shares, row)!)),
    stepAt(x) {
      const at = stepAt(x);
      if (at === null || at === 'before') {
        return at && 0;
      }
      const found = steps.findIndex(({ step }) => step === at);
      return found < 0 ? 1 + steps.length + ENDS + at : found + 1;
    }
  };
}
