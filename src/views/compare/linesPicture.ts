import { comparedLayer } from '../../trace';
import { valueAxis } from '../../scene/marks/axes';
import { mark, type Mark } from '../../scene/marks/mark';
import { networkLooks, type NetworkLook } from '../../scene/marks/networkLook';
import { rule } from '../../scene/marks/rule';
import { text } from '../../scene/marks/text';
import { axisLook, gridLook } from '../../scene/placeMarks';
import type { Placed, Surface } from '../../scene/scene';
import { formatFixed } from '../../scene/words/format';
import { sharesInput } from './compareEdits';
import { compareLayout } from './compareLayout';
import type { Compared } from './compared';
import type { CompareRow } from './compareRows';
import { inputPlots } from './inputMarks';
import { LINES_HEIGHT, lineLook, linePlot, type LinePlot } from './lineMarks';
import { bold, moved, plain } from '../../scene/marks/paragraphs';
import {
  assembled,
  axisPart,
  gutterWords,
  inputRow,
  NARROW_BELOW,
  stepFrame,
  type PartRow
} from './pictureParts';

/** The input that all networks read, and each channel of all of them as lines in one plot. */
export function linesPicture(
  compared: Compared,
  surface: Surface
): Pick<Placed, 'height' | 'marks' | 'maps'> {
  const { comparison, rows, before, chosen, translate } = compared;
  const { traces } = comparison;
  const { width, theme, row: step = 0 } = surface;
  const { time } = traces.reduce((a, b) =>
    b.time.steps > a.time.steps ? b : a
  );
  const { steps } = time;
  const size = { units: 1, steps, pairs: false };
  const layout = compareLayout(width, width < NARROW_BELOW, 1, size, 1);
  const { columnWidth, inputHeight: height } = layout;
  const networks = traces.map(trace => ({ cell: comparedLayer(trace).cell }));
  const looks = networkLooks(networks, theme);
  const input = sharesInput(traces)
    ? inputPlots(
        traces.slice(0, 1),
        before?.comparison.traces.slice(0, 1) ?? [],
        { feature: chosen.feature, width: columnWidth, height },
        theme
      )
    : null;
  const drawn = assembled(
    [
      ...(input ? [inputRow(input, surface, translate)] : []),
      {
        gutter: gutterWords(translate('%step'), '', surface),
        parts: [axisPart(time, columnWidth, step, surface)]
      },
      ...rows.flatMap((row, at) => {
        const plot = linePlot(row, before?.rows[at], {
          ...{ traces, looks, width: columnWidth },
          before: before?.comparison.traces ?? []
        });
        return [
          namesRow(compared, row, plot, { looks, width: columnWidth, surface }),
          plotRow(plot, looks, columnWidth, layout.gutter + layout.gap, surface)
        ];
      })
    ],
    1,
    layout,
    columnWidth,
    (_, tall) => stepFrame(time, columnWidth, step, tall, surface)
  );
  return { ...drawn, maps: [] };
}

/** The channel, and of each network its line, its name and its number at the step, as many as fit on a line. */
function namesRow(
  { comparison, translate }: Compared,
  { letters, hue, words }: CompareRow,
  { now }: LinePlot,
  {
    looks,
    width,
    surface: { theme, measure, row: step = 0 }
  }: {
    readonly looks: readonly NetworkLook[];
    readonly width: number;
    readonly surface: Surface;
  }
): PartRow {
  const letter = letters.join(' / ');
  let x = measure(letter) * 1.4 + 8;
  let y = 14;
  const marks: Mark[] = [
    text(letter, 0, y, {
      'font-family': 'serif',
      'font-style': 'italic',
      'font-size': 16,
      fill: theme.color(hue)
    }),
    text(translate(words), x, y, plain(theme))
  ];
  x += measure(translate(words)) + 14;
  looks.forEach((_, network) => {
    const { name } = comparison.rows[network];
    const value = now[network][step] ?? NaN;
    const number = Number.isNaN(value) ? translate('none') : formatFixed(value);
    const wide = measure(name) * 1.1;
    if (x + 32 + wide + 6 + measure(number) > width) {
      [x, y] = [0, y + 18];
    }
    marks.push(
      rule({
        ...{ x1: x, x2: x + 26, y1: y - 4, y2: y - 4 },
        ...lineLook(looks, network)
      }),
      text(name, x + 31, y, { ...plain(theme), ...bold }),
      text(number, x + 31 + wide + 6, y, plain(theme))
    );
    x += 31 + wide + 6 + measure(number) + 14;
  });
  const height = y + 4;
  const ground = mark('rect', {
    ...{ x: 0, y: 0, width, height },
    fill: theme.color('page')
  });
  return { gutter: [], parts: [{ height, marks: [ground, ...marks] }] };
}

/** The plot with its numbers, and a dot on each line at the step. */
function plotRow(
  { y, now, steps, marks }: LinePlot,
  looks: readonly NetworkLook[],
  width: number,
  gutter: number,
  { theme, row: step = 0 }: Surface
): PartRow {
  return {
    gutter: moved(
      gutter,
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
        height: LINES_HEIGHT,
        isFramed: true,
        marks: [
          ...valueAxis(
            y,
            { x: 0, width },
            { labelled: false, grid: gridLook(theme) }
          ),
          ...marks,
          ...looks.flatMap(({ color }, network) => {
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
          })
        ]
      }
    ]
  };
}
