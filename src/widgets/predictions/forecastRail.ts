import { max } from 'd3-array';
import type { ViewContext } from '../context';
import { html, svg } from '../base/dom';
import {
  formatFixed,
  formatLarge,
  formatPercent,
  formatPower,
  MOST_DECIMALS
} from '../../scene/words/format';
import { spokenLabel } from '../../scene/words/timeLabels';
import type { NetworkLook } from '../../scene/marks/networkLook';
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

/** How the amounts of a forecast are written. */
export interface Amounts {
  readonly words: (value: number) => string;
  /** With a plus before what is above zero. */
  readonly signed: (value: number) => string;
}

/**
 * Thousands apart and whole for what is large (`12,084`), one decimal from ten on, and below two, or as
 * many as give the largest amount of all series three figures: errors are far smaller than it.
 */
export function amountsOf({ truth, forecasts }: ForecastContent): Amounts {
  const largest = Math.max(
    ...[truth, ...forecasts].map(
      ({ values }) =>
        max(Array.from(values.values).filter(Number.isFinite), Math.abs) ?? 0
    )
  );
  const decimals =
    largest > 0 ? Math.max(2, 2 - Math.floor(Math.log10(largest))) : 2;
  const words = (value: number): string => {
    const size = Math.abs(value);
    return size >= 1e3
      ? formatLarge(value)
      : size >= 10
        ? formatFixed(value, 1)
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
  const amounts = amountsOf(content);
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
    row(null, truth.name, `${amounts.words(value)}${unit}`),
    ...forecasts.map((forecast, index) => {
      const guess = forecast.values.values[step];
      const error = errorAt(content, forecast, step);
      const { band } = forecast;
      return row(
        index,
        forecast.name,
        `${amounts.words(guess)}${unit}`,
        [
          translate(
            'error %1',
            Number.isNaN(error) ? '–' : `${amounts.signed(error)}${unit}`
          ),
          ...(band
            ? [
                `${band.name} ${amounts.words(band.lower.values[step])} … ${amounts.words(band.upper.values[step])}`
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
  const amounts = amountsOf(content);
  return forecasts.flatMap((forecast, index) => {
    const miss = largestMiss(content, forecast);
    const share = coverage(content, forecast);
    return [
      ...(index > 0 ? [' '] : []),
      html('b', {}, `${forecast.name}:`),
      ' ',
      forecast.error
        ? `${forecast.error.name} ${amounts.words(forecast.error.value)}${unit}. `
        : '',
      miss === null
        ? ''
        : translate(
            'Farthest off at %1: %2. ',
            spokenLabel(time.labels?.[miss]) || translate('%step %1', miss),
            `${amounts.signed(errorAt(content, forecast, miss))}${unit}`
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
