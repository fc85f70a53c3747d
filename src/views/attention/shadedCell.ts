import { mark, type Mark } from '../../scene/marks/mark';
import type { Box } from '../../scene/marks/plane';
import { shaded, type RampName, type SceneTheme } from '../../scene/theme';

/** A number as a color, with what is said of it under the pointer. */
export const shadedCell = (
  box: Box,
  {
    theme,
    ramp,
    share,
    title
  }: {
    readonly theme: SceneTheme;
    readonly ramp: RampName;
    /** Its place on the ramp, from 0 to 1. */
    readonly share: number;
    readonly title: string;
  }
): Mark =>
  mark(
    'rect',
    { ...box, 'shape-rendering': 'crispEdges', ...shaded(theme, ramp, share) },
    mark('title', {}, title)
  );
