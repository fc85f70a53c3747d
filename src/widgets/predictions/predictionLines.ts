import type { Translate } from '../../scene/words/translate';
import { formatFixed } from '../../scene/words/format';
import type { Line, ShownLines } from '../describe/line';
import { errorAt, type ForecastContent, type TextContent } from './measures';
import { amountsOf } from './forecastRail';
import { probabilityWords, shownToken } from './likelyTokens';
import { valueOf, type Coloring } from './tokenColors';

/** What came, each forecast and its errors as lines that can be described. */
export function forecastLines(
  content: ForecastContent,
  chosen: number,
  translate: Translate
): ShownLines {
  const { truth, forecasts, time } = content;
  const unit = truth.unit ? ` ${truth.unit}` : '';
  const { words } = amountsOf(content);
  const line = (
    group: string,
    name: string,
    values: ArrayLike<number>
  ): Line => ({
    name,
    group,
    values,
    write: value => `${words(value)}${unit}`,
    place: {}
  });
  const errors = forecasts.map(forecast =>
    line(
      'error',
      translate('the error of %1', forecast.name),
      Float64Array.from({ length: time.steps }, (_, step) =>
        errorAt(content, forecast, step)
      )
    )
  );
  const lines = [
    line('value', truth.name, truth.values.values),
    ...forecasts.map(({ name, values }) => line('value', name, values.values)),
    ...errors
  ];
  // The forecast whose errors are drawn is the one that is looked at.
  return {
    time,
    lines,
    here: lines.length - errors.length + chosen,
    of: [content]
  };
}

/** How likely each token was, or a unit of the state over the tokens, as a line that can be described. */
export function textLines(
  content: TextContent,
  coloring: Coloring,
  translate: Translate
): ShownLines {
  const isUnit = coloring !== 'probability';
  return {
    time: { labels: content.tokens.map(shownToken) },
    lines: [
      {
        name: isUnit
          ? translate('unit %1', coloring)
          : translate('the probability of the token'),
        group: String(coloring),
        values: Float64Array.from(content.tokens, (_, step) =>
          valueOf(content, coloring, step)
        ),
        ...(isUnit ? {} : { bounds: [0, 1] as const }),
        write: isUnit ? value => formatFixed(value) : probabilityWords,
        place: {}
      }
    ],
    here: 0,
    of: [content, coloring]
  };
}
