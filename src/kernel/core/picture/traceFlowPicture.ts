import { isPadding } from '../../../trace';
import type { Channel, Trace } from '../../../trace';
import type { Moment } from './moment';
import { numberWords } from './moment';
import { plot } from './plot';
import { letterColour } from './colours';
import { ink, label, picture } from './svg';

/** A saved picture of a run's gradient flow: the norm of dL/dstate at each step; null without gradients. */
export function traceFlowPicture(
  trace: Trace,
  { layer, step, words }: Moment
): string | null {
  const states = layer.channels
    .filter(({ role }) => role === 'state')
    .map(({ name }) => name);
  const gradients = layer.channels.filter(
    ({ role, of }) => role === 'gradient' && states.includes(of ?? '')
  );
  if (gradients.length === 0) {
    return null;
  }
  const lines = gradients.map(channel => ({
    name: `‖dL/d${channel.of ?? ''}‖`,
    values: norms(channel),
    stroke: letterColour(channel),
    dash: channel.of === 'c' ? '7 3' : undefined
  }));
  const row = trace.time.kept?.indexOf(step) ?? step;
  const sentence = isPadding(trace.time, step)
    ? `At ${words}: padding, where nothing is computed.`
    : `At ${words}: ${lines
        .map(({ name, values }) => `${name} ${numberWords(values[row] ?? NaN)}`)
        .join(', ')}.`;
  const title = trace.title ?? layer.cellName;
  return picture(
    { width: 660, height: 366, title: `${title}: gradient flow. ${sentence}` },
    label(16, 22, `${title}: gradient flow`, {
      'font-size': 15,
      'font-weight': 600
    }),
    plot(lines, {
      x: 80,
      y: 60,
      width: 440,
      height: 220,
      across: trace.time.name,
      up: 'norm of the gradient, a power of ten a line',
      logarithmic: true
    }),
    label(
      16,
      336,
      trace.loss?.answers
        ? `How to read: what all ${trace.loss.answers.length} answers of the loss send back to each ${trace.time.name}, together. It is no memory.`
        : `How to read: how much the loss still feels of each ${trace.time.name}.`,
      { fill: ink.second }
    ),
    label(16, 354, sentence)
  );
}

function norms({ array: { values, shape } }: Channel): number[] {
  const [rows, units = 1] = shape;
  return Array.from({ length: rows }, (_, row) =>
    Math.hypot(...values.subarray(row * units, (row + 1) * units))
  );
}
