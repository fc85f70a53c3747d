import { svg } from '../base/dom';
import { drawn } from '../scene/drawn';
import type { MapScene } from '../../views/map/mapScene';
import {
  stillDrawing,
  type StillDrawingOptions
} from '../../views/map/stillDrawing';

/** What of a scene stands, on the page. */
export interface StillPicture {
  readonly elements: readonly SVGElement[];
  /** Brings the chosen unit out of the lines. */
  choose(unit: number): void;
  /** Lights the names of channels that another view points at. */
  light(channels: ReadonlySet<string>): void;
}

export function stillPicture(
  scene: MapScene,
  options: StillDrawingOptions
): StillPicture {
  const { series, groups, words } = stillDrawing(scene, options);
  const shown = groups.map(({ lines, chosen, gutter }) => ({
    lines: lines && drawn(lines),
    chosen: chosen.map(({ look, d }) => ({ path: svg('path', look), d })),
    gutter: gutter && drawn(gutter)
  }));
  let present = -1;
  return {
    elements: [
      ...series.map(drawn),
      ...shown
        .flatMap(({ lines, chosen, gutter }) => [
          lines,
          ...chosen.map(({ path }) => path),
          gutter
        ])
        .filter(each => each !== null),
      ...words.map(drawn)
    ],
    choose(unit) {
      if (unit !== present) {
        present = unit;
        for (const { path, d } of shown.flatMap(({ chosen }) => chosen)) {
          path.setAttribute('d', d(unit));
        }
      }
    },
    light: channels =>
      shown.forEach(({ gutter }, index) =>
        gutter?.classList.toggle(
          'jp-gatescope-lit',
          channels.has(scene.rows[index].channel.name)
        )
      )
  };
}
