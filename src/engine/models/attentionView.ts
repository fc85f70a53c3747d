import type {
  Attention as AttentionBundle,
  Look as LookBundle
} from '../../trace';
import { float32, float64, TRACE_VERSION } from '../../trace';
import type { Showable } from '../base/showable';
import { freshId } from '../base/showable';
import type { Tensor } from '../tensor/tensor';

/** What a head of self-attention looked by: each step as it comes, `[T, d]` and `[T, T]`. */
export interface HeadLook {
  readonly queries: Tensor;
  readonly keys: Tensor;
  readonly values: Tensor;
  /** `q · k/√d`, before the mask. */
  readonly scores: Tensor;
  /** 1 where a step may look; absent where every step may look everywhere. */
  readonly visible?: Tensor;
  /** The weights that it has of its own, where it was made to look elsewhere. */
  readonly own?: Tensor;
  /** The values by their weights, added up. */
  readonly seen: Tensor;
}

/** One or two decodings of a source, with where each written token looked; or heads that look at their own sequence. */
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
      readonly look?: HeadLook;
    }[],
    {
      title,
      output
    }: {
      readonly title?: string | undefined;
      readonly output?: Tensor;
    } = {}
  ) {
    this.title = title;
    this.output = output;
  }

  readonly title: string | undefined;
  /** What a stack of layers answers where its steps look so, for one sequence. */
  readonly output: Tensor | undefined;

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
        ...(decoding.look && { look: lookOf(decoding.look) }),
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

function lookOf({ visible, own, ...look }: HeadLook): LookBundle {
  const written = ({ values, shape }: Tensor) => float32(values, shape);
  return {
    queries: written(look.queries),
    keys: written(look.keys),
    values: written(look.values),
    scores: written(look.scores),
    ...(visible && { visible: written(visible) }),
    ...(own && { own: written(own) }),
    seen: written(look.seen)
  };
}
