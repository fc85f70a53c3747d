import { isPadding, readsTurned, type Trace } from '../../../trace';
import { bars } from '../../../scene/marks/bars';
import { line } from '../../../scene/marks/line';
import { element, markup } from '../../../scene/marks/markup';
import type { Box } from '../../../scene/marks/plane';
import { extentOf, linearScale } from '../../../scene/marks/valueScale';
import { layoutRiver } from '../../../views/river/layoutRiver';
import { sharesAt } from '../../../views/river/riverShares';
import { riverOf, type River } from '../../../views/river/streams';
import { GUTTER, inputName, PLOT, timeLabels, WIDTH } from './channelRow';
import { inputsRamp, nameColour } from './colours';
import { momentSentence, stepWords, type Moment } from './moment';
import { ink, label, picture } from './svg';

const TOP = 84;
const HEIGHT = 216;
const KEPT = 44;
const INPUT = 34;

/**
 * A saved picture of what the state of a unit is made of: a stream a step, what it keeps below, and the
 * input. Null for a state that cannot be taken apart.
 */
export function riverPicture(trace: Trace, moment: Moment): string | null {
  const { layer, unit, step } = moment;
  const river = riverOf(trace, layer, unit);
  if (!river) {
    return null;
  }
  const box: Box = { x: GUTTER, y: TOP, width: PLOT, height: HEIGHT };
  const { streams, rest, bed, group, columns } = layoutRiver(river, box);
  const input = inputOf(trace, moment);
  const color = (place: number): string => {
    const [low, high] = input?.range ?? [0, river.steps - 1];
    const value = input ? input.values[river.stepAt(place)] : place;
    return inputsRamp(high > low ? (value - low) / (high - low) : 0.5);
  };
  const kept: Box = { ...box, y: TOP + HEIGHT + 22, height: KEPT };
  const strip: Box = {
    ...box,
    y: river.anew ? kept.y : kept.y + KEPT + 12,
    height: INPUT
  };
  const bottom = input
    ? strip.y + INPUT
    : river.anew
      ? TOP + HEIGHT
      : kept.y + KEPT;
  const title = `River · ${trace.title ?? `${layer.cellName} ${layer.name}`}`;
  const question = `What does unit ${unit} remember at ${stepWords(trace.time, step)}?`;
  const answer = answerOf(river, trace, step);
  const each =
    group > 1
      ? `${group} ${trace.time.name}s together`
      : `one ${trace.time.name}`;
  return picture(
    {
      width: WIDTH,
      height: bottom + 74,
      title: `${title}. ${question} ${answer} ${momentSentence(moment)}`
    },
    label(16, 22, title, { 'font-size': 15, 'font-weight': 600 }),
    label(
      16,
      42,
      `How to read: each stream is what ${each} wrote, oldest at the line; all together are ${river.carry.state}. Its color is ${input ? `the input: ${input.name}` : 'how late that was'}.`,
      { fill: ink.second, 'font-size': 11 }
    ),
    label(16, 66, `${question} ${answer}`),
    ...[...streams]
      .reverse()
      .map(({ from, to, path }) =>
        shape(path, color(Math.floor((from + to) / 2)))
      ),
    ...(rest.path === '' ? [] : [shape(rest.path, ink.grid)]),
    element('path', {
      d: `M${box.x} ${bed}h${box.width}`,
      stroke: ink.second,
      'stroke-width': 1.5
    }),
    letter(river.carry.state, Math.min(TOP + HEIGHT - 18, bed - 8)),
    ...(river.anew ? [] : keptBars(river, kept, columns)),
    ...(input
      ? [
          inputName(trace, input.feature, strip.y + INPUT / 2),
          markup(
            line(
              input.values,
              {
                x: columns.center,
                y: linearScale(extentOf([input.values]), strip, { nice: false })
              },
              { stroke: ink.text, 'stroke-width': 1.25 }
            )
          )
        ]
      : []),
    element('rect', {
      x: columns.left(step) - 0.5,
      y: TOP - 4,
      width: Math.max(2, columns.column + 1),
      height: bottom - TOP + 6,
      fill: 'none',
      stroke: ink.text,
      'stroke-width': 1.25
    }),
    timeLabels(trace, bottom + 2),
    label(16, bottom + 52, momentSentence(moment))
  );
}

function shape(d: string, fill: string): string {
  return element('path', { d, fill, stroke: ink.page, 'stroke-width': 0.75 });
}

function letter(name: string, y: number): string {
  return label(22, y, name, {
    fill: nameColour(name),
    'font-family': 'serif',
    'font-style': 'italic',
    'font-size': 16
  });
}

/** The whole of what could be kept at each step, and what is. */
function keptBars(
  { keep, stepAt, padding, carry }: River,
  box: Box,
  steps: ReturnType<typeof layoutRiver>['columns']
): string[] {
  const shares = new Float64Array(keep.length).fill(NaN);
  keep.forEach((share, place) => {
    shares[stepAt(place)] = padding[place] ? NaN : share;
  });
  const y = linearScale(extentOf([[0, 1], shares]), box, { nice: false });
  const fill = nameColour(carry.letters.keep);
  return [
    ...[
      bars(
        shares.map(share => (Number.isNaN(share) ? NaN : 1)),
        { steps, y, base: y(0) },
        { fill, 'fill-opacity': 0.18 }
      ),
      bars(shares, { steps, y, base: y(0) }, { fill })
    ].map(markup),
    letter(carry.letters.keep, box.y + KEPT / 2 + 5)
  ];
}

/** The feature that colors the streams; null for tokens, and where a layer reads at other steps. */
function inputOf(trace: Trace, { layer }: Moment) {
  const { names, array, editable } = trace.input;
  if (!editable || names.length === 0 || readsTurned(trace, layer)) {
    return null;
  }
  const feature = Math.min(trace.view?.feature ?? 0, names.length - 1);
  const values = Array.from({ length: trace.time.steps }, (_, step) =>
    isPadding(trace.time, step)
      ? NaN
      : array.values[step * names.length + feature]
  );
  return { name: names[feature], feature, values, range: extentOf([values]) };
}

/** Which step wrote most of it. */
function answerOf(river: River, { time }: Trace, step: number): string {
  const [most] = sharesAt(river, river.placeOf(step))?.largest ?? [];
  if (!most) {
    return 'Nothing.';
  }
  const source =
    most.place < 0
      ? 'before the first'
      : stepWords(time, river.stepAt(most.place));
  return `${Math.round(100 * most.share)} % of it comes from ${source}.`;
}
