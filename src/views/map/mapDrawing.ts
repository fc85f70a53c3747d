import { channelHue, isPadding } from '../../trace';
import { strip } from '../../scene/legends';
import { mark, type Mark } from '../../scene/marks/mark';
import type { Box } from '../../scene/marks/plane';
import { text } from '../../scene/marks/text';
import type { PlacedMap } from '../../scene/scene';
import type { SceneTheme } from '../../scene/theme';
import type { Translate } from '../../scene/words/translate';
import { badgeOf, drawMonths, stepNames, stepNumbers } from './axisMarks';
import { beyondMarks } from './beyondMarks';
import { groupScale } from './drawGroup';
import { groupEdges } from './groupEdges';
import { heldMarks } from './heldMarks';
import { legendOfMaps } from './legend';
import { ofHue } from './letterMark';
import { columnLeft, stepCenter } from './mapLayout';
import { inFile } from './mapLook';
import { mapMatrix, rampOf } from './mapMatrix';
import type { MapScene } from './mapScene';
import { wordsAt } from './movingText';
import { hatch, paddedBoxes, paddedMarks } from './paddedRuns';
import { railNumbers } from './railNumbers';
import { seriesNumbers } from './seriesNumbers';
import { stillDrawing } from './stillDrawing';
import { profileWidth, unitProfile, type ProfilePart } from './unitProfile';

/** What of a scene is drawn, where, and what stands around it. */
export interface MapDrawing {
  readonly at: { readonly step: number; readonly unit: number };
  readonly theme: SceneTheme;
  readonly measure: (words: string) => number;
  readonly translate: Translate;
  readonly gutter?: boolean;
  readonly rail?: boolean;
  readonly legend?: boolean;
  /** Over the plots, below the cursor. */
  readonly over?: readonly Mark[];
}

/** A scene as a picture in which nothing moves, looked at where the reader stands. */
export function mapDrawing(
  scene: MapScene,
  {
    at,
    theme,
    measure,
    translate,
    gutter = true,
    rail = true,
    legend = true,
    over = []
  }: MapDrawing
): { readonly maps: readonly PlacedMap[]; readonly marks: readonly Mark[] } {
  const { layout, panels, trace } = scene;
  const { series, groups, words } = stillDrawing(scene, {
    gutter,
    measure,
    translate
  });
  const strips = legendOfMaps(scene, measure, translate);
  const numbers = seriesNumbers(panels, layout, trace, measure, translate);
  const marks = [
    ...series,
    ...groups
      .flatMap(({ lines, chosen, gutter: name }) => [
        lines,
        ...chosen.map(({ look, d }) =>
          mark('path', { ...look, d: d(at.unit) })
        ),
        name
      ])
      .filter(each => each !== null),
    ...words,
    ...groupEdges(scene),
    ...beyondMarks(scene)
  ];
  return {
    maps: [
      ...mapsOf(scene),
      ...(legend
        ? strips.ramps.map(({ ramp, ...box }) => strip(ramp, box))
        : [])
    ],
    marks: [
      ...mapsOf(scene).map(({ x, y, width, height }) =>
        outline({ x, y, width, height }, theme.color('grid'), 1)
      ),
      ...marks.map(each => inFile(each, theme)),
      ...paddedMarks(paddedBoxes(scene), theme, translate),
      ...heldOver(scene, theme, measure, translate),
      ...[
        ...(legend ? strips.marks : []),
        ...(rail
          ? [
              ...numbers.still,
              ...[...numbers.moving, ...railNumbers(scene, translate)].map(
                each => wordsAt(each, at.step, at.unit)
              ),
              ...profiles(scene, at, theme)
            ]
          : []),
        ...over
      ].map(each => inFile(each, theme)),
      ...cursorAt(scene, at, theme),
      ...axisAt(scene, at.step, theme, measure, translate)
    ]
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

const outline = (box: Box, stroke: string, width: number): Mark =>
  mark('rect', { ...box, fill: 'none', stroke, 'stroke-width': width });

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
          outline(box, theme.color('page'), 4),
          outline(box, color, 2)
        ]
      : [
          mark('rect', {
            ...{ x, y: y - height / 2, width, height, rx: 2 },
            fill: theme.color('page')
          }),
          text(words, x + width / 2, y + 4, {
            anchor: 'middle',
            'font-weight': 700,
            fill: color
          })
        ];
  });

