import { haloLook as haloOf } from '../../scene/marks/halo';
import type { MarkAttributes } from '../../scene/marks/mark';
import { plain } from '../../scene/marks/paragraphs';
import type { SceneTheme } from '../../scene/theme';

/** Words over lines, which stay clear of them. */
export const haloLook = (theme: SceneTheme): MarkAttributes => ({
  ...plain(theme),
  ...haloOf(theme)
});

export const strongLook = (theme: SceneTheme): MarkAttributes => ({
  ...haloLook(theme),
  'font-weight': 600
});

export type CurveKind = 'training' | 'validation';

/** The curve of what was learned from, and of what was not. */
export const curveLook = (
  kind: CurveKind,
  theme: SceneTheme
): MarkAttributes => ({
  stroke: theme.color(kind === 'training' ? 'ink' : 'brand'),
  'stroke-width': 1.75,
  'stroke-linejoin': 'round',
  ...theme.part(`${kind}-line`)
});
