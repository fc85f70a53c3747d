import { svg } from '../base/dom';
import { intoLines, shorten } from '../../scene/words/fitText';
import { stepAxis, stepAxisHeight, valueAxis } from '../../scene/marks/axes';
import { bars } from '../../scene/marks/bars';
import { drawn } from '../scene/drawn';
import { line } from '../../scene/marks/line';
import { stepScale, type StepScale } from '../../scene/marks/plane';
import { createStepCursor, type StepCursor } from '../scene/stepCursor';
import { text } from '../../scene/marks/text';
import { extentOf, linearScale } from '../../scene/marks/valueScale';

/** What the picture shows. */
export interface InfluenceScene {
  readonly width: number;
  readonly measure: (text: string) => number;
  readonly labels?: readonly string[];
  /** The answers, one a step, and what they are called. */
  readonly answers: ArrayLike<number>;
  readonly answerName: string;
  /** The step whose answer is looked at. */
  readonly answer: number;
  /** Its derivative by the input at each step; null while it is not known. */
  readonly gradient: readonly number[] | null;
  readonly gradientName: string;
}

export interface InfluencePicture {
  readonly element: SVGElement;
  readonly badge: HTMLElement;
  readonly height: number;
  readonly steps: StepScale;
  readonly cursor: StepCursor;
  /** Whether a height is in the upper plot, of the answers. */
  isAnswers(y: number): boolean;
  /** The height of the derivative at a step. */
  heightOf(step: number): number;
}

const LEFT = 56;
const ANSWERS = 90;
const GRADIENT = 110;
const CAPTION = 20;
const LINE = 14;
/** Between the lowest number and the names of the steps below it. */
const AIR = 6;

/** The answers above, with the one that is looked at; below, what the input at each step does to it. */
export function drawInfluence({
  width,
  measure,
  labels,
  answers,
  answerName,
  answer,
  gradient,
  gradientName
}: InfluenceScene): InfluencePicture {
  const captionLines = (words: string): readonly string[] =>
    intoLines(words, width - LEFT, 2, measure) ?? [
      shorten(words, width - LEFT, measure)
    ];
  const [answerLines, gradientLines] = [answerName, gradientName].map(
    captionLines
  );
  const above = {
    x: LEFT,
    y: answerLines.length * LINE + CAPTION - LINE,
    width: width - LEFT - 8,
    height: ANSWERS
  };
  const below = {
    ...above,
    y: above.y + ANSWERS + gradientLines.length * LINE + CAPTION - LINE + 8,
    height: GRADIENT
  };
  const bottom = below.y + GRADIENT;
  const steps = stepScale(answers.length, above);
  const up = linearScale(extentOf([answers]), above, { count: 3 });
  const largest = Math.max(...(gradient ?? [0]).map(Math.abs)) || 1;
  const force = linearScale([-largest, largest], below, { count: 3 });
  // Words are turned where a column is narrow, and need room below.
  const axis = { labels, measure, turn: true };
  const height = bottom + AIR + stepAxisHeight(steps, axis) + 8;
  const cursor = createStepCursor({
    steps,
    top: below.y,
    bottom,
    dots: ['var(--jp-gatescope-ink)'],
    badge: bottom + AIR + 2,
    axis: stepAxis(steps, bottom + AIR, axis)
  });
  const caption = (lines: readonly string[], y: number) =>
    lines.map((words, at) =>
      text(words, LEFT, y - 6 - (lines.length - 1 - at) * LINE, {
        class: 'jp-gatescope-axis'
      })
    );
  const element = svg('svg', { width, height });
  const signed = (isUp: boolean) =>
    bars(
      (gradient ?? []).map(value => (value >= 0 === isUp ? value : NaN)),
      { steps, y: force, base: force(0) },
      {
        style: `fill: var(--jp-gatescope-${isUp ? 'positive' : 'negative'})`
      }
    );
  element.append(
    ...[
      ...valueAxis(up, above),
      ...valueAxis(force, below),
      ...caption(answerLines, above.y),
      ...caption(gradientLines, below.y),
      line(
        answers,
        { x: steps.center, y: up },
        { style: 'stroke: var(--jp-gatescope-hidden); stroke-width: 2' }
      ),
      signed(true),
      signed(false)
    ].map(drawn),
    // A network that answers once has a point, no line.
    svg('circle', {
      class: 'jp-gatescope-flow-dot',
      'data-answer': answer,
      r: 6,
      cx: steps.center(answer),
      cy: up(answers[answer]),
      style: 'fill: var(--jp-gatescope-brand)'
    }),
    ...cursor.words,
    cursor.line,
    ...cursor.dots
  );
  return {
    element,
    badge: cursor.badge,
    height,
    steps,
    cursor,
    isAnswers: y => y < above.y + ANSWERS + 8,
    heightOf: step => (gradient === null ? NaN : force(gradient[step]))
  };
}
