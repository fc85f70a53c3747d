import type { AxisMark } from '../../scene/marks/axes';
import { mark, type Mark, type MarkAttributes } from '../../scene/marks/mark';
import { rule } from '../../scene/marks/rule';
import { text } from '../../scene/marks/text';
import { shorten } from '../../scene/words/fitText';
import { shortDate, spokenLabel } from '../../scene/words/timeLabels';
import type { SceneTheme } from '../../scene/theme';
import type { Translate } from '../../scene/words/translate';
import { columnLeft, LONGEST_LABEL, stepCenter } from './mapLayout';
import { looked } from './mapLook';
import type { MapScene } from './mapScene';

/** The label of a step as its band has room for it. */
const cutLabel = (
  label: string | undefined,
  measure: (text: string) => number
): string => shorten(shortDate(label ?? ''), LONGEST_LABEL, measure);

/** Words at a step of the run, and from where to where along the axis they stand. */
interface StepName extends AxisMark {
  readonly step: number;
  readonly words: string;
}

/** The labels of the steps, above the picture. */
function stepNames(
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
const stepNumbers = ({ axis, layout, options }: MapScene): StepName[] =>
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
const BOLD = 1.1;

/** Half of what a turned label takes along the axis, in CSS pixels. */
const TURNED = 5;

/** From where to where along the axis the label of a step in view stands. */
function roomOf(
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
function drawMonths({ axis, layout }: MapScene): {
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
function labelPlace(
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

/** The words along the axes of a picture, at a step that is looked at. */
export function axisMarks(
  scene: MapScene,
  theme: SceneTheme,
  measure: (words: string) => number,
  translate: Translate
): (step: number) => readonly Mark[] {
  const { options, trace, labels, axis, layout } = scene;
  const look = (each: Mark): Mark => looked(each, theme);
  const stands = <W extends AxisMark>({ mark: plain, ...each }: W) => ({
    ...each,
    mark: look(plain),
    lit: look({
      ...plain,
      attributes: {
        ...plain.attributes,
        class: `${plain.attributes.class} jp-gatescope-current`
      }
    })
  });
  const names = stepNames(scene, measure).map(stands);
  const months = axis.mode === 'dates' ? drawMonths(scene) : null;
  const still = months?.marks.map(look) ?? [];
  const words = months
    ? months.words.map(each => ({ ...stands(each), step: NaN }))
    : stepNumbers(scene).map(stands);
  /** The label of a step that stands among none. */
  const ownName = (step: number): Mark[] => {
    const [x, y, { class: name, ...place }] = labelPlace(
      scene,
      step - options.from
    );
    return [
      look(
        text(cutLabel(trace.time.labels?.[step], measure), x, y, {
          ...place,
          class: `${name} jp-gatescope-current jp-gatescope-halo`
        })
      )
    ];
  };
  return step => {
    const isIn = step >= options.from && step < options.to;
    const named = names.find(each => each.step === step);
    const own = named?.words ?? cutLabel(trace.time.labels?.[step], measure);
    const room = isIn
      ? roomOf(scene, step - options.from, measure(own) * BOLD)
      : null;
    const badge = isIn ? badgeOf(scene, step, measure, translate) : null;
    return [
      ...names
        .filter(each => each === named || isFree(each, room))
        .map(each => (each === named ? each.lit : each.mark)),
      ...(labels && isIn && !named ? ownName(step) : []),
      ...words
        .filter(each => isFree(each, badge))
        .map(each => (each.step === step ? each.lit : each.mark)),
      ...still,
      ...(badge ? badgeMarks(badge, layout, theme) : [])
    ];
  };
}

/** Words that touch others would read as one with them. */
const APART = 3;

type Span = Pick<AxisMark, 'from' | 'to'>;

const isFree = (each: Span, taken: Span | null): boolean =>
  taken === null ||
  each.to <= taken.from - APART ||
  each.from >= taken.to + APART;

interface Badge extends Span {
  readonly words: string;
}

const badgeMarks = (
  { from, to, words }: Badge,
  { dates, axis }: MapScene['layout'],
  theme: SceneTheme
): Mark[] => {
  const { y } = dates.height > 0 ? dates : axis;
  return [
    mark(
      'g',
      theme.part('badge'),
      mark('rect', {
        ...{ x: from, y: y + 1, width: to - from, height: 18, rx: 2 },
        fill: theme.color('ink')
      }),
      text(words, (from + to) / 2, y + 14, {
        anchor: 'middle',
        'font-size': 12,
        fill: theme.color('page')
      })
    )
  ];
};

/** What names the step that is looked at; null where a number of the axis does. */
function badgeOf(
  { axis, layout, options, trace }: MapScene,
  step: number,
  measure: (words: string) => number,
  translate: Translate
): Badge | null {
  const isDates = axis.mode === 'dates';
  if (!isDates && axis.ticks.some(tick => tick.step + options.from === step)) {
    return null;
  }
  const spoken = isDates ? spokenLabel(trace.time.labels?.[step]) : '';
  const words =
    translate('%step %1', step) + (spoken === '' ? '' : ` · ${spoken}`);
  const half = measure(words) / 2 + 8;
  const { plotLeft, plotWidth } = layout;
  const middle = Math.max(
    plotLeft + half,
    Math.min(
      plotLeft + plotWidth - half,
      stepCenter(layout, step - options.from)
    )
  );
  return { words, from: middle - half, to: middle + half };
}
