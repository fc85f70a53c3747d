import { withSequences } from '../widgets/base/sequences';
import { withSlider } from '../widgets/base/slider';
import { withUnitOfTime } from '../widgets/base/unitOfTime';
import { withWhole } from '../widgets/base/wholeBundle';
import type { ViewFactory } from '../widgets/context';
import { createTraceView } from '../widgets/trace/createTraceView';

/** The view of runs, which are what an article shows: a third less to load than all views. */
export const runsOnly = async (): Promise<ViewFactory> =>
  withUnitOfTime(
    withSlider(withWhole(withSequences(createTraceView)))
  ) as unknown as ViewFactory;
