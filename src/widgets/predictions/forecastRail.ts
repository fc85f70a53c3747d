import type { ViewContext } from '../context';
import { html, svg } from '../base/dom';
import { formatFixed, formatInteger, formatPercent } from '../base/format';
import { spokenLabel } from '../base/timeLabels';
import type { NetworkLook } from '../base/networkLook';
import {
  coverage,
  errorAt,
  largestMiss,
  type ForecastContent
} from './measures';

const colors = ['brand', 'rnn', 'filter', 'write', 'keep', 'propose'];

/** One more than colours: where both begin anew, they meet in other pairs. */
const dashes = [
  '5 3',
  '2 2',
  '9 3 2 3',
  '12 3',
  '1 4',
  '6 2 1 2 1 2',
  '15 3 3 3'
];

/** One decimal for what is large, two else; thousands apart and whole: `12,084`. */
export function amountWords(value: number): string {
  const size = Math.abs(value);
  return size >= 1e3 && size < 1e6
    ? formatInteger(value)
    : formatFixed(value, size >= 10 ? 1 : 2);
}

/** Like `amountWords`, with a plus before what is above zero. */
function signedWords(value: number): string {
  const words = amountWords(value);
  return value > 0 && /[1-9∞]/.test(words) ? `+${words}` : words;
}

/** How a forecast is told from the others and from the truth. */
export function forecastLook(index: number): NetworkLook {
  return {
    color: `var(--jp-gatescope-${colors[index % colors.length]})`,
    dash: dashes[index % dashes.length]
  };
}

function legend(index: number | null): SVGElement {
  const line = svg('line', { x1: 0, x2: 22, y1: 4, y2: 4 });
  line.setAttribute('stroke-width', '2');
  line.style.stroke =
    index === null ? 'var(--jp-gatescope-ink)' : forecastLook(index).color;
  if (index !== null) {
    line.setAttribute('stroke-dasharray', forecastLook(index).dash);
  }
  return svg('svg', { width: 22, height: 8, 'aria-hidden': 'true' }, line);
}

/** The numbers of a step: what came, each forecast and its error. */
export function forecastRows(
  content: ForecastContent,
  step: number,
  translate: ViewContext['translate']
): HTMLElement[] {
  const { truth, forecasts } = content;
  const unit = truth.unit ? ` ${truth.unit}` : '';
  const value = truth.values.values[step];
  const row = (
    index: number | null,
    name: string,
    words: string,
    more = ''
  ): HTMLElement => {
    const line = html(
      'div',
      { class: 'jp-gatescope-forecast-row' },
      legend(index),
      html('span', {}, name),
      html('b', { class: 'jp-gatescope-value' }, words)
    );
    return more === ''
      ? line
      : html(
          'div',
          {},
          line,
          html('div', { class: 'jp-gatescope-forecast-more' }, more)
        );
  };
  return [
    row(null, truth.name, `${amountWords(value)}${unit}`),
    ...forecasts.map((forecast, index) => {
      const guess = forecast.values.values[step];
      const error = errorAt(content, forecast, step);
      const { band } = forecast;
      return row(
        index,
        forecast.name,
        `${amountWords(guess)}${unit}`,
        [
          translate(
            'error %1',
            Number.isNaN(error) ? '–' : `${signedWords(error)}${unit}`
          ),
          ...(band
            ? [
                `${band.name} ${amountWords(band.lower.values[step])} … ${amountWords(band.upper.values[step])}`
              ]
            : [])
        ].join(' · ')
      );
    })
  ];
}

/** How good each forecast is, and where it fails. */
export function forecastSentence(
  content: ForecastContent,
  translate: ViewContext['translate']
): (string | Node)[] {
  const { truth, forecasts, time } = content;
  const unit = truth.unit ? ` ${truth.unit}` : '';
  return forecasts.flatMap((forecast, index) => {
    const miss = largestMiss(content, forecast);
    const share = coverage(content, forecast);
    return [
      ...(index > 0 ? [' '] : []),
      html('b', {}, `${forecast.name}:`),
      ' ',
      forecast.error
        ? `${forecast.error.name} ${formatFixed(forecast.error.value, 2)}${unit}. `
        : '',
      miss === null
        ? ''
        : translate(
            'Farthest off at %1: %2. ',
            spokenLabel(time.labels?.[miss]) || translate('%step %1', miss),
            `${signedWords(errorAt(content, forecast, miss))}${unit}`
          ),
      Number.isNaN(share)
        ? ''
        : translate(
            'The band (%1) holds %2 of what came. ',
            forecast.band?.name ?? '',
            formatPercent(share)
          )
    ];
  });
}
