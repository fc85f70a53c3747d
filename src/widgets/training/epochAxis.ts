import type { History } from '../../trace';
import { mark, type Mark } from '../../scene/marks/mark';
import { stepScale, type Box, type StepScale } from '../../scene/marks/plane';

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

let patterns = 0;

/** Ids are global to the page: each view has a pattern of its own. */
export function hatchId(): string {
  patterns += 1;
  return `jp-gatescope-hatch-${patterns}`;
}

/** Grey hatch over what has not been trained yet. */
export function futureMarks(
  from: number,
  to: number,
  boxes: readonly Box[],
  id: string
): Mark[] {
  if (to - from < 1) {
    return [];
  }
  const stripe = mark('line', {
    class: 'jp-gatescope-hatch-line',
    x1: 0,
    y1: 0,
    x2: 0,
    y2: 8
  });
  const pattern = {
    id,
    width: 8,
    height: 8,
    patternUnits: 'userSpaceOnUse',
    patternTransform: 'rotate(45)'
  };
  return [
    mark('defs', {}, mark('pattern', pattern, stripe)),
    ...boxes.map(({ y, height }) =>
      mark('rect', {
        x: from,
        y,
        width: to - from,
        height,
        fill: `url(#${id})`
      })
    )
  ];
}
