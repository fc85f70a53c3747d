import type { Channel, LayerTrace, Trace } from '../../../trace';
import { beyondScale } from './beyondScale';
import { cellPicture } from './cellPicture';
import {
  gutter,
  GUTTER,
  heatmap,
  inputName,
  lines,
  PLOT,
  timeLabels,
  WIDTH
} from './channelRow';
import { momentOf, momentSentence, numberWords, type Moment } from './moment';
import {
  batchSentence,
  batchShown,
  howToRead,
  isSpread,
  spreadBand,
  spreadRange
} from './overSequences';
import { linePath } from '../../../scene/marks/line';
import { element } from '../../../scene/marks/markup';
import { ink, label, picture } from './svg';
import { savedPicture } from '../../../scene/saved';
import { riverView } from '../../../views/river/riverView';
import { unrolledView } from '../../../views/unrolled/unrolledView';
import { traceFlowPicture } from './gradientFlowPicture';

/** Height of the line of an input. */
const INPUT = 34;
/** Inputs beyond so many are named only. */
const MOST_INPUTS = 4;
/** Channels with at most this many units are drawn as lines. */
const LINES_UP_TO = 8;
/** Their height. */
const LINES = 46;

/** A saved picture of a run, of the view that was asked for. */
export function tracePicture(trace: Trace): string {
  const moment = momentOf(trace);
  const view = trace.view?.view;
  if (moment && view === 'cell' && moment.layer.equations.length > 0) {
    return cellPicture(trace, moment);
  }
  if (moment && view === 'river') {
    return savedPicture(riverView, trace);
  }
  if (moment && view === 'unrolled') {
    return savedPicture(unrolledView, trace);
  }
  const other =
    moment && view === 'gradients'
      ? traceFlowPicture(trace, moment.step)
      : null;
  return other ?? mapsPicture(trace, moment, whatIf(trace, moment));
}

/** Which channels a picture over time is of, and how it is told. */
interface Maps {
  readonly name: string;
  readonly how: string;
  readonly what: string;
  readonly isShown: (layer: LayerTrace, channel: Channel) => boolean;
  /** Said where nothing was changed. */
  readonly unchanged: string;
}

const gates: Maps = {
  name: '',
  how: 'Gates: dark is open. States: purple is above zero, orange below.',
  what: 'every gate and state',
  isShown: (_, { role }) => role !== 'term',
  unchanged: ''
};

/** What if: the channel that is held, and the states that follow from it. */
function whatIf({ view, clamps }: Trace, moment: Moment | null): Maps {
  if (view?.view !== 'whatIf' || !moment) {
    return gates;
  }
  const { layer } = moment;
  const mine = clamps.filter(clamp => clamp.layer === layer.name);
  const held = new Set(mine.map(({ channel }) => channel));
  const first = layer.channels.find(({ role }) => role === 'gate')?.name;
  return {
    name: 'What if · ',
    how: 'What is held comes first, then the states that follow from it.',
    what: 'a channel that can be held, and the states',
    isShown: (each, { name, role }) =>
      each === layer &&
      (role === 'state' || (held.size > 0 ? held.has(name) : name === first)),
    unchanged: 'Nothing is held or edited here.'
  };
}

/** Channels over time, layer below layer, under the input. */
function mapsPicture(trace: Trace, moment: Moment | null, maps: Maps): string {
  const pieces: string[] = [];
  let y = 48;
  const batch = moment && batchShown(trace);
  const title = `${maps.name}${trace.title ?? trace.layers.map(nameOf).join(', ')}`;
  pieces.push(
    label(16, 22, title, { 'font-size': 15, 'font-weight': 600 }),
    label(
      16,
      42,
      `How to read: ${batch ? howToRead(batch, moment) : `a column is a ${trace.time.name}, a row (or a line) a unit. ${maps.how}`}`,
      { fill: ink.second, 'font-size': 11 }
    )
  );
  if (trace.loss) {
    pieces.push(
      label(
        WIDTH - 16,
        22,
        `${trace.loss.name} ${trace.loss.value.toPrecision(4)}`,
        { 'text-anchor': 'end', fill: ink.second }
      )
    );
  }
  const top = y + 6;
  if (trace.input.editable) {
    const inputs = Math.min(MOST_INPUTS, trace.input.names.length);
    for (let feature = 0; feature < inputs; feature += 1) {
      y += 6;
      pieces.push(inputLine(trace, feature, y));
      y += INPUT;
    }
  }
  for (const layer of trace.layers) {
    if (trace.layers.length > 1) {
      y += 18;
      pieces.push(label(16, y, nameOf(layer), { 'font-weight': 600 }));
    }
    for (const channel of layer.channels) {
      if (!maps.isShown(layer, channel)) {
        continue;
      }
      y += 6;
      const row = channelRow(trace, layer, channel, moment, y);
      pieces.push(row.drawn);
      y += row.height;
    }
  }
  pieces.push(timeLabels(trace, y));
  const sentence = moment
    ? [
        momentSentence(moment),
        ...(batch ? [batchSentence(batch, moment)] : [])
      ].join(' ')
    : '';
  if (moment) {
    pieces.push(
      cursorLine(trace, moment, top, y),
      ...sentenceLines(
        [sentence, changesWords(trace) || maps.unchanged].filter(
          words => words !== ''
        ),
        y + 44,
        batch ? 4 : 2
      )
    );
  }
  return picture(
    {
      width: WIDTH,
      height: y + (batch ? 112 : moment ? 78 : 34),
      title: `${title}: ${maps.what}. ${sentence}`
    },
    ...pieces
  );
}

