import {
  comparedLayer,
  hasNumberAt,
  layersOnTop,
  meanAt,
  savedRow
} from '../../../trace';
import type { Channel, Comparison, Trace } from '../../../trace';
import { element } from '../../../scene/marks/markup';
import { shorten } from './channelRow';
import { networkInks, networkStrokes, rampOf } from './colours';
import { momentOf, numberWords } from './moment';
import { pngAddress } from './png';
import { plot } from './plot';
import { ink, label, picture } from './svg';

const LEFT = 100;
const COLUMN = 220;
const GAP = 20;
const INPUT = 40;
const MAP = 96;
/** Of networks as lines: where the input begins, how large the plot is, and the room for names. */
const INPUTS_TOP = 58;
const LINES = 480;
const HEIGHT = 200;
const NAMES = 150;
/** Networks of which a line of text has room for the numbers. */
const A_LINE = 4;

/** A saved picture of networks side by side: what each is, the input, and the state of every unit. */
export function comparisonPicture({
  title = 'Comparison',
  traces: whole,
  rows,
  view
}: Comparison): string {
  // As the view: the layer that the answer is read from.
  const traces = whole.map(trace => ({
    ...trace,
    layers: trace.layers.length > 0 ? [comparedLayer(trace)] : []
  }));
  const letterOf = (index: number): string =>
    `${stateOf(traces[index])?.name ?? ''}${layersOnTop(whole[index]).length > 1 ? ' forward' : ''}`;
  const left = (index: number): number => LEFT + index * (COLUMN + GAP);
  const scored = rows.some(({ metric, loss }) => metric ?? loss);
  const inputTop = 96 + (scored ? 18 : 0);
  const mapTop = inputTop + INPUT + 12;
  const bottom = mapTop + MAP;
  const moments = traces.map(trace =>
    momentOf({ ...trace, view: { ...trace.view, ...view } })
  );
  const step = moments[0]?.step ?? 0;
  if (view?.lines) {
    return linesPicture({
      title,
      traces,
      names: rows.map(each => each.name),
      step
    });
  }
  const said = moments.flatMap((moment, index) =>
    moment
      ? [
          `${rows[index].name}: ${letterOf(index)} of unit ${moment.unit} at ${moment.words} is ${numberWords(moment.value(stateOf(traces[index])?.name ?? ''))}`
        ]
      : []
  );
  return picture(
    {
      width: left(traces.length) - GAP + 16,
      height: bottom + 38 + said.length * 18,
      title: `${title}: ${said.join('; ')}.`
    },
    label(16, 22, title, { 'font-size': 15, 'font-weight': 600 }),
    label(
      16,
      42,
      'How to read: one column is one network, a row of a map a unit; purple is above zero, orange below.',
      { fill: ink.second }
    ),
    label(16, inputTop + 14, traces[0]?.input.names[0] ?? '', {
      fill: ink.second
    }),
    ...traces.flatMap((trace, index) => {
      const state = stateOf(trace);
      return [
        header(rows[index], trace, left(index)),
        inputLine(trace, left(index), inputTop),
        ...(state
          ? [
              map(state, trace, left(index), mapTop),
              ...(index === 0
                ? [
                    label(16, mapTop + 14, state.name, {
                      'font-family': 'serif',
                      'font-style': 'italic',
                      'font-size': 16
                    }),
                    label(
                      16,
                      mapTop + 32,
                      state.range.map(numberWords).join(' … '),
                      { 'font-size': 11, fill: ink.second }
                    )
                  ]
                : [])
            ]
          : []),
        cursor(trace, step, left(index), inputTop, bottom),
        ...axis(trace, left(index), bottom)
      ];
    }),
    ...said.map((words, at) =>
      label(
        16,
        bottom + 42 + at * 18,
        `${words}${at < said.length - 1 ? ';' : '.'}`
      )
    )
  );
}

/** The input that all read, and below it the state of each network as a line in one plot. */
function linesPicture({
  title,
  traces,
  names,
  step
}: {
  readonly title: string;
  readonly traces: readonly Trace[];
  readonly names: readonly string[];
  readonly step: number;
}): string {
  const [first] = traces;
  const strokes = networkStrokes(
    traces.map(({ layers }) => ({ cell: layers[0]?.cell ?? 'custom' }))
  );
  const lines = traces.map((trace, at) => ({
    name: names[at],
    values: means(trace),
    ...strokes[at]
  }));
  const said = lines.map(
    ({ name, values }) => `${name} ${numberWords(values[step])}`
  );
  const word = first.time.labels?.[step] ?? String(step);
  const sentence = `At ${first.time.name} ${word}: ${said.join(', ')}.`;
  const written = [said.slice(0, A_LINE), said.slice(A_LINE)]
    .filter(part => part.length > 0)
    .map(part => part.join(', '));
  const top = INPUTS_TOP + INPUT + 40;
  return picture(
    {
      width: LEFT + LINES + NAMES,
      height: top + HEIGHT + 54 + written.length * 18,
      title: `${title}: ${sentence}`
    },
    label(16, 22, title, { 'font-size': 15, 'font-weight': 600 }),
    label(
      16,
      42,
      `How to read: one line is one network, the mean of its state over the units; above it what all of them read.`,
      { fill: ink.second }
    ),
    label(16, INPUTS_TOP + 14, first.input.names[0] ?? '', {
      fill: ink.second
    }),
    inputLine(first, LEFT, INPUTS_TOP, LINES),
    plot(lines, {
      x: LEFT,
      y: top,
      width: LINES,
      height: HEIGHT,
      across: first.time.name,
      up: stateOf(first)?.name ?? '',
      cursor: step
    }),
    ...written.map((part, at) =>
      label(
        16,
        top + HEIGHT + 56 + at * 18,
        `${at === 0 ? `At ${first.time.name} ${word}: ` : ''}${part}${at < written.length - 1 ? ',' : '.'}`
      )
    )
  );
}

