import { strip } from '../../scene/legends';
import { mark, type Mark } from '../../scene/marks/mark';
import type { Box } from '../../scene/marks/plane';
import { text } from '../../scene/marks/text';
import type { PlacedMap } from '../../scene/scene';
import type { SceneTheme } from '../../scene/theme';
import type { Translate } from '../../scene/words/translate';
import { beyondMarks } from './beyondMarks';
import { heldMarks } from './heldMarks';
import { legendOfMaps } from './legend';
import { looked } from './mapLook';
import type { MapScene, SceneRow } from './mapScene';
import { movingMarks, outline } from './movingMarks';
import { hatch, paddedBoxes, paddedMarks } from './paddedRuns';
import { seriesNumbers } from './seriesNumbers';
import { stillDrawing } from './stillDrawing';
import type { MatrixSource } from '../../scene/bitmap';
import { keptFor } from './keptFor';

/** What of a scene is drawn, and what stands around it. */
export interface MapDrawing {
  readonly theme: SceneTheme;
  readonly measure: (words: string) => number;
  readonly translate: Translate;
  readonly gutter?: boolean;
  readonly rail?: boolean;
  readonly legend?: boolean;
  /** Over the plots. */
  readonly over?: readonly Mark[];
  /** What else follows the step that is looked at. */
  readonly beside?: (step: number) => readonly Mark[];
}

/** A scene as a picture: what of it stands, and what is drawn where the reader stands. */
export function mapDrawing(
  scene: MapScene,
  {
    theme,
    measure,
    translate,
    gutter = true,
    rail = true,
    legend = true,
    over = [],
    beside = () => []
  }: MapDrawing
): {
  readonly maps: readonly PlacedMap[];
  readonly marks: readonly Mark[];
  readonly at: (step: number, unit: number) => readonly Mark[];
} {
  const { layout, panels, trace } = scene;
  const { series, groups, words } = stillDrawing(scene, {
    gutter,
    measure,
    translate
  });
  const strips = legendOfMaps(scene, measure, translate);
  const numbers = seriesNumbers(panels, layout, trace, measure, translate);
  const look = (each: Mark): Mark => looked(each, theme);
  return {
    maps: [
      ...mapsOf(scene),
      ...(legend
        ? strips.ramps.map(({ ramp, ...box }) => strip(ramp, box))
        : [])
    ],
    marks: [
      ...[
        ...series,
        ...groups
          .flatMap(({ lines, gutter: name }) => [lines, name])
          .filter(each => each !== null),
        ...words,
        ...groupEdges(scene),
        ...beyondMarks(scene)
      ].map(look),
      ...columnGaps(scene, theme),
      ...paddedMarks(paddedBoxes(scene), theme, translate),
      ...heldOver(scene, theme, measure, translate),
      ...(legend
        ? [mark('g', theme.part('legend'), ...strips.marks.map(look))]
        : []),
      ...[...(rail ? numbers.still : []), ...over].map(look)
    ],
    at: movingMarks(scene, {
      ...{ theme, measure, translate, beside },
      chosen: groups.flatMap(({ chosen }) => chosen),
      numbers: rail ? numbers.moving : null
    })
  };
}

/** The heat maps of the channels. */
const mapsOf = (scene: MapScene): PlacedMap[] => {
  const { layout, lines, rows } = scene;
  return lines
    ? []
    : rows.flatMap((row, index) =>
        row.blank
          ? []
          : [
              {
                name: row.channel.name,
                values: mapMatrix(scene, row),
                ramp: rampOf(row),
                range: row.range,
                x: layout.plotLeft,
                y: layout.groups[index].y,
                width: layout.plotWidth,
                height: layout.rows * layout.rowHeight
              }
            ]
      );
};

/** In high contrast, columns stand apart by a black line. */
function columnGaps({ layout, lines }: MapScene, theme: SceneTheme): Mark[] {
  const { columns, columnWidth, plotLeft, groups, rows, rowHeight } = layout;
  return lines || columnWidth < 6
    ? []
    : [
        mark('path', {
          ...{ fill: 'none', ...theme.part('column-gap') },
          d: groups
            .flatMap(({ y }) =>
              Array.from(
                { length: columns - 1 },
                (_, at) =>
                  `M${plotLeft + (at + 1) * columnWidth} ${y}v${rows * rowHeight}`
              )
            )
            .join('')
        })
      ];
}

/** Where a frame of two pixels stands within a box. */
const inside = ({ x, y, width, height }: Box): Box => ({
  ...{ x: x + 1, y: y + 1 },
  ...{ width: Math.max(0, width - 2), height: height - 2 }
});

/** What is held: hatched and framed in the color of its channel, with its words. */
const heldOver = (
  scene: MapScene,
  theme: SceneTheme,
  measure: (words: string) => number,
  translate: Translate
): Mark[] =>
  heldMarks(scene, measure, translate).flatMap(({ hue, words, ...box }) => {
    const color = theme.color(hue);
    const { x, y, width, height } = box;
    return words === undefined
      ? [
          hatch(box, 7, { stroke: theme.color('page'), 'stroke-width': 2.5 }),
          hatch(box, 7, { stroke: color, 'stroke-width': 1.25 }),
          outline(inside(box), theme.color('page'), 4),
          outline(inside(box), color, 2, theme.part('clamp'))
        ]
      : [
          mark('rect', {
            ...{ x, y: y - height / 2, width, height, rx: 2 },
            fill: theme.color('page')
          }),
          text(words, x + width / 2, y + 4, {
            anchor: 'middle',
            'font-size': 12,
            'font-weight': 700,
            fill: color,
            ...theme.part('clamp-words')
          })
        ];
  });

/** A line between two groups of units that run alike. */
function groupEdges({ edges, layout, lines }: MapScene): Mark[] {
  const { plotLeft, plotWidth, unitsPerRow, rowHeight } = layout;
  const pieces = lines
    ? []
    : layout.groups.flatMap(band =>
        edges.map(
          place =>
            `M${plotLeft} ${band.y + Math.floor(place / unitsPerRow) * rowHeight}h${plotWidth}`
        )
      );
  return pieces.length === 0
    ? []
    : [mark('path', { class: 'jp-gatescope-group-edge', d: pieces.join('') })];
}

const keptMatrix = keptFor<MatrixSource>();

/** The numbers of a channel as a map: in the order of its units, aggregated where they must be. */
function mapMatrix(
  { options, layer, steps, order, layout, trace }: MapScene,
  { values }: SceneRow
): MatrixSource {
  const { from, to } = options;
  const { unitsPerRow, stepsPerColumn } = layout;
  return keptMatrix(
    values,
    [from, to, [...order], unitsPerRow, stepsPerColumn],
    () => ({
      values: part(values, from * layer.units, to * layer.units),
      rows: layer.units,
      columns: steps,
      rowStride: 1,
      columnStride: layer.units,
      order,
      rowsPerPixel: unitsPerRow,
      columnsPerPixel: stepsPerColumn,
      mask: trace.time.mask?.values.subarray(from, to)
    })
  );
}

/** The colors of a channel: one way from zero, or two. */
const rampOf = ({ range }: Pick<SceneRow, 'range'>) =>
  range[0] >= 0 ? 'gates' : 'states';

function part(
  values: ArrayLike<number>,
  from: number,
  to: number
): ArrayLike<number> {
  return values instanceof Float32Array || values instanceof Float64Array
    ? values.subarray(from, to)
    : Array.from({ length: to - from }, (_, index) => values[index + from]);
}
