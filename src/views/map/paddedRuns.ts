import type { TimeAxis } from '../../trace';
import type { Box } from '../../scene/marks/plane';
import { runs } from './clampWords';
import { columnLeft, stepCenter } from './mapLayout';
import type { MapScene } from './mapScene';

/** First and last of the padded steps in a row, counted from where the view begins. */
export const paddedRuns = (
  { steps, mask }: TimeAxis,
  { from, to }: { readonly from: number; readonly to: number } = {
    from: 0,
    to: steps
  }
): readonly (readonly [number, number])[] =>
  runs(
    Array.from({ length: mask ? to - from : 0 }, (_, at) => at).filter(
      at => mask?.values[from + at] === 0
    )
  );

/** What padding covers of each channel: the first of them has its name, where that has room. */
export const paddedBoxes = ({
  trace,
  options,
  layout,
  lines
}: MapScene): (Box & { readonly isNamed: boolean })[] =>
  paddedRuns(trace.time, options).flatMap(([first, last]) => {
    const half = layout.columnWidth / 2;
    const x = lines
      ? stepCenter(layout, first) - half
      : columnLeft(layout, first);
    const right = lines
      ? stepCenter(layout, last) + half
      : columnLeft(layout, last) + layout.columnWidth;
    return layout.groups.map(({ y, height }, index) => ({
      ...{ x, y, width: right - x, height },
      isNamed: index === 0 && right - x > NAMED_FROM
    }));
  });

/** The name of padding has room from this width on. */
export const NAMED_FROM = 56;
