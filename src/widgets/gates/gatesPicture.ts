import { holdsStep } from '../../trace';
import type { Translate } from '../context';
import { html, svg } from '../base/dom';
import { createHeatmap, type Heatmap } from '../base/heatmap';
import { hueOf } from '../base/hue';
import type { Theme } from '../base/theme';
import { createAxisLabels } from './axisLabels';
import { clampMarks } from './clampMarks';
import {
  drawGutter,
  drawLines,
  unitPath,
  type GroupFrame,
  type LinesInput
} from './drawGroup';
import { drawSeries } from './drawSeries';
import { stepCenter } from './gatesLayout';
import type { GatesScene, SceneRow } from './gatesScene';
import { createLegend } from './legend';
import { createOverlay, type Overlay } from './overlay';
import { paddingMarks } from './paddingMarks';
import { createRail } from './rail';
import { createSeriesRail } from './seriesRail';
import { sortMotion } from './sortMotion';

/** What stands around the channels, where a view wants less than all. */
export interface PictureParts {
  readonly gutter?: boolean;
  readonly rail?: boolean;
  readonly legend?: boolean;
  /** Draws more over the plot, such as the run before a change. */
  readonly decorate?: (layer: SVGSVGElement, scene: GatesScene) => void;
}

/** The drawn part of the gates view. */
export interface GatesPicture {
  readonly overlay: Overlay;
  /** Draws everything that does not move. */
  build(
    scene: GatesScene,
    theme: Theme,
    measure: (text: string) => number
  ): void;
  /** Draws what moves with the cursor. */
  paint(step: number | null, unit: number, group: number | null): void;
  /** Lets rows slide from where their units stood before; `placeOf` is the old place of each. */
  slide(placeOf: ArrayLike<number>, time: number): void;
  /** Lights the names of channels that another view points at. */
  light(channels: ReadonlySet<string>): void;
}

export function createGatesPicture(
  picture: HTMLElement,
  translate: Translate,
  { gutter: wantsGutter = true, ...parts }: PictureParts = {}
): GatesPicture {
  const still = svg('svg', {
    class: 'jp-gatescope-layer',
    'aria-hidden': 'true'
  });
  const mapHost = html('div');
  const above = svg('svg', {
    class: 'jp-gatescope-layer',
    'aria-hidden': 'true'
  });
  const markHost = html('div');
  const labels = createAxisLabels(translate);
  const rail = createRail(translate);
  const seriesRail = createSeriesRail(translate);
  const overlay = createOverlay();
  const legend = createLegend(translate);
  picture.append(
    still,
    mapHost,
    above,
    markHost,
    ...(parts.legend === false ? [] : legend.elements),
    ...(parts.rail === false ? [] : [...rail.elements, seriesRail.element]),
    ...labels.elements,
    ...overlay.elements
  );
  const maps: Heatmap[] = [];
  let scene: GatesScene | null = null;
  let chosen: SVGPathElement[] = [];
  let chosenUnit = -1;
  let gutters: SVGElement[] = [];

  const build: GatesPicture['build'] = (next, theme, measure) => {
    scene = next;
    const { layout, rows, lines } = next;
    picture.style.height = `${layout.height}px`;
    for (const layer of [still, above]) {
      layer.setAttribute('width', String(layout.railLeft + layout.railWidth));
      layer.setAttribute('height', String(layout.height));
      layer.replaceChildren();
    }
    const narrow = next.narrow;
    const input = linesInput(next);
    for (const [index, panel] of next.panels.entries()) {
      still.append(
        drawSeries(panel, {
          band: layout.series[index],
          plotLeft: layout.plotLeft,
          plotWidth: layout.plotWidth,
          width: layout.railLeft + layout.railWidth,
          narrow,
          gutter: wantsGutter,
          from: next.options.from,
          shown: input.shown,
          center: input.center,
          measure
        })
      );
    }
    chosenUnit = -1;
    chosen = [];
    gutters = [];
    for (const [index, row] of rows.entries()) {
      const frame: GroupFrame = {
        band: layout.groups[index],
        plotLeft: layout.plotLeft,
        plotWidth: layout.plotWidth,
        narrow,
        gutter: wantsGutter,
        unitsPerRow: lines ? 1 : layout.unitsPerRow,
        measure,
        translate
      };
      const gutter = wantsGutter ? drawGutter(row, frame, lines) : svg('g');
      gutters.push(gutter);
      if (lines && !row.blank) {
        const path = svg('path', {
          class: 'jp-gatescope-line-chosen',
          'data-jp-gatescope-hue': hueOf(row.channel)
        });
        chosen.push(path);
        still.append(drawLines(row, frame, input), path);
      }
      still.append(gutter);
    }
    if (!narrow && wantsGutter) {
      still.append(...gutterWords(next, translate));
    }
    paintMaps(next, theme);
    if (theme.highContrast && !lines) {
      above.append(...columnGaps(next));
    }
    above.append(...groupEdges(next));
    markHost.replaceChildren(
      ...paddingMarks(next, translate),
      ...clampMarks(next, next.trace.clamps, next.layer)
    );
    labels.build(next);
    if (parts.legend !== false) {
      legend.build(next, theme, measure);
    }
    if (parts.rail !== false) {
      rail.build(next, theme);
      seriesRail.build(next.panels, layout, next.trace, measure);
    }
    parts.decorate?.(above, next);
    overlay.build(next);
  };

  const paintMaps = (next: GatesScene, theme: Theme): void => {
    const count = next.lines ? 0 : next.rows.length;
    while (maps.length > count) {
      maps.pop()?.element.remove();
    }
    while (maps.length < count) {
      const map = createHeatmap();
      maps.push(map);
      mapHost.append(map.element);
    }
    const { layout } = next;
    for (const [index, map] of maps.entries()) {
      map.element.hidden = next.rows[index].blank ?? false;
      paintMap(map, next, next.rows[index], theme);
      map.place(
        layout.plotLeft,
        layout.groups[index].y,
        layout.plotWidth,
        layout.rows * layout.rowHeight
      );
    }
  };

  return {
    overlay,
    build,
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
      if (unit !== chosenUnit) {
        chosenUnit = unit;
        const input = linesInput(scene);
        for (const [index, path] of chosen.entries()) {
          path.setAttribute(
            'd',
            unitPath(scene.rows[index], scene.layout.groups[index], input, unit)
          );
        }
      }
    },
    slide(placeOf, time) {
      if (scene && !scene.lines) {
        sortMotion(
          maps.map(({ element }) => element),
          placeOf,
          scene.placeOf,
          time
        );
      }
    },
    light(channels) {
      for (const [index, gutter] of gutters.entries()) {
        gutter.classList.toggle(
          'jp-gatescope-lit',
          channels.has(scene?.rows[index].channel.name ?? '')
        );
      }
    }
  };
}

