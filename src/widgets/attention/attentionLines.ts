import type { Attention } from '../../trace';
import { formatFixed } from '../base/format';
import type { Translate } from '../context';
import type { ShownLines } from '../describe/line';
import { weightAt, type Decoding } from './alignment';

/** The weight that each token gets while the decoder writes, as lines that can be described. */
export function attentionLines(
  attention: Attention,
  source: number,
  translate: Translate
): ShownLines {
  const { decodings } = attention;
  const [first, ...others] = decodings;
  const name = ({ name: of }: Decoding, token: string, at: number): string =>
    others.length === 0
      ? translate('the weight of “%1” (token %2)', token, at)
      : translate('the weight of “%1” (token %2) in %3', token, at, of);
  return {
    // Where decodings wrote different tokens, a step has no word of its own.
    time: others.every(
      ({ target }) => target.join('\n') === first.target.join('\n')
    )
      ? { labels: first.target }
      : {},
    lines: decodings.flatMap(decoding =>
      attention.source.map((token, at) => ({
        name: name(decoding, token, at),
        group: decoding.name,
        values: Float64Array.from(decoding.target, (_, step) =>
          weightAt(decoding, step, at)
        ),
        write: (value: number) => formatFixed(value),
        place: {}
      }))
    ),
    here: source,
    of: [attention]
  };
}
