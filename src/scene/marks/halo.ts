import type { SceneTheme } from '../theme';
import type { MarkAttributes } from './mark';

/** Words that stand on lines. */
export const haloLook = (theme: SceneTheme): MarkAttributes => ({
  ...{ stroke: theme.color('page'), 'stroke-width': 3 },
  ...{ 'stroke-linejoin': 'round', 'paint-order': 'stroke' }
});
