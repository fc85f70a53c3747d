import type { History } from '../../trace';
import { mark, type Mark } from '../../scene/marks/mark';
import { stepScale, type Box, type StepScale } from '../../scene/marks/plane';
import type { SceneTheme } from '../../scene/theme';

/** Ends of an axis that grows with the training: the future takes less than half of it. */
const ends = [1, 2, 3, 5, 7, 10, 15, 20, 30, 50, 70];

/**
 * The last epoch of the axis that all pictures share: while training goes on, a little more than is
 * done, so that a hundred epochs to come do not press the first ones into a corner.
 */
export function lastEpochShown({
  epochs: { done, planned },
  status
}: Pick<History, 'epochs' | 'status'>): number {
  if (status !== 'running') {
    return Math.max(1, done);
  }
  const power =
    10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, done))) - 1);
  const end =
    ends.map(each => each * power).find(each => each > done) ?? 100 * power;
  return Math.max(1, done, Math.min(planned, end));
}

/** Epochs over the width of a box: the nth stands where it ended, 0 before the training. */
export function epochScale(last: number, box: Box): StepScale {
  const gap = box.width / last;
  return stepScale(last + 1, {
    ...box,
    x: box.x - gap / 2,
    width: box.width + gap
  });
}

/** Between the lines of a hatch. */
const HATCH = 11;

/** A hatch over what has not been trained yet. */
export const futureMarks = (
  from: number,
  to: number,
  boxes: readonly Box[],
  theme: SceneTheme
): Mark[] =>
  to - from < 1
    ? []
    : boxes.map(({ y, height }) =>
        mark('path', {
          d: hatched({ x: from, y, width: to - from, height }),
          stroke: theme.color('grid'),
          'stroke-width': 1.5
        })
      );

/** Lines from the upper right to the lower left. */
const hatched = ({ x, y, width, height }: Box): string =>
  Array.from({ length: Math.floor((width + height) / HATCH) }, (_, at) => {
    const sum = (at + 1) * HATCH;
    const [right, left] = [Math.min(width, sum), Math.max(0, sum - height)];
    return `M${x + right} ${y + sum - right}L${x + left} ${y + sum - left}`;
  }).join('');
