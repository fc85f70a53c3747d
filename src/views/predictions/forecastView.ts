import type { Predictions } from '../../trace';
import { max } from 'd3-array';
import { across } from '../../scene/layoutAcross';
import {
  line,
  bars,
  type KeyEntry,
  type Panel,
  type SceneMark
} from '../../scene/scene';
import { note, number, stepTable, type Column } from '../../scene/table';
import type { Ink } from '../../scene/theme';
import { defineView } from '../../scene/view';
import { tickWriter } from '../../scene/words/format';
import { spokenLabel } from '../../scene/words/timeLabels';
import type { Translate } from '../../scene/words/translate';
import {
  amountsOf,
  forecastReading,
  forecastSentence,
  spokenForecast,
  unitAfter
} from './forecastWords';
import {
  closest,
  contentOf,
  errorAt,
  largestMiss,
  type ForecastContent
} from './measures';

const INKS = ['brand', 'rnn', 'filter', 'write', 'keep', 'propose'] as const;

/** One more than colors: where both start over, they meet in other pairs. */
const DASHES = [
  '5 3',
  '2 2',
  '9 3 2 3',
  '12 3',
  '1 4',
  '6 2 1 2 1 2',
  '15 3 3 3'
];

/** How a forecast is told from the others and from the truth. */
export const forecastLook = (
  index: number
): { readonly ink: Ink; readonly dash: string } => ({
  ink: INKS[index % INKS.length],
  dash: DASHES[index % DASHES.length]
});

/** As the notebook has it, else the last step. */
function opensAt(bundle: Predictions): number {
  const { time } = contentOf(bundle, 'forecast');
  const last = Math.max(0, time.steps - 1);
  return Math.min(bundle.view?.step ?? last, last);
}

/** Forecasts against what came, with their bands and the errors of one of them on the same time axis. */
export const forecastView = defineView<'predictions'>()({
  name: 'forecast',
  kind: 'predictions',
  title: translate => translate('Forecast'),
  opens: ({ bundle }) => opensAt(bundle),
  steps: bundle => ({
    steps: contentOf(bundle, 'forecast').time.steps,
    opens: opensAt(bundle)
  }),
  looked: ({ chosen }) => `error${chosen.forecast}`,
  choices: {
    forecast: {
      options: bundle =>
        contentOf(bundle, 'forecast').forecasts.map(({ name }, value) => ({
          value,
          label: name
        })),
      title: translate => translate('Errors of which forecast'),
      tool: 'menu',
      keep: true,
      keys: ['nextUnit', 'previousUnit']
    }
  },
  table({ bundle, translate }) {
    const content = contentOf(bundle, 'forecast');
    const { truth, forecasts, time } = content;
    const { words } = amountsOf(content);
    const unit = unitAfter(content);
    // All forecasts share one scale.
    const largest = largestError(content);
    const write = (value: number): string => `${words(value)}${unit}`;
    const value = (name: string, values: ArrayLike<number>, ink: Ink) =>
      number(name, step => values[step], {
        ...{ line: { group: 'value' }, write, ink }
      });
    return stepTable<string>(
      content,
      translate,
      {
        truth: value(truth.name, truth.values.values, 'ink'),
        ...forecasts.reduce(
          (columns, { name, values, band }, at) => {
            const { ink } = forecastLook(at);
            const edge = (called: string, of: ArrayLike<number>) =>
              note(called, step => of[step], { ink });
            return {
              ...columns,
              [`value${at}`]: value(name, values.values, ink),
              [`error${at}`]: number(
                translate('%1, error', name),
                step => errorAt(content, forecasts[at], step),
                {
                  ...{ line: { group: 'error' }, write },
                  long: translate('the error of %1', name),
                  bounds: [-largest, largest]
                }
              ),
              ...(band && {
                [`lower${at}`]: edge(
                  translate('%1, lower', name),
                  band.lower.values
                ),
                [`upper${at}`]: edge(
                  translate('%1, upper', name),
                  band.upper.values
                )
              })
            };
          },
          {} as Readonly<Record<string, Column>>
        )
      },
      {
        caption: translate('Forecasts of %1', `${truth.name}${unit}`),
        badgeOf: step =>
          [translate('%step %1', step), spokenLabel(time.labels?.[step])]
            .filter(Boolean)
            .join(' · ')
      }
    );
  },
  scene({ bundle, chosen, translate }) {
    const content = contentOf(bundle, 'forecast');
    const { truth, forecasts } = content;
    return {
      layout: across,
      key: keyOf(content, translate),
      panels: [
        {
          id: 'values',
          caption: truth.unit ? `${truth.name} (${truth.unit})` : truth.name,
          height: 190,
          value: { nice: false },
          marks: [
            ...forecasts.flatMap(({ band }, at): SceneMark[] =>
              band
                ? [{ kind: 'area', low: `lower${at}`, high: `upper${at}` }]
                : []
            ),
            line('truth', { width: 1.75 }),
            ...forecasts.map((_, at) =>
              line(`value${at}`, { width: 1.75, dash: forecastLook(at).dash })
            )
          ]
        },
        ...(forecasts.length > 0 ? [errorsOf(content, chosen.forecast)] : [])
      ],
      overlay: { line: true }
    };
  },
  words: {
    meta({ bundle, translate }) {
      const { time } = contentOf(bundle, 'forecast');
      const steps =
        time.steps === 1
          ? translate('1 %step')
          : translate('%1 %steps', time.steps);
      return [bundle.title, steps].filter(Boolean).join(' · ');
    },
    question({ bundle, translate }) {
      const { truth, forecasts } = contentOf(bundle, 'forecast');
      return forecasts.length > 1
        ? translate(
            'Which forecast of %1 comes closest, and where does it fail?',
            truth.name
          )
        : translate(
            'How good is the forecast of %1, and where does it fail?',
            truth.name
          );
    },
    answer({ bundle, translate }) {
      const content = contentOf(bundle, 'forecast');
      const best = closest(content);
      return best === null
        ? null
        : {
            row: largestMiss(content, content.forecasts[best]) ?? 0,
            sentence: forecastSentence(content, best, translate).trimEnd()
          };
    },
    reading: ({ bundle, chosen, translate }) =>
      forecastReading(
        contentOf(bundle, 'forecast'),
        chosen.forecast,
        translate
      ),
    below({ bundle, translate }) {
      const content = contentOf(bundle, 'forecast');
      const best = closest(content);
      return content.forecasts
        .flatMap((_, at) =>
          at === best ? [] : [forecastSentence(content, at, translate)]
        )
        .join('');
    },
    spoken: ({ bundle, translate }, step) =>
      spokenForecast(contentOf(bundle, 'forecast'), step, translate)
  }
});