/** The bars beside the maps, at a step. */
function profiles(
  scene: MapScene,
  at: MapDrawing['at'],
  theme: SceneTheme
): Mark[] {
  const { layout, rows, trace } = scene;
  if (profileWidth(scene) === 0 || isPadding(trace.time, at.step)) {
    return [];
  }
  return rows.flatMap(({ channel }, index) => {
    const parts: Record<ProfilePart, string> = {
      ground: '',
      others: '',
      chosen: '',
      zero: ''
    };
    unitProfile(
      scene,
      index,
      { ...at, ratio: 1 },
      (part, x, y, width, height) => {
        parts[part] +=
          `M${layout.railLeft + x} ${y}h${width}v${height}h${-width}Z`;
      }
    );
    return [
      mark('path', { fill: theme.color('grid'), d: parts.ground }),
      mark(
        'g',
        ofHue(channelHue(channel)),
        mark('path', {
          class: 'jp-gatescope-channel-bar',
          'fill-opacity': 0.5,
          d: parts.others
        }),
        mark('path', {
          class: 'jp-gatescope-channel-bar',
          d: parts.chosen + parts.zero
        })
      )
    ];
  });
}

/** The names of the steps: that of the one that is looked at stands out, and its badge takes the room of others. */
function axisAt(
  scene: MapScene,
  step: number,
  theme: SceneTheme,
  measure: (words: string) => number,
  translate: Translate
): Mark[] {
  const told = badgeOf(scene, step, translate);
  const { plotLeft, plotWidth } = scene.layout;
  const half = told ? measure(told.words) / 2 + 8 : 0;
  const badge = told && {
    ...told,
    half,
    middle: Math.max(
      plotLeft + half,
      Math.min(plotLeft + plotWidth - half, told.middle)
    )
  };
  const isFree = ({
    from,
    to
  }: {
    readonly from: number;
    readonly to: number;
  }) =>
    badge === null ||
    to < badge.middle - badge.half ||
    from > badge.middle + badge.half;
  const lit = (each: { readonly mark: Mark; readonly step: number }): Mark =>
    each.step !== step
      ? each.mark
      : {
          ...each.mark,
          attributes: {
            ...each.mark.attributes,
            class: `${each.mark.attributes.class} jp-gatescope-current`
          }
        };
  const months = scene.axis.mode === 'dates' ? drawMonths(scene) : null;
  const below = months
    ? [...months.words.filter(isFree).map(each => each.mark), ...months.marks]
    : stepNumbers(scene).filter(isFree).map(lit);
  return [
    ...[...stepNames(scene, measure).map(lit), ...below].map(each =>
      inFile(each, theme)
    ),
    ...(badge
      ? [
          mark('rect', {
            ...{ x: badge.middle - badge.half, y: badge.y + 1, rx: 2 },
            ...{ width: 2 * badge.half, height: 18 },
            fill: theme.color('ink')
          }),
          text(badge.words, badge.middle, badge.y + 14, {
            anchor: 'middle',
            fill: theme.color('page')
          })
        ]
      : [])
  ];
}

/** Where the reader stands: a line or a frame through all plots, and a mark at the unit in each. */
function cursorAt(
  scene: MapScene,
  { step, unit }: MapDrawing['at'],
  theme: SceneTheme
): Mark[] {
  const { layout, lines, rows, options, placeOf, layer, trace } = scene;
  const column = step - options.from;
  const isIn = column >= 0 && step < options.to;
  const first = (layout.series[0] ?? layout.groups[0]).y - 4;
  const last = layout.groups[rows.findLastIndex(({ blank }) => !blank)];
  const height = last.y + last.height + 1 - first;
  const x = stepCenter(layout, column);
  const box = {
    x: columnLeft(layout, column) - 0.25,
    y: first,
    width: layout.columnWidth + 0.5,
    height
  };
  const row = Math.floor(placeOf[unit] / layout.unitsPerRow);
  const y = (index: number): number =>
    layout.groups[index].y + (row + 0.5) * layout.rowHeight;
  const line = (color: string, width: number): Mark =>
    mark('path', {
      d: `M${x} ${first}v${height}`,
      stroke: color,
      'stroke-width': width
    });
  const value = (index: number): number =>
    rows[index].blank || isPadding(trace.time, step)
      ? NaN
      : rows[index].values[step * layer.units + unit];
  return [
    ...(!isIn
      ? []
      : lines
        ? [line(theme.color('page'), 3.5), line(theme.color('ink'), 1.5)]
        : [
            outline(box, theme.color('page'), 3.5),
            outline(box, theme.color('ink'), 1.5)
          ]),
    ...rows
      .flatMap((each, index) =>
        lines
          ? isIn && Number.isFinite(value(index))
            ? [
                mark('circle', {
                  class: 'jp-gatescope-dot-mark',
                  ...ofHue(channelHue(each.channel)),
                  cx: x,
                  cy: groupScale(each, layout.groups[index])(value(index)),
                  r: 4
                })
              ]
            : []
          : each.blank
            ? []
            : [
                mark('path', {
                  class: 'jp-gatescope-unit-mark',
                  d: `M${layout.plotLeft - 9} ${y(index) - 4}l6 4l-6 4z`
                })
              ]
      )
      .map(each => inFile(each, theme))
  ];
}
