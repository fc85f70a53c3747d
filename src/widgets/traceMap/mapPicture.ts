import type { Translate } from '../../scene/words/translate';
import { html, svg } from '../base/dom';
import type { Theme } from '../base/theme';
import { createAxisLabels } from './axisLabels';
import { createChannelMaps } from './channelMaps';
import { beyondMarks } from '../../views/map/beyondMarks';
import { groupEdges } from '../../views/map/groupEdges';
import { clampMarks } from './clampMarks';
import { createLegend } from './legend';
import type { MapScene } from '../../views/map/mapScene';
import { createOverlay, type Overlay } from './overlay';
import { paddingMarks } from './paddingMarks';
import { createRail } from './rail';
import { createSeriesRail } from './seriesRail';
import { drawn } from '../scene/drawn';
import { stillPicture, type StillPicture } from './stillPicture';

/** What stands around the channels, where a view wants less than all. */
export interface PictureParts {
  readonly gutter?: boolean;
  readonly rail?: boolean;
  readonly legend?: boolean;
  /** Draws more over the plot, such as the run before a change. */
  readonly decorate?: (layer: SVGSVGElement, scene: MapScene) => void;
}

/** The drawn part of the gates view. */
export interface MapPicture {
  readonly overlay: Overlay;
  /** Draws everything that does not move. */
  build(scene: MapScene, theme: Theme, measure: (text: string) => number): void;
  /** Draws what moves with the cursor. */
  paint(step: number | null, unit: number, group: number | null): void;
  /** Lets rows slide from where their units stood before; `placeOf` is the old place of each. */
  slide(placeOf: ArrayLike<number>, time: number): void;
  /** Lights the names of channels that another view points at. */
  light(channels: ReadonlySet<string>): void;
}

/** Makes the picture in an element: drawing, maps, marks, legend, numbers and what moves over them. */
export function createMapPicture(
  picture: HTMLElement,
  translate: Translate,
  { gutter = true, ...parts }: PictureParts = {}
): MapPicture {
  const still = layer();
  const maps = createChannelMaps();
  const above = layer();
  const markHost = html('div');
  const labels = createAxisLabels(translate);
  const rail = createRail(translate);
  const seriesRail = createSeriesRail(translate);
  const overlay = createOverlay();
  const legend = createLegend(translate);
  picture.append(
    still,
    maps.element,
    above,
    markHost,
    ...(parts.legend === false ? [] : legend.elements),
    ...(parts.rail === false ? [] : [...rail.elements, seriesRail.element]),
    ...labels.elements,
    ...overlay.elements
  );
  let scene: MapScene | null = null;
  let drawing: StillPicture | null = null;

  return {
    overlay,
    build(next, theme, measure) {
      scene = next;
      const { layout } = next;
      picture.style.height = `${layout.height}px`;
      drawing = stillPicture(next, { gutter, measure, translate });
      fillLayer(still, next, drawing.elements);
      maps.paint(next, theme);
      fillLayer(above, next, [
        ...(theme.highContrast && !next.lines ? columnGaps(next) : []),
        ...[...groupEdges(next), ...beyondMarks(next)].map(drawn)
      ]);
      markHost.replaceChildren(
        ...paddingMarks(next, translate),
        ...clampMarks(next, measure, translate)
      );
      labels.build(next, measure);
      if (parts.legend !== false) {
        legend.build(next, theme, measure);
      }
      if (parts.rail !== false) {
        rail.build(next, theme);
        seriesRail.build(next.panels, layout, next.trace, measure);
      }
      parts.decorate?.(above, next);
      overlay.build(next);
    },
    paint(step, unit, group) {
      if (!scene) {
        return;
      }
      overlay.paint(step, unit, group);
      if (parts.rail !== false) {
        rail.paint(step, unit);
        seriesRail.paint(step);
      }
      labels.paint(step);
      drawing?.choose(unit);
    },
    slide(placeOf, time) {
      if (scene && !scene.lines) {
        maps.slide(placeOf, scene, time);
      }
    },
    light: channels => drawing?.light(channels)
  };
}

function layer(): SVGSVGElement {
  return svg('svg', { class: 'jp-gatescope-layer', 'aria-hidden': 'true' });
}

function fillLayer(
  element: SVGSVGElement,
  { layout }: MapScene,
  content: readonly SVGElement[]
): void {
  element.setAttribute('width', String(layout.railLeft + layout.railWidth));
  element.setAttribute('height', String(layout.height));
  element.replaceChildren(...content);
}

/** In high contrast, columns stand apart by a black line. */
function columnGaps({ layout }: MapScene): SVGElement[] {
  if (layout.columnWidth < 6) {
    return [];
  }
  const pieces: string[] = [];
  for (let column = 1; column < layout.columns; column += 1) {
    const x = layout.plotLeft + column * layout.columnWidth;
    for (const band of layout.groups) {
      pieces.push(`M${x} ${band.y}v${layout.rows * layout.rowHeight}`);
    }
  }
  return [
    svg('path', { class: 'jp-gatescope-column-gap', d: pieces.join('') })
  ];
}
