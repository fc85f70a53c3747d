import type { Predictions } from '../../trace';
import { confusionView } from '../../views/predictions/confusionView';
import type { ViewFactory } from '../context';
import { createDefinedView } from '../scene/createDefinedView';

export const createConfusionView: ViewFactory<Predictions> =
  createDefinedView(confusionView);
