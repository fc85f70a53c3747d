import type { Predictions } from '../../trace';
import type { View, ViewFactory } from '../context';
import { createConfusionView } from './createConfusionView';
import { createForecastView } from './createForecastView';
import { createTextView } from './createTextView';

const forms: Readonly<
  Record<Predictions['content']['form'], ViewFactory<Predictions>>
> = {
  forecast: createForecastView,
  confusion: createConfusionView,
  text: createTextView
};

/** Predictions: how good is it, and where does it fail? A forecast, a confusion matrix or a text. */
export const createPredictionsView: ViewFactory<Predictions> = (
  element,
  bundle,
  context
): View => {
  let width = 0;
  let view = forms[bundle.content.form](element, bundle, context);
  return {
    update(next) {
      if (next.kind !== 'predictions') {
        return;
      }
      // What is drawn is made of one content: another one is another view.
      view.dispose();
      view = forms[next.content.form](element, next, context);
      if (width > 0) {
        view.resize(width);
      }
    },
    resize(next) {
      width = next;
      view.resize(next);
    },
    themeChanged: () => view.themeChanged(),
    dispose: () => view.dispose()
  };
};
