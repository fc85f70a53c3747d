import type { GradientFlow } from '../../trace';
import type { Translate } from '../../scene/words/translate';
import type { ShownLines } from '../describe/line';
import { valuesOf, type Quantity } from './flow';
import { quantityWords } from './flowScene';
import { normWords } from './flowWords';

/** What each network sends back to each step, as lines that can be described. */
export function linesOfFlow(
  flow: GradientFlow,
  quantity: Quantity,
  network: number,
  translate: Translate
): ShownLines {
  const drawn = flow.networks.flatMap((each, index) => {
    const values = valuesOf(each, quantity);
    return values
      ? [
          {
            index,
            name: translate(
              '%1 of %2',
              quantityWords(quantity, [each]),
              each.name
            ),
            group: quantity,
            values,
            log: true,
            write: normWords,
            place: {}
          }
        ]
      : [];
  });
  return {
    time: flow.time,
    lines: drawn,
    here: Math.max(
      0,
      drawn.findIndex(({ index }) => index === network)
    ),
    parts: true,
    of: [flow, quantity]
  };
}
