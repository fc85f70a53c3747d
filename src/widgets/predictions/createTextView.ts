import type { Predictions } from '../../trace';
import { coloringOf, textView } from '../../views/predictions/textView';
import { textReading } from '../../views/predictions/textWords';
import { readTheme } from '../base/theme';
import type { ViewFactory } from '../context';
import { createDefinedView } from '../scene/createDefinedView';

/** The page of a generated text: it says whether what is surer is brighter or darker here. */
export const createTextView: ViewFactory<Predictions> = createDefinedView(
  textView,
  ({ now, base: { frame } }) => ({
    drawn() {
      const { chosen, translate } = now();
      const { dark } = readTheme(frame.element);
      frame.setReading(textReading(coloringOf(chosen), dark, translate));
    }
  })
);
