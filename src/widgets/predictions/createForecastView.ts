import type { Predictions } from '../../trace';
import type { View, ViewFactory } from '../context';
import { stepsWords } from '../../scene/words/counts';
import { createStepView, type StepView } from '../base/createStepView';
import { fill, html } from '../base/dom';
import { textMeasure } from '../base/measure';
import { describerOf } from '../describe/describerOf';
import { drawForecast, type ForecastPicture } from './drawForecast';
import { forecastLines } from './predictionLines';
import { forecastRows, forecastSentence } from './forecastRail';
import {
  forecastReading,
  forecastTable,
  spokenForecast
} from './forecastWords';
import { contentOf, type ForecastContent } from './measures';

const RAIL = 190;

/** A forecast against what came, with its band and its errors on the same time axis. */
export const createForecastView: ViewFactory<Predictions> = (
  element,
  bundle,
  context
): View => {
  const { translate } = context;
  const content: ForecastContent = contentOf(bundle, 'forecast');
  const { forecasts, time } = content;
  let picture: ForecastPicture | null = null;
  /** The forecast whose errors are drawn. */
  let chosen = 0;
  const host = html('div', { class: 'jp-gatescope-forecast' });
  let rail = html('div');

  const choose = (index: number): true => {
    const count = Math.max(1, forecasts.length);
    chosen = (index + count) % count;
    base.draw();
    return true;
  };
  const base: StepView<'predictions'> = createStepView(element, {
    kind: 'predictions',
    bundle,
    context,
    title: translate('Forecast'),
    host,
    steps: ({ view }) => ({
      steps: time.steps,
      opens: view?.step ?? time.steps - 1
    }),
    table: () => forecastTable(content, translate),
    describer: describerOf(() => forecastLines(content, chosen, translate)),
    draw(width) {
      const { frame } = base;
      picture = drawForecast({
        content,
        chosen,
        width: frame.narrow ? width : width - RAIL - 6,
        narrow: frame.narrow,
        measure: textMeasure('12px sans-serif'),
        translate
      });
      rail = html('div', {
        class: frame.narrow
          ? 'jp-gatescope-forecast-below'
          : 'jp-gatescope-forecast-rail'
      });
      fill(host, picture.element, rail);
      frame.setMeta(
        [
          ...(bundle.title ? [bundle.title] : []),
          stepsWords(time.steps, translate)
        ].join(' · ')
      );
      frame.setReading(forecastReading(content, chosen, translate));
      frame.setChanged(forecastSentence(content, translate));
      if (forecasts.length > 1) {
        frame.setTools([
          {
            id: 'forecast',
            label: translate('Errors of: %1 ▾', forecasts[chosen].name),
            keep: true,
            menu: () =>
              forecasts.map(({ name }, index) => ({
                label: name,
                checked: index === chosen,
                run: () => void choose(index)
              }))
          }
        ]);
      }
    },
    show(step) {
      picture?.moveTo(step);
      fill(rail, forecastRows(content, step, translate));
    },
    describe: step => ({ spoken: spokenForecast(content, step, translate) }),
    at(event) {
      const { left } = host.getBoundingClientRect();
      const step = picture?.steps.stepAt(event.clientX - left) ?? null;
      return step === null ? null : { step };
    },
    onKey: action =>
      (action === 'nextUnit' && choose(chosen + 1)) ||
      (action === 'previousUnit' && choose(chosen - 1))
  });
  return base.view;
};
