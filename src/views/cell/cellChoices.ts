import type { Trace } from '../../trace';
import type { Schema } from '../../scene/choices';
import { runChoices, switchOf } from '../run/runChoices';

export const cellChoices: Schema<keyof typeof runChoices | 'backward', Trace> =
  {
    ...runChoices,
    backward: switchOf(translate => ({
      label: translate('Way back'),
      title: translate('Way back: dL/d at every wire (B)')
    }))
  };
