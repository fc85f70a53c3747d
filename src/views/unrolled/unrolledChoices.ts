import type { Trace } from '../../trace';
import type { Schema } from '../../scene/choices';
import { runChoices, switchOf } from '../run/runChoices';

/** A run of more steps is taken apart around the cursor, what was before as one. */
export const LONG = 64;

export const unrolledChoices: Schema<
  keyof typeof runChoices | 'allSteps',
  Trace
> = {
  ...runChoices,
  allSteps: switchOf(
    translate => ({
      label: translate('All %steps'),
      title: translate('All %steps below, or those around the cursor')
    }),
    ({ time }) => time.steps > LONG
  )
};