/** A channel over the steps, with its name and its scale. */
function channelRow(
  trace: Trace,
  layer: LayerTrace,
  channel: Channel,
  moment: Moment | null,
  y: number
): { readonly drawn: string; readonly height: number } {
  const { time } = trace;
  const [, units] = channel.array.shape;
  if (moment && batchShown(trace) && isSpread(channel, layer, moment)) {
    const height = LINES;
    return {
      height,
      drawn: [
        gutter(channel, y, height),
        spreadBand(channel, time, { y, height, unit: moment.unit }),
        scaleWords(spreadRange(channel.range, channel.spread), y, height)
      ].join('')
    };
  }
  const asLines = units <= LINES_UP_TO;
  const height = asLines ? LINES : Math.min(96, units * 2);
  const isChosen = layer.name === moment?.layer.name;
  return {
    height,
    drawn: [
      gutter(channel, y, height),
      asLines
        ? lines(channel, time, y, height, isChosen ? moment : null)
        : heatmap(channel, time, y, height),
      scaleWords(channel.range, y, height),
      beyondScale(channel, time, {
        x: GUTTER,
        y,
        width: PLOT,
        height,
        lines: asLines
      })
    ].join('')
  };
}

/** One feature of the input, with its least and greatest value at the right. */
function inputLine(trace: Trace, feature: number, y: number): string {
  const { input, time } = trace;
  const features = input.names.length;
  const values = Array.from(
    { length: input.array.values.length / features },
    (_, row) => input.array.values[row * features + feature]
  );
  const known = values.filter(Number.isFinite);
  const low = Math.min(...known);
  const high = Math.max(...known);
  const width = PLOT / Math.max(1, time.steps);
  return [
    inputName(trace, feature, y + INPUT / 2),
    element('path', {
      d: linePath(values, {
        x: row => GUTTER + ((time.kept?.[row] ?? row) + 0.5) * width,
        y: value => y + INPUT - ((value - low) / (high - low || 1)) * INPUT
      }),
      fill: 'none',
      stroke: ink.text,
      'stroke-width': 1.25
    }),
    scaleWords([low, high], y, INPUT)
  ].join('');
}

/** The ends of a channel's scale, beside it. */
function scaleWords(
  [low, high]: readonly [number, number],
  y: number,
  height: number
): string {
  const at = {
    x: GUTTER + PLOT + 6,
    look: { 'font-size': 11, fill: ink.second }
  };
  return [
    label(at.x, y + 9, numberWords(high), at.look),
    ...(height >= 24
      ? [label(at.x, y + height, numberWords(low), at.look)]
      : [])
  ].join('');
}

/** Where the view stands open. */
function cursorLine(
  { time }: Trace,
  { step }: Moment,
  top: number,
  bottom: number
): string {
  const width = PLOT / Math.max(1, time.steps);
  return element('rect', {
    x: GUTTER + step * width - 0.5,
    y: top,
    width: Math.max(2, width + 1),
    height: bottom - top,
    fill: 'none',
    stroke: ink.text,
    'stroke-width': 1.25
  });
}

/** What was changed in the run that is pictured. */
function changesWords({ clamps, edits }: Trace): string {
  return [
    ...clamps
      .slice(0, 3)
      .map(({ channel, value }) => `${channel} is held at ${value}`),
    ...(edits.length > 0
      ? [
          `${edits.length} number${edits.length === 1 ? '' : 's'} of the input edited`
        ]
      : [])
  ].join(', ');
}

/** Letters of a sentence that fit into the width. */
const LINE = 118;

function sentenceLines(
  sentences: readonly string[],
  y: number,
  most: number
): string[] {
  const lines = [''];
  for (const word of sentences.join(' ').split(' ')) {
    const longer = `${lines[lines.length - 1]} ${word}`.trim();
    if (longer.length <= LINE || lines[lines.length - 1] === '') {
      lines[lines.length - 1] = longer;
    } else {
      lines.push(word);
    }
  }
  return lines.slice(0, most).map((line, at) => label(16, y + at * 17, line));
}

function nameOf(layer: LayerTrace): string {
  const arrow = layer.direction === 'backward' ? ' backward' : '';
  return `${layer.cellName} ${layer.name}${arrow} (${layer.units} ${layer.units === 1 ? 'unit' : 'units'})`;
}
