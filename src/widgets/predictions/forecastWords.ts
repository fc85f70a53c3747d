import type { Translate } from '../../scene/words/translate';
import { stepWords } from '../../scene/words/stepWords';
import type { DataTable } from '../../scene/dataTable';
import { amountsOf } from './forecastRail';
import { errorAt, type ForecastContent } from './measures';

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

/** What came, each forecast, its error and its band, step by step. */
export function forecastTable(
  content: ForecastContent,
  translate: Translate
): DataTable {
  const { truth, forecasts, time } = content;
  const unit = truth.unit ? ` ${truth.unit}` : '';
  return {
    caption: translate('Forecasts of %1', `${truth.name}${unit}`),
    columns: [
      translate('%step'),
      truth.name,
      ...forecasts.flatMap(({ name, band }) => [
        name,
        translate('%1, error', name),
        ...(band
          ? [translate('%1, lower', name), translate('%1, upper', name)]
          : [])
      ])
    ],
    rows: Array.from({ length: time.steps }, (_, step) => [
      time.labels?.[step] ?? step,
      truth.values.values[step],
      ...forecasts.flatMap(forecast => [
        forecast.values.values[step],
        errorAt(content, forecast, step),
        ...(forecast.band
          ? [forecast.band.lower.values[step], forecast.band.upper.values[step]]
          : [])
      ])
    ])
  };
}

export function spokenForecast(
  content: ForecastContent,
  step: number,
  translate: Translate
): string {
  const { truth, forecasts, time } = content;
  const unit = truth.unit ? ` ${truth.unit}` : '';
  const { words, signed } = amountsOf(content);
  const each = forecasts.map(
    forecast =>
      `${forecast.name} ${words(forecast.values.values[step])}, ${translate('error %1', signed(errorAt(content, forecast, step)))}`
  );
  return `${stepWords(time, step, translate)}: ${truth.name} ${words(truth.values.values[step])}${unit}, ${each.join('; ')}`;
}
