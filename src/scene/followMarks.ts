import { mark, type Mark } from './marks/mark';
import { text } from './marks/text';
import type { Placed, Scene, Surface } from './scene';
import { numberAt, type Table } from './table';
import { shorten } from './words/fitText';

/** Words that touch the badge would read as one with it. */
const APART = 4;
const BADGE = 18;

/**
 * What moves with the cursor, where it stands at a row: on the page over the scene that stays, in a
 * file with it.
 */
export function followMarks(
  scene: Scene,
  placed: Placed,
  table: Table,
  row: number,
  surface: Surface,
  lit?: number | null
): readonly Mark[] {
  const { overlay = {} } = scene;
  const badge = badgeAt(scene, placed, table, row, surface);
  return [
    ...placed.axis
      .filter(
        ({ from, to }) =>
          !badge || to <= badge.from - APART || from >= badge.to + APART
      )
      .map(each => each.mark),
    ...(overlay.lit ? litRow(placed, row, surface) : []),
    ...(overlay.marks?.(row, placed, surface, lit) ?? []),
    ...(placed.told?.(row, lit) ?? []),
    ...lineMarks(scene, placed, table, row, surface),
    ...(badge?.marks ?? [])
  ];
}

/** Of rows below each other, a frame around one. */
const litRow = (
  { panels: [panel], width }: Placed,
  row: number,
  { theme }: Surface
): Mark[] => [
  mark('rect', {
    ...{ x: 0.75, y: panel.places.left(row) + 0.75 },
    ...{ width: width - 9.5, height: panel.places.column - 1.5 },
    ...{ fill: 'none', stroke: theme.color('brand'), 'stroke-width': 1.5 }
  })
];

/** The line through its panels, with a dot on each of their lines and bars. */
function lineMarks(
  { overlay: { line = [] } = {}, panels: specs }: Scene,
  { panels }: Placed,
  { columns }: Table,
  row: number,
  { theme }: Surface
): Mark[] {
  const through = panels.filter(({ id }) => line === true || line.includes(id));
  const [first] = through;
  const last = through.at(-1);
  if (!first || !last) {
    return [];
  }
  const x = first.places.center(row);
  return [
    mark('path', {
      d: `M${x} ${first.box.y}V${last.box.y + last.box.height}`,
      ...{ stroke: theme.color('ink'), 'stroke-width': 1.5 },
      ...theme.part('flow-cursor')
    }),
    ...through.flatMap(({ id, value }) =>
      (specs.find(each => each.id === id)?.marks ?? []).flatMap(spec => {
        if (spec.kind !== 'line' && spec.kind !== 'bars') {
          return [];
        }
        const at = numberAt(columns[spec.of], row);
        const ink =
          (spec.kind === 'bars' && spec.inkOf?.(at)) ||
          (spec.ink ?? columns[spec.of].ink ?? 'ink');
        return Number.isFinite(value(at))
          ? [
              mark('circle', {
                ...{ cx: x, cy: value(at), r: 5, fill: theme.color(ink) },
                ...{ stroke: theme.color('page'), 'stroke-width': 1.5 },
                'data-series': spec.series,
                ...theme.part('flow-dot')
              })
            ]
          : [];
      })
    )
  ];
}

/** The name of the row at the foot of its line, between the names of the others. */
function badgeAt(
  { overlay = {} }: Scene,
  { badge: y, panels: [panel] }: Placed,
  { places: { nameOf, badgeOf = nameOf } }: Table,
  row: number,
  { theme, measure, width: room }: Surface
) {
  if (!overlay.line || !panel) {
    return null;
  }
  const { places } = panel;
  const name = shorten(badgeOf(row), room - 16, measure);
  const width = measure(name) + 16;
  const { x: left, width: plot } = places.box;
  // One that is wider than the plot stands out of it at the left, where the axis has its room.
  const most = left + plot - width;
  const middle = places.center(row) - width / 2;
  const x = Math.max(0, Math.min(left, most), Math.min(most, middle));
  return {
    from: x,
    to: x + width,
    marks: [
      mark('rect', {
        ...{ x, y, width, height: BADGE, rx: 2, fill: theme.color('ink') }
      }),
      text(name, x + 8, y + 13, {
        ...{ 'font-size': 12, fill: theme.color('page') },
        ...theme.part('badge')
      })
    ]
  };
}