/** Colours one channel of a scene, in the order of its units, aggregated where it must be. */
export function paintMap(
  map: Heatmap,
  { options, layer, steps, order, layout, trace }: GatesScene,
  row: SceneRow,
  theme: Theme
): void {
  const mask = trace.time.mask?.values;
  map.element.dataset.channel = row.channel.name;
  map.paint(
    {
      values: part(
        row.values,
        options.from * layer.units,
        options.to * layer.units
      ),
      rows: layer.units,
      columns: steps,
      rowStride: 1,
      columnStride: layer.units,
      order,
      rowsPerPixel: layout.unitsPerRow,
      columnsPerPixel: layout.stepsPerColumn,
      mask: mask?.subarray(options.from, options.to)
    },
    row.range[0] >= 0 ? theme.gates : theme.states,
    row.range
  );
}

function linesInput({
  layer,
  options,
  steps,
  layout,
  trace
}: GatesScene): LinesInput {
  const { time } = trace;
  return {
    units: layer.units,
    from: options.from,
    // A line goes on over steps that a thinned copy leaves out.
    shown: Array.from({ length: steps }, (_, step) => step).filter(step =>
      holdsStep(time, step + options.from)
    ),
    center: step => stepCenter(layout, step),
    mask: time.mask?.values
  };
}

function gutterWords(
  { labels, layout, trace }: GatesScene,
  translate: Translate
): SVGElement[] {
  const word = (text: string, y: number): SVGElement =>
    svg('text', { class: 'jp-gatescope-axis', x: 0, y }, text);
  return [
    ...(labels ? [word(trace.time.name, layout.labels.height - 6)] : []),
    ...(labels || !trace.time.labels
      ? [word(translate('step'), layout.axis.y + 14)]
      : [])
  ];
}

/** In high contrast, columns stand apart by a black line. */
function columnGaps({ layout }: GatesScene): SVGElement[] {
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

/** A line between two groups of units that run alike. */
function groupEdges({ edges, layout, lines }: GatesScene): SVGElement[] {
  const pieces = lines
    ? []
    : layout.groups.flatMap(band =>
        edges.map(
          place =>
            `M${layout.plotLeft} ${band.y + Math.floor(place / layout.unitsPerRow) * layout.rowHeight}h${layout.plotWidth}`
        )
      );
  return pieces.length === 0
    ? []
    : [svg('path', { class: 'jp-gatescope-group-edge', d: pieces.join('') })];
}

function part(
  values: ArrayLike<number>,
  from: number,
  to: number
): ArrayLike<number> {
  return values instanceof Float32Array || values instanceof Float64Array
    ? values.subarray(from, to)
    : Array.from({ length: to - from }, (_, index) => values[index + from]);
}
