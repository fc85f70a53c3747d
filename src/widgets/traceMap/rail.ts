import type { Translate } from '../../scene/words/translate';
import type { MapScene } from '../../views/map/mapScene';
import { railNumbers } from '../../views/map/railNumbers';
import { profileWidth, unitProfile } from '../../views/map/unitProfile';
import { isPadding } from '../../trace';
import { html } from '../base/dom';
import type { Theme } from '../base/theme';
import { createMovingTexts } from './movingTexts';
import { hueOf } from '../base/hue';

/** What stands right of the plot: the profile of all units at the cursor, value and mean. */
export interface Rail {
  readonly elements: readonly Element[];
  /** Lays out for a scene; `paint` must follow. */
  build(scene: MapScene, theme: Theme): void;
  /** Draws the numbers of one step (of the run) and unit; null clears them. */
  paint(step: number | null, unit: number): void;
}

export function createRail(translate: Translate): Rail {
  const canvas = html('canvas', {
    class: 'jp-gatescope-rail',
    'aria-hidden': 'true'
  });
  const texts = createMovingTexts();
  let scene: MapScene | null = null;
  let colors: readonly string[] = [];
  let grid = '';
  return {
    elements: [canvas, texts.element],
    build(next, theme) {
      scene = next;
      const { layout, rows } = next;
      const width = layout.railLeft + layout.railWidth;
      texts.build(
        { width, height: layout.height },
        [],
        railNumbers(next, translate)
      );
      colors = rows.map(({ channel }) => theme.color(hueOf(channel)));
      grid = theme.color('grid');
      const bars = profileWidth(next);
      const bottom = layout.groups.at(-1);
      const height = bottom ? bottom.y + bottom.height : 0;
      canvas.hidden = bars === 0;
      canvas.style.left = `${layout.railLeft}px`;
      canvas.style.width = `${bars}px`;
      canvas.style.height = `${height}px`;
      canvas.width = Math.round(bars * devicePixelRatio);
      canvas.height = Math.round(height * devicePixelRatio);
    },
    paint(step, unit) {
      texts.write(step, unit);
      const context = canvas.hidden ? null : canvas.getContext('2d');
      if (!context || !scene) {
        return;
      }
      context.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
      context.clearRect(0, 0, canvas.width, canvas.height);
      if (step !== null && !isPadding(scene.trace.time, step)) {
        for (const index of scene.rows.keys()) {
          unitProfile(
            scene,
            index,
            { step, unit, ratio: devicePixelRatio },
            (part, ...box) => {
              context.fillStyle = part === 'ground' ? grid : colors[index];
              context.globalAlpha = part === 'others' ? 0.5 : 1;
              context.fillRect(...box);
            }
          );
        }
      }
    }
  };
}
