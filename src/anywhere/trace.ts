import { withUnitOfTime } from '../widgets/base/unitOfTime';
import { withWhole } from '../widgets/base/wholeBundle';
import type { ViewFactory } from '../widgets/context';
import { createTraceView } from '../widgets/trace/createTraceView';
import { createWidget } from './createWidget';

/** The widget of runs alone, which are most of what is shown: a quarter less to fetch. */
export default createWidget(
  async () =>
    withUnitOfTime(withWhole(createTraceView)) as unknown as ViewFactory
);
