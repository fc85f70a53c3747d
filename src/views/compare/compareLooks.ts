import type { MarkAttributes } from '../../scene/marks/mark';
import { axisLook } from '../../scene/placeMarks';
import type { SceneTheme } from '../../scene/theme';

/** The line of what needs no network. */
export const baselineLook = (theme: SceneTheme): MarkAttributes => ({
  stroke: theme.color('second'),
  'stroke-dasharray': '4 3',
  ...theme.part('compare-baseline')
});

/** Words that stand over lines. */
export const haloLook = (theme: SceneTheme): MarkAttributes => ({
  ...axisLook(theme),
  stroke: theme.color('page'),
  'stroke-width': 4,
  'stroke-linejoin': 'round',
  'paint-order': 'stroke',
  ...theme.part('axis jp-gatescope-halo')
});
