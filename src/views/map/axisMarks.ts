import type { AxisMark } from '../../scene/marks/axes';
import type { Mark, MarkAttributes } from '../../scene/marks/mark';
import { rule } from '../../scene/marks/rule';
import { text } from '../../scene/marks/text';
import { shorten } from '../../scene/words/fitText';
import { shortDate, spokenLabel } from '../../scene/words/timeLabels';
import type { Translate } from '../../scene/words/translate';
import { columnLeft, LONGEST_LABEL, stepCenter } from './mapLayout';
import type { MapScene } from './mapScene';

/** The label of a step as its band has room for it. */
export const cutLabel = (
  label: string | undefined,
  measure: (text: string) => number
): string => shorten(shortDate(label ?? ''), LONGEST_LABEL, measure);

/** Words at a step of the run, and from where to where along the axis they stand. */
export interface StepName extends AxisMark {
  readonly step: number;
  readonly words: string;
}

/** The labels of the steps, above the picture. */
export function stepNames(
  scene: MapScene,
  measure: (text: string) => number
): StepName[] {
  const { labels, options } = scene;
  return (labels?.ticks ?? []).map(({ step, text: words }) => ({
    mark: text(words, ...labelPlace(scene, step)),
    words,
    step: step + options.from,
    ...roomOf(scene, step, measure(words))
  }));
}

/** The numbers of the steps, below it. */
export const stepNumbers = ({ axis, layout, options }: MapScene): StepName[] =>
  axis.ticks.map(({ step, text: words }) => {
    const x = stepCenter(layout, step);
    const half = (words.length * FIGURE) / 2;
    return {
      mark: text(words, x, layout.axis.y + 14, {
        class: 'jp-gatescope-axis',
        anchor: 'middle'
      }),
      words,
      step: step + options.from,
      from: x - half,
      to: x + half
    };
  });

/** How much wider than measured the cursor's label is. */
export const BOLD = 1.1;

/** Half of what a turned label takes along the axis, in CSS pixels. */
const TURNED = 5;

/** From where to where along the axis the label of a step in view stands. */
export function roomOf(
  { labels, layout }: MapScene,
  step: number,
  width: number
): Pick<AxisMark, 'from' | 'to'> {
  const x = stepCenter(layout, step);
  const half = labels?.mode === 'turned' ? TURNED : width / 2;
  return { from: x - half, to: x + half };
}

/** Width of a figure or letter of the axis, in CSS pixels: no text is measured while it is drawn. */
const FIGURE = 6.2;

/** Months under the series and under the channels, with a line at the first of each. */
export function drawMonths({ axis, layout }: MapScene): {
  readonly marks: readonly Mark[];
  /** Those of the upper band. */
  readonly words: readonly AxisMark[];
} {
  const bands =
    layout.dates.height > 0 ? [layout.dates, layout.axis] : [layout.axis];
  const marks: Mark[] = [];
  const words: AxisMark[] = [];
  let free = -Infinity;
  for (const { step, text: month } of axis.ticks) {
    const x = columnLeft(layout, step) + 4;
    const width = month.length * FIGURE;
    if (x < free || x + width > layout.plotLeft + layout.plotWidth) {
      continue;
    }
    free = x + width + 8;
    const [upper, ...lower] = bands.map(({ y }) =>
      text(month, x, y + 14, { class: 'jp-gatescope-axis' })
    );
    words.push({ mark: upper, from: x, to: x + width });
    marks.push(...lower);
    if (step > 0) {
      const top = bands[0].y;
      marks.push(
        rule({
          class: 'jp-gatescope-grid-line',
          ...{ x1: x - 4, x2: x - 4, y1: top },
          y2: bands.length > 1 ? layout.groups[0].y : top + 16
        })
      );
    }
  }
  return { marks, words };
}

/** Where the label of a step in view stands: upright over its column, or turned by 50°. */
export function labelPlace(
  { labels, layout }: MapScene,
  step: number
): readonly [number, number, MarkAttributes & { anchor: 'start' | 'middle' }] {
  const x = stepCenter(layout, step);
  const y = layout.labels.height - 6;
  const look = { class: 'jp-gatescope-token' };
  return labels?.mode === 'turned'
    ? [
        x + 1,
        y,
        { ...look, transform: `rotate(-50 ${x + 1} ${y})`, anchor: 'start' }
      ]
    : [x, y, { ...look, anchor: 'middle' }];
}

/** What the badge of the cursor says, and where its middle is; null where a number of the axis says it. */
export function badgeOf(
  { axis, layout, options, trace }: MapScene,
  step: number,
  translate: Translate
): {
  readonly words: string;
  readonly middle: number;
  readonly half: number;
  readonly y: number;
} | null {
  const isDates = axis.mode === 'dates';
  if (!isDates && axis.ticks.some(tick => tick.step + options.from === step)) {
    return null;
  }
  const spoken = isDates ? spokenLabel(trace.time.labels?.[step]) : '';
  const half = (spoken === '' ? 56 : 110) / 2;
  const least = layout.plotLeft + half;
  const most = layout.plotLeft + layout.plotWidth - half;
  return {
    words: translate('%step %1', step) + (spoken === '' ? '' : ` · ${spoken}`),
    middle: Math.max(
      least,
      Math.min(most, stepCenter(layout, step - options.from))
    ),
    half,
    y: (layout.dates.height > 0 ? layout.dates : layout.axis).y
  };
}