function largestError(content: ForecastContent): number {
  const { forecasts, time } = content;
  const errors = forecasts.flatMap(forecast =>
    Array.from({ length: time.steps }, (_, step) =>
      errorAt(content, forecast, step)
    )
  );
  return max(errors.filter(Number.isFinite), Math.abs) || 1;
}

/** Bars of forecast minus truth. */
function errorsOf(content: ForecastContent, chosen: number): Panel {
  const largest = largestError(content);
  // Written as beside a tick a tenth below it: with two figures.
  const write = tickWriter([0.9 * largest, largest]);
  return {
    id: 'errors',
    height: 64,
    value: {
      ...{ centered: true, ends: true },
      write: value =>
        value === 0 ? '' : value > 0 ? `+${write(value)}` : write(value)
    },
    marks: [bars(`error${chosen}`, { ink: forecastLook(chosen).ink })]
  };
}

/** What came, each forecast, its error and its band, with their numbers at a step. */
function keyOf(
  content: ForecastContent,
  translate: Translate
): readonly KeyEntry[] {
  const { truth, forecasts } = content;
  const unit = unitAfter(content);
  const { words, signed } = amountsOf(content);
  const at = ({ values }: { values: ArrayLike<number> }, step: number) =>
    `${words(values[step])}${unit}`;
  return [
    {
      ...{ words: truth.name, ink: 'ink' },
      told: step => [at(truth.values, step), '']
    },
    ...forecasts.map((forecast, index): KeyEntry => {
      const { name, values, band } = forecast;
      return {
        ...{ words: name, ...forecastLook(index) },
        told(step) {
          const error = errorAt(content, forecast, step);
          return [
            at(values, step),
            [
              translate(
                'error %1',
                Number.isNaN(error) ? '–' : `${signed(error)}${unit}`
              ),
              ...(band
                ? [
                    `${band.name} ${words(band.lower.values[step])} … ${words(band.upper.values[step])}`
                  ]
                : [])
            ].join(' · ')
          ];
        }
      };
    })
  ];
}
