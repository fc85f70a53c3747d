import { max } from 'd3-array';
import type { Translate } from '../../scene/words/translate';
import { html, svg } from '../base/dom';
import { tickWriter } from '../../scene/words/format';
import { spokenLabel } from '../../scene/words/timeLabels';
import { stepAxis, valueAxis } from '../../scene/marks/axes';
import { bars } from '../../scene/marks/bars';
import { drawn } from '../scene/drawn';
import { area, line } from '../../scene/marks/line';
import type { Mark } from '../../scene/marks/mark';
import { stepScale, type Box, type StepScale } from '../../scene/marks/plane';
import { createStepCursor } from '../scene/stepCursor';
import { text } from '../../scene/marks/text';
import { extentOf, linearScale } from '../../scene/marks/valueScale';
import { forecastLook } from './forecastRail';
import { errorAt, type ForecastContent } from './measures';

export interface ForecastOptions {
  readonly content: ForecastContent;
  /** The forecast whose errors are drawn. */
  readonly chosen: number;
  readonly width: number;
  readonly narrow: boolean;
  readonly measure: (text: string) => number;
  readonly translate: Translate;
}

export interface ForecastPicture {
  readonly element: HTMLElement;
  readonly steps: StepScale;
  moveTo(step: number): void;
}

const PLOT = 190;
const ERRORS = 64;
const TOP = 14;
/** Between a number of the axis and the plot. */
const GAP = 8;

/** What came, the forecasts with their bands, and the errors of one of them. */
export function drawForecast(options: ForecastOptions): ForecastPicture {
  const { content, narrow, measure, translate } = options;
  const { truth, forecasts, time } = content;
  const span = { y: TOP, height: PLOT };
  const y = linearScale(
    extentOf([
      truth.values.values,
      ...forecasts.flatMap(({ values, band }) => [
        values.values,
        ...(band ? [band.lower.values, band.upper.values] : [])
      ])
    ]),
    span,
    { nice: false }
  );
  const axis = errorAxis(content);
  const numbers = [...y.ticks.map(({ text: words }) => words), ...axis.ends];
  const left = Math.max(
    narrow ? 40 : 64,
    GAP + 2 + Math.max(...numbers.map(measure))
  );
  const width = Math.max(100, options.width - left - 8);
  const box = { ...span, x: left, width };
  const bottom = TOP + PLOT;
  const errors = { ...box, y: bottom + 34, height: ERRORS };
  const height = errors.y + ERRORS + 8;
  const steps = stepScale(time.steps, box);
  const plane = { x: steps.center, y };
  const looks = forecasts.map((_, index) => forecastLook(index));
  const cursor = createStepCursor({
    steps,
    top: TOP - 8,
    bottom: errors.y + ERRORS,
    dots: ['var(--jp-gatescope-ink)', ...looks.map(({ color }) => color)],
    dotSize: 4.5,
    badge: bottom + 4,
    axis: stepAxis(steps, bottom + 3, { labels: time.labels, measure })
  });
  const marks = [
    ...valueAxis(y, box, { gap: GAP }),
    ...forecasts.flatMap(({ band }, index) =>
      band
        ? area(band.lower.values, band.upper.values, plane, {
            class: 'jp-gatescope-forecast-band',
            style: `fill: ${looks[index].color}`
          })
        : []
    ),
    line(truth.values.values, plane, { class: 'jp-gatescope-forecast-truth' }),
    ...forecasts.map(({ values }, index) =>
      line(values.values, plane, {
        class: 'jp-gatescope-forecast-line',
        'stroke-dasharray': looks[index].dash,
        style: `stroke: ${looks[index].color}`
      })
    ),
    ...errorMarks(options, axis, errors, steps)
  ];
  const right = left + width + 8;
  const picture = svg(
    'svg',
    {
      class: 'jp-gatescope-forecast-picture',
      width: right,
      height,
      viewBox: `0 0 ${right} ${height}`,
      'aria-hidden': 'true'
    },
    marks.map(drawn),
    cursor.words,
    cursor.line,
    cursor.dots
  );
  return {
    element: html(
      'div',
      { class: 'jp-gatescope-forecast-plot' },
      picture,
      cursor.badge
    ),
    steps,
    moveTo(step) {
      const label = spokenLabel(time.labels?.[step]);
      cursor.moveTo(
        step,
        translate('%step %1', step) + (label ? ` · ${label}` : ''),
        [truth, ...forecasts].map(({ values }) => y(values.values[step]))
      );
    }
  };
}

/** The errors of each forecast, and one axis for all. */
interface ErrorAxis {
  readonly errors: readonly (readonly number[])[];
  /** The farthest that a forecast with an end is off. */
  readonly largest: number;
  /** What stands at the upper and the lower end. */
  readonly ends: readonly [string, string];
}

function errorAxis(content: ForecastContent): ErrorAxis {
  const errors = content.forecasts.map(forecast =>
    Array.from({ length: content.time.steps }, (_, step) =>
      errorAt(content, forecast, step)
    )
  );
  const largest = max(errors.flat().filter(Number.isFinite), Math.abs) || 1;
  // Written as beside a tick a tenth below it: with two figures.
  const write = tickWriter([0.9 * largest, largest]);
  return { errors, largest, ends: [`+${write(largest)}`, write(-largest)] };
}

/** Bars of forecast minus truth, on the same time axis and a scale that all forecasts share. */
function errorMarks(
  { chosen, narrow, translate }: ForecastOptions,
  { errors, largest, ends: [upper, lower] }: ErrorAxis,
  box: Box,
  steps: StepScale
): Mark[] {
  const middle = box.y + box.height / 2;
  const scale = linearScale([-largest, largest], box, {
    nice: false,
    ticks: [0],
    write: () => ''
  });
  const end = (words: string, y: number): Mark =>
    text(words, box.x - GAP, y, { anchor: 'end', class: 'jp-gatescope-axis' });
  return [
    ...valueAxis(scale, box, { labelled: false }),
    end(upper, box.y + 8),
    end(lower, box.y + box.height),
    text(narrow ? '' : translate('error'), 0, middle + 4, {
      class: 'jp-gatescope-forecast-name'
    }),
    bars(
      errors[chosen] ?? [],
      { steps, y: scale, base: middle },
      {
        class: 'jp-gatescope-forecast-errors',
        style: `fill: ${forecastLook(chosen).color}`
      }
    )
  ];
}