/** Of the state over its units, at each step; NaN where there is no number. */
function means(trace: Trace): Float64Array {
  const { time } = trace;
  const state = stateOf(trace);
  return Float64Array.from({ length: time.steps }, (_, step) =>
    state && hasNumberAt(time, state, step)
      ? meanAt(state, savedRow(time, step))
      : NaN
  );
}

/** The state that the outside sees. */
function stateOf({ layers }: Trace): Channel | undefined {
  return layers[0]?.channels.findLast(({ role }) => role === 'state');
}

function header(
  { name, parameters, loss, metric }: Comparison['rows'][number],
  { layers }: Trace,
  x: number
): string {
  const stroke = networkInks[layers[0]?.cell ?? 'custom'];
  const score = metric
    ? `${metric.name} ${metric.mean.toPrecision(4)}${metric.unit ? ` ${metric.unit}` : ''}`
    : loss
      ? `${loss.name} ${loss.value.toPrecision(4)}`
      : '';
  return [
    element('rect', { x, y: 54, width: COLUMN, height: 3, fill: stroke }),
    // Beside the count; below the maps it is written out.
    label(x, 76, shorten(name, 14), {
      'font-size': 15,
      'font-weight': 700,
      fill: stroke
    }),
    label(x + COLUMN, 76, `${parameters.count} parameters`, {
      'text-anchor': 'end',
      'font-weight': 700
    }),
    ...(score === '' ? [] : [label(x, 96, score, { fill: ink.second })])
  ].join('');
}

/** The first feature of the input over the steps. */
function inputLine(
  { input, time }: Trace,
  x: number,
  y: number,
  across = COLUMN
): string {
  const features = input.names.length;
  const values = Array.from(
    { length: time.steps },
    (_, step) => input.array.values[savedRow(time, step) * features]
  );
  const known = values.filter(Number.isFinite);
  if (known.length === 0) {
    return '';
  }
  const [low, high] = [Math.min(0, ...known), Math.max(0, ...known)];
  const width = across / time.steps;
  return element('path', {
    d: values
      .map((value, step) =>
        Number.isFinite(value)
          ? `M${(x + (step + 0.5) * width).toFixed(1)} ${y + INPUT}v${(-((value - low) / (high - low || 1)) * INPUT).toFixed(1)}`
          : ''
      )
      .join(''),
    fill: 'none',
    stroke: ink.second,
    'stroke-width': Math.max(1, width * 0.7)
  });
}

function map(channel: Channel, { time }: Trace, x: number, y: number): string {
  const [, units] = channel.array.shape;
  const ramp = rampOf(channel);
  const bytes = new Uint8Array(time.steps * units * 3);
  for (let unit = 0; unit < units; unit++) {
    for (let step = 0; step < time.steps; step++) {
      const value = channel.array.values[savedRow(time, step) * units + unit];
      bytes.set(ramp(value), (unit * time.steps + step) * 3);
    }
  }
  return element('image', {
    x,
    y,
    width: COLUMN,
    height: MAP,
    preserveAspectRatio: 'none',
    style: 'image-rendering: pixelated',
    href: pngAddress({ width: time.steps, height: units, bytes })
  });
}

function cursor(
  { time: { steps } }: Trace,
  step: number,
  x: number,
  top: number,
  bottom: number
): string {
  const width = COLUMN / steps;
  return element('rect', {
    x: x + step * width - 0.5,
    y: top - 2,
    width: Math.max(2, width + 1),
    height: bottom - top + 4,
    fill: 'none',
    stroke: ink.text,
    'stroke-width': 1.25
  });
}

/** The first and the last step. */
function axis({ time }: Trace, x: number, y: number): string[] {
  const look = { 'font-size': 11, fill: ink.second };
  const words = (step: number): string => time.labels?.[step] ?? String(step);
  return [
    label(x, y + 16, words(0), look),
    label(x + COLUMN, y + 16, words(time.steps - 1), {
      'text-anchor': 'end',
      ...look
    })
  ];
}
