import { formatFixed } from '../base/format';
import { errorAt, type Forecast, type ForecastContent } from './measures';

/** One decimal for what is large, two else. */
export function decimals(value: number): number {
  return Math.abs(value) >= 10 ? 1 : 2;
}

/** Three to six round values between the ends. */
export function ticks(low: number, high: number): number[] {
  const rough = (high - low) / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step =
    [1, 2, 5, 10].map(each => each * power).find(each => each >= rough) ??
    power * 10;
  const found: number[] = [];
  for (
    let value = Math.ceil(low / step - 1e-9) * step;
    value <= high + step * 1e-9;
    value += step
  ) {
    found.push(value);
  }
  return found;
}

/** A tick with as many decimals as the span asks for. */
export function formatTick(value: number, span: number): string {
  return formatFixed(
    Math.abs(value) < span * 1e-9 ? 0 : value,
    span >= 8 ? 0 : span >= 0.8 ? 1 : 2
  );
}

export type Place = (value: number) => number;

/** A line with a gap where there is no value. */
export function linePath(
  values: ArrayLike<number>,
  steps: number,
  x: Place,
  y: Place
): string {
  let d = '';
  let down = false;
  for (let step = 0; step < steps; step++) {
    const value = values[step];
    if (Number.isNaN(value)) {
      down = false;
      continue;
    }
    d += `${down ? 'L' : 'M'}${x(step).toFixed(2)} ${y(value).toFixed(2)}`;
    down = true;
  }
  return d;
}

/** The area between two lines, over the steps that have both. */
export function areaPath(
  lower: ArrayLike<number>,
  upper: ArrayLike<number>,
  steps: number,
  x: Place,
  y: Place
): string {
  const known: number[] = [];
  for (let step = 0; step < steps; step++) {
    if (!Number.isNaN(lower[step] + upper[step])) {
      known.push(step);
    }
  }
  const point = (step: number, value: number): string =>
    `${x(step).toFixed(2)} ${y(value).toFixed(2)}`;
  return known.length === 0
    ? ''
    : `M${known.map(step => point(step, upper[step])).join('L')}L${[...known]
        .reverse()
        .map(step => point(step, lower[step]))
        .join('L')}Z`;
}

/** Bars of forecast minus truth around a middle line. */
export function errorPath(
  content: ForecastContent,
  forecast: Forecast | undefined,
  x: Place,
  y: Place,
  middle: number,
  plotWidth: number
): string {
  if (!forecast) {
    return '';
  }
  const width = Math.max(0.6, (plotWidth / content.time.steps) * 0.7);
  let d = '';
  for (let step = 0; step < content.time.steps; step++) {
    const error = errorAt(content, forecast, step);
    if (!Number.isNaN(error)) {
      d += `M${(x(step) - width / 2).toFixed(2)} ${middle}V${y(error).toFixed(2)}h${width.toFixed(2)}V${middle}Z`;
    }
  }
  return d;
}

/** Leaves out labels that would touch the one before. */
export function thinned(
  column: number
): (tick: { step: number; text: string }) => boolean {
  let free = -Infinity;
  return ({ step, text }) => {
    const half = text.length * 3.2;
    const at = step * column;
    if (at - half < free) {
      return false;
    }
    free = at + half + 8;
    return true;
  };
}
