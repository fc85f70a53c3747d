import { stepAxis, stepAxisHeight, valueAxis } from './marks/axes';
import type { Mark } from './marks/mark';
import { stepScale, type Box } from './marks/plane';
import { rule } from './marks/rule';
import { text } from './marks/text';
import { keyMarks } from './keyMarks';
import { LEGEND, legendsOf, mapsOf } from './legends';
import {
  axisLook,
  columnsOnAxis,
  gridLook,
  placed as placeMark,
  valueScaleOf
} from './placeMarks';
import {
  handsOf,
  type Panel,
  type Placed,
  type PlacedPanel,
  type Scene,
  type Surface
} from './scene';
import { labelOf, longOf, type Table } from './table';
import { intoLines, shorten } from './words/fitText';

/** Over a plot, besides the lines of its caption. */
const CAPTION = 6;
const CAPTION_LINE = 14;
const GAP = 8;
const RIGHT = 8;
/** Between plots and what stands beside them. */
const ASIDE = 14;
/** The names of places on one line. */
const ONE_LINE = 16;
const PLOT = 110;
/** Between the numbers of an axis and the plot. */
const BESIDE_AXIS = 6;
/** Between the lowest number and the names of the places below it. */
const AIR = 6;

/** Plots below each other over one axis of places. */
export function across(surface: Surface, scene: Scene, table: Table): Placed {
  const { width, measure, theme } = surface;
  const { aside } = scene;
  const isBeside = aside !== undefined && width >= aside.from;
  const right = isBeside ? aside.width + ASIDE : RIGHT;
  const scales = scene.panels.map(panel => valueScaleOf(panel, table));
  const numbers = scene.panels.flatMap(({ height }, at) =>
    scales[at]({
      y: 0,
      height: typeof height === 'number' ? height : PLOT
    }).ticks.map(tick => measure(tick.text))
  );
  const left = Math.max(
    40,
    Math.ceil(Math.max(0, ...numbers)) + BESIDE_AXIS + 2
  );
  const plot = Math.max(40, width - left - right);
  const heightOf = ({ height = PLOT }: Panel): number =>
    typeof height === 'number'
      ? height
      : height({ width: plot, isBeside, measure });
  const heads = scene.panels.map(panel =>
    headOf(panel, table, plot + RIGHT, surface, scene.key !== undefined)
  );
  const turned = { labels: table.places.labels, measure, turn: true };
  const axisAt = scene.panels.findIndex(panel => panel.axis);
  const lastAt = axisAt < 0 ? scene.panels.length - 1 : axisAt;
  let axisHeight = 0;
  let bottom = 0;
  let top = 0;
  const panels = scene.panels.map((panel, at): PlacedPanel => {
    top += (at > 0 ? GAP : 0) + heads[at].lines * CAPTION_LINE + CAPTION;
    const box = { x: left, y: top, width: plot, height: heightOf(panel) };
    top += box.height;
    const places = stepScale(table.places.count, box);
    if (at === lastAt) {
      bottom = top + AIR;
      axisHeight = scene.unnamed
        ? 0
        : scene.foot
          ? ONE_LINE
          : stepAxisHeight(places, turned);
      top = bottom + axisHeight;
    }
    return {
      ...{ id: panel.id, box, across: true },
      ...handsOf(panel),
      value: scales[at](box),
      places
    };
  });
  const [{ places }] = panels;
  const words = axisLook(theme);
  const axis = scene.unnamed
    ? []
    : scene.foot
      ? scene.foot(places, measure).map(({ x, words: at }) => ({
          mark: text(at, x, bottom + 15, { anchor: 'middle', ...words }),
          from: x - measure(at) / 2,
          to: x + measure(at) / 2
        }))
      : stepAxis(places, bottom, { ...turned, words });
  const keyed = top + (scene.unnamed ? 0 : GAP);
  const key = keyMarks(scene, table, left, keyed, surface);
  const foot = keyed + key.height;
  const legends = legendsOf(scene, left, foot, surface);
  const height = foot + (legends.length > 0 ? LEGEND : 0);
  return {
    width,
    height: height + (aside && !isBeside ? aside.height : 0),
    panels,
    aside: aside && {
      isBeside,
      x: isBeside ? width - aside.width : 0,
      y: isBeside ? 0 : height,
      width: isBeside ? aside.width : width,
      height: isBeside ? height : aside.height
    },
    axis,
    badge: bottom + 2,
    told: key.told,
    maps: [
      ...scene.panels.flatMap((panel, at) =>
        mapsOf(panel, panels[at], surface)
      ),
      ...legends.map(each => each.map)
    ],
    marks: [
      ...panels.flatMap(({ value, box }, at) =>
        valueAxis(value, box, {
          // Names stand at rows of pixels, which need no lines.
          grid: scene.panels[at].value?.names
            ? { stroke: 'none' }
            : gridLook(theme),
          words,
          gap: BESIDE_AXIS
        })
      ),
      ...panels.flatMap(({ box }, at) => heads[at].marksAt(box)),
      ...legends.flatMap(each => each.marks),
      ...key.marks,
      ...scene.panels.flatMap((panel, at) =>
        panel.marks.flatMap(spec =>
          placeMark(spec, { panel: panels[at], table, surface }).map(
            each => each.mark
          )
        )
      )
    ],
    hit(x, y) {
      const row = places.stepAt(x);
      const panel =
        panels.findLast(({ box }) => y >= box.y - CAPTION - CAPTION_LINE) ??
        panels[0];
      return row === null || y > keyed
        ? null
        : { row, column: panel.value.invert(y), panel };
    }
  };
}

/**
 * What a panel is called, in two lines where one is too narrow; where it has several lines and no key
 * has them, the name of each beside a piece of it.
 */
function headOf(
  { caption, marks, unnamed = false }: Panel,
  { columns }: Table,
  width: number,
  { theme, measure }: Surface,
  hasKey: boolean
): { readonly lines: number; readonly marksAt: (box: Box) => Mark[] } {
  const words = axisLook(theme);
  const several = marks.filter(each => each.kind === 'line');
  const named = several.length > 1 && !unnamed && !hasKey ? several : [];
  const [first] = marks.flatMap(columnsOnAxis);
  const called =
    caption ??
    (named.length > 0 || first === undefined ? '' : longOf(columns[first]));
  const lines = intoLines(called, width, 2, measure) ?? [
    shorten(called, width, measure)
  ];
  return {
    lines: lines.length,
    marksAt({ x, y }) {
      const foot = y - BESIDE_AXIS;
      let left = x + (called === '' ? 0 : measure(called) + 2 * GAP);
      return [
        ...lines.map((line, at) =>
          text(line, x, foot - (lines.length - 1 - at) * CAPTION_LINE, words)
        ),
        ...named.flatMap(({ of, ink, dash }) => {
          const column = columns[of];
          const from = left;
          left += 26 + measure(labelOf(column)) + 2 * GAP;
          return [
            rule({
              ...{ x1: from, x2: from + 20, y1: foot - 4, y2: foot - 4 },
              stroke: theme.color(ink ?? column.ink ?? 'ink'),
              'stroke-width': 2,
              'stroke-dasharray': dash
            }),
            text(labelOf(column), from + 26, foot, words)
          ];
        })
      ];
    }
  };
}
