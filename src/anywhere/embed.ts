import { withSequences } from '../widgets/base/sequences';
import { withSlider } from '../widgets/base/slider';
import { withWhole } from '../widgets/base/wholeBundle';
import type { ViewFactory } from '../widgets/context';
import { createTraceView } from '../widgets/trace/createTraceView';
import { defineViewElement } from './viewElement';

// `<gatescope-view>` for runs alone, which are what an article shows: a third less to load.
defineViewElement(
  async () =>
    withSlider(
      withWhole(withSequences(createTraceView))
    ) as unknown as ViewFactory
);
