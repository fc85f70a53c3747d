import type { Predictions } from '../../trace';
import { forecastView } from '../../views/predictions/forecastView';
import type { ViewFactory } from '../context';
import { createDefinedView } from '../scene/createDefinedView';

export const createForecastView: ViewFactory<Predictions> =
  createDefinedView(forecastView);
