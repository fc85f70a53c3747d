import { max } from 'd3-array';
import {
  formatFixed,
  formatLarge,
  formatPercent,
  formatPower,
  MOST_DECIMALS
} from '../../scene/words/format';
import { stepWords } from '../../scene/words/stepWords';
import { spokenLabel } from '../../scene/words/timeLabels';
import type { Translate } from '../../scene/words/translate';
import {
  coverage,
  errorAt,
  largestMiss,
  meanMiss,
  type ForecastContent
} from './measures';

/** How the amounts of a forecast are written. */
export interface Amounts {
  readonly words: (value: number) => string;
  /** With a plus before what is above zero. */
  readonly signed: (value: number) => string;
}

/** As many figures of the mean error are written, */
const ERROR_FIGURES = 2;
/** but no more than these of the largest amount: beyond, a forecast is as good as right. */
const MOST_FIGURES = 5;

/**
 * Thousands apart and whole for what is large (`12,084`), one decimal from ten on, and below two, or as
 * many as give the largest amount of all series three figures. A forecast may be off by far less than
 * that, as of a price: then more, so that its error is not called 0.00.
 */
export function amountsOf(content: ForecastContent): Amounts {
  const { truth, forecasts } = content;
  const largest = Math.max(
    ...[truth, ...forecasts].map(
      ({ values }) =>
        max(Array.from(values.values).filter(Number.isFinite), Math.abs) ?? 0
    )
  );
  const error =
    max(forecasts, forecast => meanMiss(content, forecast) || 0) ?? 0;
  const forError =
    error > 0 && largest > 0
      ? Math.min(
          decimalsFor(error, ERROR_FIGURES),
          decimalsFor(largest, MOST_FIGURES)
        )
      : 0;
  const decimals = Math.max(
    2,
    largest > 0 ? decimalsFor(largest, 3) : 0,
    forError
  );
  const words = (value: number): string => {
    const size = Math.abs(value);
    return size >= 1e3
      ? formatLarge(value)
      : size >= 10
        ? formatFixed(value, Math.max(1, forError))
        : decimals > MOST_DECIMALS
          ? formatPower(value, 2)
          : formatFixed(value, decimals);
  };
  return {
    words,
    signed(value) {
      const unsigned = words(value);
      return value > 0 && /[1-9∞]/.test(unsigned) ? `+${unsigned}` : unsigned;
    }
  };
}

/** The decimals with which a size has so many figures; fewer than none for a large one. */
const decimalsFor = (size: number, figures: number): number =>
  figures - 1 - Math.floor(Math.log10(size));

/** What the numbers are counted in, after a space. */
export const unitAfter = ({ truth: { unit } }: ForecastContent): string =>
  unit ? ` ${unit}` : '';

/** What the lines, the bands and the bars below are; a band is spoken of where one is drawn. */
export function forecastReading(
  { forecasts }: ForecastContent,
  chosen: number,
  translate: Translate
): string {
  const bands = new Set(
    forecasts.flatMap(({ band }) => (band ? [band.name] : []))
  );
  return [
    forecasts.length === 1
      ? translate('the solid line is what came, the dashed one the forecast; ')
      : translate(
          'the solid line is what came, the dashed ones are forecasts; '
        ),
    ...(bands.size > 0
      ? [
          translate(
            'the shaded band (%1) is where the forecast expects it; ',
            [...bands].join(', ')
          )
        ]
      : []),
    translate(
      'the bars below are forecast minus truth, of “%1”.',
      forecasts[chosen]?.name ?? ''
    )
  ].join('');
}

/** How good a forecast is, and where it fails. */
export function forecastSentence(
  content: ForecastContent,
  index: number,
  translate: Translate
): string {
  const { forecasts, time } = content;
  const unit = unitAfter(content);
  const { words, signed } = amountsOf(content);
  const forecast = forecasts[index];
  const { name, error, band } = forecast;
  const miss = largestMiss(content, forecast);
  const share = coverage(content, forecast);
  const distance = meanMiss(content, forecast);
  return [
    `${name}: ${error ? `${error.name} ${words(error.value)}${unit}. ` : ''}`,
    // Beside others the one that comes closest must show its number.
    error || forecasts.length === 1 || Number.isNaN(distance)
      ? ''
      : translate('on average %1 off. ', `${words(distance)}${unit}`),
    miss === null
      ? ''
      : translate(
          'Farthest off at %1: %2. ',
          spokenLabel(time.labels?.[miss]) || translate('%step %1', miss),
          `${signed(errorAt(content, forecast, miss))}${unit}`
        ),
    Number.isNaN(share)
      ? ''
      : translate(
          'The band (%1) holds %2 of what came. ',
          band?.name ?? '',
          formatPercent(share)
        )
  ].join('');
}

export function spokenForecast(
  content: ForecastContent,
  step: number,
  translate: Translate
): string {
  const { truth, forecasts, time } = content;
  const { words, signed } = amountsOf(content);
  const each = forecasts.map(
    forecast =>
      `${forecast.name} ${words(forecast.values.values[step])}, ${translate('error %1', signed(errorAt(content, forecast, step)))}`
  );
  return `${stepWords(time, step, translate)}: ${truth.name} ${words(truth.values.values[step])}${unitAfter(content)}, ${each.join('; ')}`;
}
