import { channelHue, isPadding } from '../../trace';
import { mark, type Mark, type MarkAttributes } from '../../scene/marks/mark';
import type { Box } from '../../scene/marks/plane';
import type { SceneTheme } from '../../scene/theme';
import type { Translate } from '../../scene/words/translate';
import { axisMarks } from './axisMarks';
import { groupScale } from './drawGroup';
import { ofHue } from './letterMark';
import { columnLeft, stepCenter } from './mapLayout';
import { looked } from './mapLook';
import type { MapScene } from './mapScene';
import type { MovingText } from './movingText';
import { railNumbers } from './railNumbers';
import type { StillDrawing } from './stillDrawing';
import { unitProfile } from './unitProfile';

/** What is drawn where the reader stands. */
export interface MovingOptions {
  readonly theme: SceneTheme;
  readonly measure: (words: string) => number;
  readonly translate: Translate;
  /** The lines of the unit that is looked at. */
  readonly chosen: StillDrawing['groups'][number]['chosen'];
  /** The numbers beside the series; null where no numbers stand right of the plots. */
  readonly numbers: readonly MovingText[] | null;
  readonly beside: (step: number) => readonly Mark[];
}

/** All that follows step and unit. What does not change with them is made once: this runs at every move. */
export function movingMarks(
  scene: MapScene,
  { theme, measure, translate, chosen, numbers, beside }: MovingOptions
): (step: number, unit: number) => readonly Mark[] {
  const { trace, rows } = scene;
  const look = (each: Mark): Mark => looked(each, theme);
  const texts = (
    numbers === null ? [] : [...railNumbers(scene, translate), ...numbers]
  ).map(({ mark: at, words }) => ({ at: look(at), words }));
  const profiles =
    numbers === null ? [] : rows.map((_, at) => unitProfile(scene, at, theme));
  const axis = axisMarks(scene, theme, measure, translate);
  const cursor = cursorMarks(scene, theme);
  const paths = chosen.map(({ look: own, d }) => ({
    path: look(mark('path', own)),
    d
  }));
  let shown = -1;
  let lines: readonly Mark[] = [];
  return (step, unit) => {
    if (unit !== shown) {
      shown = unit;
      lines = paths.map(({ path, d }) => ({
        ...path,
        attributes: { ...path.attributes, d: d(unit) }
      }));
    }
    return [
      ...lines,
      ...texts.map(({ at, words }) => ({
        ...at,
        children: [words(step, unit)]
      })),
      mark(
        'g',
        {},
        ...(isPadding(trace.time, step)
          ? []
          : profiles.flatMap(each => each(step, unit)))
      ),
      mark('g', {}, ...beside(step).map(look)),
      mark('g', {}, ...cursor(step, unit)),
      mark('g', {}, ...axis(step))
    ];
  };
}

export const outline = (
  box: Box,
  stroke: string,
  width: number,
  more: MarkAttributes = {}
): Mark =>
  mark('rect', {
    ...box,
    ...{ fill: 'none', stroke, 'stroke-width': width },
    ...more
  });

/** Where the reader stands: a line or a frame through all plots, and a mark at the unit in each. */
function cursorMarks(
  scene: MapScene,
  theme: SceneTheme
): (step: number, unit: number) => readonly Mark[] {
  const { layout, lines, rows, options, placeOf, layer, trace } = scene;
  const first = (layout.series[0] ?? layout.groups[0]).y - 4;
  const last = layout.groups[rows.findLastIndex(({ blank }) => !blank)];
  const height = last.y + last.height + 1 - first;
  const drawn = rows.flatMap((row, index) =>
    row.blank
      ? []
      : [
          {
            row,
            band: layout.groups[index],
            scale: groupScale(row, layout.groups[index])
          }
        ]
  );
  const through = (column: number): Mark[] => {
    const x = stepCenter(layout, column);
    const box = {
      x: columnLeft(layout, column) - 0.25,
      y: first,
      width: layout.columnWidth + 0.5,
      height
    };
    return (
      [
        [theme.color('page'), 3.5],
        [theme.color('ink'), 1.5]
      ] as const
    ).map(([stroke, width]) =>
      lines
        ? mark('path', {
            d: `M${x} ${first}v${height}`,
            stroke,
            'stroke-width': width
          })
        : outline(box, stroke, width)
    );
  };
  const dots = (step: number, unit: number): Mark[] =>
    isPadding(trace.time, step)
      ? []
      : drawn.flatMap(({ row, scale }) => {
          const value = row.values[step * layer.units + unit];
          return Number.isFinite(value)
            ? [
                mark('circle', {
                  class: 'jp-gatescope-dot-mark',
                  ...ofHue(channelHue(row.channel)),
                  cx: stepCenter(layout, step - options.from),
                  cy: scale(value),
                  r: 4
                })
              ]
            : [];
        });
  const triangles = (unit: number): Mark[] => {
    const place = Math.floor(placeOf[unit] / layout.unitsPerRow);
    const down = (place + 0.5) * layout.rowHeight - 4;
    return drawn.map(({ band: { y } }) =>
      mark('path', {
        class: 'jp-gatescope-unit-mark',
        d: `M${layout.plotLeft - 9} ${y + down}l6 4l-6 4z`
      })
    );
  };
  return (step, unit) => {
    const isIn = step >= options.from && step < options.to;
    const marks = lines ? (isIn ? dots(step, unit) : []) : triangles(unit);
    return [
      ...(isIn ? through(step - options.from) : []),
      ...marks.map(each => looked(each, theme))
    ];
  };
}
