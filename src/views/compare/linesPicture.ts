import { comparedLayer } from '../../trace';
import { valueAxis } from '../../scene/marks/axes';
import { mark, type Mark } from '../../scene/marks/mark';
import { networkLooks } from '../../scene/marks/networkLook';
import { bold, moved, plain } from '../../scene/marks/paragraphs';
import { rule } from '../../scene/marks/rule';
import { text } from '../../scene/marks/text';
import { axisLook, gridLook } from '../../scene/placeMarks';
import type { Placed, Surface } from '../../scene/scene';
import { formatFixed } from '../../scene/words/format';
import { sharesInput } from './compareEdits';
import { compareLayout } from './compareLayout';
import type { Compared, CompareDrawing } from './compared';
import type { CompareRow } from './compareRows';
import { inputPlots } from './inputMarks';
import { LINES_HEIGHT, lineLook, linePlot, type LinePlot } from './lineMarks';
import { letterLook } from './mapRow';
import {
  assembled,
  axisPart,
  gutterWords,
  inputRow,
  NARROW_BELOW,
  type PartRow
} from './pictureParts';

/** The input that all networks read, and each channel of all of them as lines in one plot. */
export function linesPicture(
  compared: Compared,
  surface: Surface
): Omit<Placed, 'width'> {
  const { comparison, rows, before, chosen, translate } = compared;
  const { traces } = comparison;
  const { width, theme } = surface;
  const { time } = traces.reduce((a, b) =>
    b.time.steps > a.time.steps ? b : a
  );
  const layout = compareLayout(width, width < NARROW_BELOW, 1, {
    ...{ units: 1, steps: time.steps, pairs: false }
  });
  const { columnWidth, inputHeight: height } = layout;
  const networks = traces.map(trace => ({ cell: comparedLayer(trace).cell }));
  const looks = networkLooks(networks, theme);
  const drawing = { ...compared, surface, layout, looks };
  const input = sharesInput(traces)
    ? inputPlots(
        traces.slice(0, 1),
        before?.comparison.traces.slice(0, 1) ?? [],
        { feature: chosen.feature, width: columnWidth, height },
        theme
      )
    : null;
  return assembled(
    [
      ...(input ? [inputRow(input, surface, translate)] : []),
      {
        gutter: gutterWords(translate('%step'), '', surface),
        parts: [axisPart(time, columnWidth, surface)]
      },
      ...rows.flatMap((row, at) => {
        const plot = linePlot(row, before?.rows[at], {
          ...{ traces, looks, width: columnWidth },
          before: before?.comparison.traces ?? []
        });
        return [namesRow(drawing, row, plot), plotRow(drawing, plot)];
      })
    ],
    [time],
    drawing
  );
}

/** The channel, and of each network its line, its name and its number at the step, as many as fit on a line. */
function namesRow(
  { comparison, layout, looks, surface, translate }: CompareDrawing,
  row: CompareRow,
  { now, y: { domain } }: LinePlot
): PartRow {
  const { columnWidth: width } = layout;
  const { measure, theme } = surface;
  const letter = row.channelNames.join(' / ');
  const none = translate('none');
  // Numbers have room whatever they are.
  const room = Math.max(
    ...[none, ...domain.map(end => formatFixed(-Math.abs(end)))].map(measure)
  );
  let x = measure(letter) * 1.4 + 8;
  let y = 14;
  const marks: Mark[] = [
    text(letter, 0, y, letterLook(row, 16, theme)),
    text(translate(row.words), x, y, plain(theme))
  ];
  x += measure(translate(row.words)) + 14;
  const places = looks.map((_, network) => {
    const { name } = comparison.rows[network];
    const wide = 31 + measure(name) * 1.12 + 6;
    if (x + wide + room > width) {
      [x, y] = [0, y + 18];
    }
    marks.push(
      rule({
        ...{ x1: x, x2: x + 26, y1: y - 4, y2: y - 4 },
        ...lineLook(looks, network)
      }),
      text(name, x + 31, y, { ...plain(theme), ...bold })
    );
    const place = { x: x + wide, y };
    x += wide + room + 14;
    return place;
  });
  return {
    gutter: [],
    parts: [
      {
        ...{ height: y + 4, frame: null, marks },
        told: ({ step }) =>
          places.map((place, network) => {
            const value = now[network][step] ?? NaN;
            return text(
              Number.isNaN(value) ? none : formatFixed(value),
              ...([place.x, place.y, plain(theme)] as const)
            );
          })
      }
    ]
  };
}

/** The plot with its numbers, and a dot on each line at the step. */
function plotRow(
  {
    layout: { gutter, gap, columnWidth: width },
    looks,
    surface
  }: CompareDrawing,
  { y, now, steps, marks }: LinePlot
): PartRow {
  const { theme } = surface;
  return {
    gutter: moved(
      gutter + gap,
      0,
      y.ticks.map(tick =>
        text(tick.text, -6, y(tick.value) + 4, {
          anchor: 'end',
          ...axisLook(theme)
        })
      )
    ),
    parts: [
      {
        ...{ height: LINES_HEIGHT, frame: 0 },
        marks: [
          ...valueAxis(
            y,
            { x: 0, width },
            { labeled: false, grid: gridLook(theme) }
          ),
          ...marks
        ],
        told: ({ step }) =>
          looks.flatMap(({ color }, network) => {
            const at = y(now[network][step] ?? NaN);
            return Number.isFinite(at)
              ? [
                  mark('circle', {
                    ...{ cx: steps.center(step), cy: at, r: 4 },
                    fill: color,
                    stroke: theme.color('page'),
                    'stroke-width': 1.5
                  })
                ]
              : [];
          }),
        nearest(step, height) {
          const apart = now.map(each =>
            Math.abs(y(each[step] ?? NaN) - height)
          );
          const at = apart.indexOf(Math.min(...apart.filter(Number.isFinite)));
          return at < 0 ? null : at;
        }
      }
    ]
  };
}
