import type { NumericArray, Trace } from '../../../trace';
import { stepAxis, valueAxis } from '../../../widgets/marks/axes';
import { bars } from '../../../widgets/marks/bars';
import { line } from '../../../widgets/marks/line';
import { mark, type Mark } from '../../../widgets/marks/mark';
import { markup } from '../../../widgets/marks/markup';
import { stepScale } from '../../../widgets/marks/plane';
import { text } from '../../../widgets/marks/text';
import { extentOf, linearScale } from '../../../widgets/marks/valueScale';
import { lightColors } from './colours';
import { numberWords, stepWords } from './moment';
import { ink, label, picture } from './svg';

/** What one answer hangs on: its derivative by each number of the input, `[T, I]`, or of tokens `[T, 2]`. */
export interface Influence {
  /** The step whose answer, of the first output, was differentiated. */
  readonly answer: number;
  readonly gradient: NumericArray;
}

const LEFT = 80;
const WIDTH = 640;
const ANSWERS = 110;
const GRADIENT = 130;
const TOP = 78;
const UP = lightColors.positive;
const DOWN = lightColors.negative;

/**
 * A saved picture of what the last answer of a run hangs on: the answers above, and below by how much
 * that one changes for one more of the first input, at each step, or what each token adds to it. Null where the run has no answers.
 */
export function influencePicture(
  trace: Trace,
  { answer, gradient }: Influence
): string | null {
  const [output] = trace.outputs;
  const { time, input } = trace;
  if (!output || input.names.length === 0) {
    return null;
  }
  const unit = (of: string | undefined): string => (of ? ` ${of}` : '');
  const answers = answersOf(trace);
  const changes = changesOf(gradient);
  const strongest = changes.reduce(
    (most, value, step) =>
      Math.abs(value) > Math.abs(changes[most]) ? step : most,
    0
  );
  const above = { x: LEFT, y: TOP, width: WIDTH, height: ANSWERS };
  const below = { ...above, y: TOP + ANSWERS + 40, height: GRADIENT };
  const bottom = below.y + GRADIENT;
  const steps = stepScale(time.steps, above);
  const up = linearScale(extentOf([answers]), above, { count: 3 });
  const most = Math.abs(changes[strongest]) || 1;
  const force = linearScale([-most, most], below, { count: 3 });
  const small = { fill: ink.second, 'font-size': 11 };
  const axes = { grid: { stroke: ink.grid }, words: small };
  const title = `${trace.title ?? output.name}: influence of the input`;
  const isTokens = input.embedding !== undefined;
  const where = stepWords(time, answer);
  const change = `${signed(changes[strongest])}${unit(output.unit)}`;
  const sentence = isTokens
    ? `As far as its gradient tells, ${stepWords(time, strongest)} adds ${change} to ${output.name} at ${where}: more than any other.`
    : `For one more${unit(input.unit)} of ${input.names[0]} at ${stepWords(time, strongest)}, ` +
      `${output.name} at ${where} changes by ${change}: more than for any other ${time.name}.`;
  const question = isTokens
    ? 'what each token adds to the one with a dot (gradient × embedding).'
    : `by how much the one with a dot changes for one more of the input at each ${time.name}.`;
  const caption = isTokens
    ? `what each token adds to it at ${where}`
    : `change of it at ${where}, for one more of ${named(input.names[0], input.unit)}`;
  const half = (isUp: boolean): Mark =>
    bars(
      changes.map(value => (value >= 0 === isUp ? value : NaN)),
      { steps, y: force, base: force(0) },
      { fill: isUp ? UP : DOWN }
    );
  return picture(
    {
      width: LEFT + WIDTH + 24,
      height: bottom + 84,
      title: `${title}. ${sentence}`
    },
    label(16, 22, title, { 'font-size': 15, 'font-weight': 600 }),
    label(16, 42, `How to read: above the answers; below, ${question}`, {
      fill: ink.second,
      'font-size': 11
    }),
    ...[
      ...valueAxis(up, above, axes),
      ...valueAxis(force, below, axes),
      text(named(output.name, output.unit), LEFT, above.y - 8, small),
      text(caption, LEFT, below.y - 8, small),
      line(
        answers,
        { x: steps.center, y: up },
        { stroke: ink.text, 'stroke-width': 1.75 }
      ),
      mark('circle', {
        cx: steps.center(answer),
        cy: up(answers[answer]),
        r: 4,
        fill: ink.text
      }),
      half(true),
      half(false),
      mark('rect', {
        x: steps.left(strongest) - 0.5,
        y: below.y,
        width: Math.max(2, steps.column + 1),
        height: GRADIENT,
        fill: 'none',
        stroke: ink.text
      }),
      ...stepAxis(steps, bottom, {
        labels: time.labels,
        measure: words => words.length * 6.2,
        words: small
      }).map(each => each.mark)
    ].map(markup),
    ...lines(sentence).map((words, at) =>
      label(16, bottom + 50 + at * 17, words)
    )
  );
}

/** The answers of the first output; of a saved copy without every step, each until the next. */
function answersOf({ outputs: [{ values }], time }: Trace): number[] {
  let row = 0;
  return Array.from({ length: time.steps }, (_, step) => {
    if (!time.kept) {
      return values.values[step];
    }
    row = time.kept[row + 1] === step ? row + 1 : row;
    return values.values[row];
  });
}

/** By the first feature. */
function changesOf({ values, shape: [steps, features] }: NumericArray) {
  return Array.from({ length: steps }, (_, step) => values[step * features]);
}

/** `high (°C)` */
function named(name: string, unit: string | undefined): string {
  return unit === undefined ? name : `${name} (${unit})`;
}

function signed(value: number): string {
  return value > 0 ? `+${numberWords(value)}` : numberWords(value);
}

/** Letters of a sentence that fit into the width. */
const LINE = 112;

/** A sentence in two lines where one is too short for it. */
function lines(sentence: string): string[] {
  const at = sentence.lastIndexOf(' ', LINE);
  return sentence.length <= LINE
    ? [sentence]
    : [sentence.slice(0, at), sentence.slice(at + 1)];
}
