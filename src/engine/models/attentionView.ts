import type { Attention as AttentionBundle } from '../../trace';
import { float64, TRACE_VERSION } from '../../trace';
import type { Showable } from '../base/showable';
import { freshId } from '../base/showable';
import type { Tensor } from '../tensor/tensor';

/** One or two decodings of a source, with where each written token looked; or two heads that look at their own sequence. */
export class AttentionView implements Showable<AttentionBundle> {
  readonly id = freshId('attention');

  /** @internal */
  constructor(
    readonly source: readonly string[],
    readonly score: string,
    readonly decodings: readonly {
      readonly name: string;
      readonly tokens: readonly string[];
      readonly expected?: readonly string[];
      /** `[T, S]` */
      readonly weights: Tensor;
      /** What the decoder was given: Σ_s weights[t, s] · encoder state s, `[T, H]`. */
      readonly context?: Tensor;
      readonly probabilities?: readonly number[];
    }[],
    readonly title?: string
  ) {}

  /** What the view reads. */
  toBundle(): AttentionBundle {
    return {
      version: TRACE_VERSION,
      kind: 'attention',
      id: this.id,
      ...(this.title !== undefined && { title: this.title }),
      source: this.source,
      score: this.score,
      decodings: this.decodings.map(decoding => ({
        name: decoding.name,
        target: decoding.tokens,
        ...(decoding.expected && { expected: decoding.expected }),
        weights: float64(decoding.weights.values, decoding.weights.shape),
        ...(decoding.context && {
          context: float64(decoding.context.values, decoding.context.shape)
        }),
        ...(decoding.probabilities && {
          probabilities: float64(decoding.probabilities, [
            decoding.probabilities.length
          ])
        })
      }))
    };
  }

  toString(): string {
    return this.decodings
      .map(({ name, tokens, weights }) => {
        const looked = tokens.map((token, at) => {
          const best = weights.at(at).argMax().item();
          return `${token} ← ${this.source[best]}`;
        });
        return `${name}: ${looked.join(', ')}`;
      })
      .join('\n');
  }
}
