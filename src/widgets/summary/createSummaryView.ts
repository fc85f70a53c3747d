import type { ModelSummary } from '../../trace';
import { summaryView } from '../../views/summary/summaryView';
import type { ViewFactory } from '../context';
import { createDefinedView } from '../scene/createDefinedView';

/** The model summary: which layers, and where each parameter count comes from. */
export const createSummaryView: ViewFactory<ModelSummary> =
  createDefinedView(summaryView);
