import type { TimeAxis } from '../../trace';
import { mark, type Mark, type MarkAttributes } from '../../scene/marks/mark';
import type { Box } from '../../scene/marks/plane';
import { text } from '../../scene/marks/text';
import type { SceneTheme } from '../../scene/theme';
import type { Translate } from '../../scene/words/translate';
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

/** Lines from below to the right over a box, so many pixels apart. */
export function hatch(
  { x, y, width, height }: Box,
  apart: number,
  look: MarkAttributes
): Mark {
  const pieces: string[] = [];
  for (let from = apart; from < width + height; from += apart * Math.SQRT2) {
    const [left, right] = [Math.max(0, from - height), Math.min(width, from)];
    pieces.push(
      `M${x + left} ${y + from - left}L${x + right} ${y + from - right}`
    );
  }
  return mark('path', { fill: 'none', ...look, d: pieces.join('') });
}

/** Padding: the page, hatched; with its name where that has room and stands nowhere else. */
export const paddedMarks = (
  boxes: readonly (Box & { readonly isNamed?: boolean })[],
  theme: SceneTheme,
  translate: Translate
): Mark[] =>
  boxes.map(({ isNamed = true, ...box }) =>
    mark(
      'g',
      theme.part('padded'),
      mark('rect', { ...box, fill: theme.color('page') }),
      hatch(box, 6, { stroke: theme.color('hatch'), 'stroke-width': 1 }),
      ...(isNamed && box.width > NAMED_FROM
        ? namedPadding(box, theme, translate)
        : [])
    )
  );

function namedPadding(
  { x, y, width, height }: Box,
  theme: SceneTheme,
  translate: Translate
): Mark[] {
  const [middle, wide] = [x + width / 2, NAMED_FROM - 2];
  const top = y + height / 2 - 9;
  return [
    mark('rect', {
      ...{ x: middle - wide / 2, y: top, width: wide, height: 18 },
      fill: theme.color('page')
    }),
    text(translate('padding'), middle, top + 13, {
      anchor: 'middle',
      'font-size': 12,
      fill: theme.color('ink')
    })
  ];
}
