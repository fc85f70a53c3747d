import type { History } from '../../trace';
import type { Translate } from '../context';
import type { ShownLines } from '../describe/line';
import { measuredIn } from './trainingWords';

/** What is measured over the epochs as lines that can be described; training and validation may part. */
export function trainingLines(
  history: History,
  translate: Translate
): ShownLines {
  return {
    time: {
      unit: translate('epoch'),
      nameOf: epoch => translate('epoch %1', epoch + 1)
    },
    lines: measuredIn(history, translate).map(
      ({ metric, name, values, write }) => ({
        name,
        group: metric,
        values,
        write,
        place: {}
      })
    ),
    here: 0,
    parts: true,
    of: [history]
  };
}

/** The steps of this view are the epochs, whatever those of the run are called. */
export const epochKeys = (
  translate: Translate
): Readonly<Record<string, string>> => ({
  '← →': translate('epoch'),
  'Home End': translate('first, last epoch')
});
