import type { Translate } from '../../scene/words/translate';
import { formatFixed } from '../../scene/words/format';
import type { ShownLines } from '../describe/line';
import type { TextContent } from '../../views/predictions/measures';
import {
  probabilityWords,
  shownToken,
  valueOf,
  type Coloring
} from '../../views/predictions/textWords';

/** How likely each token was, or a unit of the state over the tokens, as a line that can be described. */
export function textLines(
  content: TextContent,
  coloring: Coloring,
  translate: Translate
): ShownLines {
  const isUnit = coloring !== 'probability';
  return {
    time: { labels: content.tokens.map(shownToken) },
    lines: [
      {
        name: isUnit
          ? translate('unit %1', coloring)
          : translate('the probability of the token'),
        group: String(coloring),
        values: Float64Array.from(content.tokens, (_, step) =>
          valueOf(content, coloring, step)
        ),
        ...(isUnit ? {} : { bounds: [0, 1] as const }),
        write: isUnit ? value => formatFixed(value) : probabilityWords,
        place: {}
      }
    ],
    here: 0,
    of: [content, coloring]
  };
}
