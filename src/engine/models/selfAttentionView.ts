import { requireInteger, requireList } from '../base/check';
import { described } from '../base/described';
import { callable, list, options as reader, text } from '../base/options';
import { madeNow, revised } from '../base/revised';
import { noGradient } from '../tensor/recording';
import { shapeText } from '../tensor/shape';
import type { LayerLook } from '../layers/layer';
import { requireLook } from '../layers/lookAt';
import type { TensorLike } from '../tensor/tensor';
import { asTensor, Tensor } from '../tensor/tensor';
import { AttentionView } from './attentionView';
import type { Model } from './model';
import { weightsNow } from './weightsNow';

/**
 * Where a step is made to look, given the weights that it has of its own, one for each step of the
 * sequence; those of the future, and of padding, are 0 and stay so.
 *
 * @param at the layer and the head that look, both counted from 1
 */
export type LookWithin = (
  weights: readonly number[],
  step: number,
  at: { readonly layer: number; readonly head: number }
) => readonly number[];

export interface SelfAttentionViewOptions {
  /**
   * Up to eight heads, each as `[layer, head]`, both counted from 1 among those that look at their own
   * sequence. Default: the first head of the first and of the last such layer, or the first two heads of
   * the only one.
   */
  heads?: readonly (readonly [layer: number, head: number])[];
  /** One token a step. Default: the numbers of the steps. */
  tokens?: readonly string[];
  /** Makes steps look elsewhere than they do of their own. */
  lookAt?: LookWithin;
  title?: string;
}

const read = reader('model.attentionOf', {
  heads: list<readonly [number, number]>().optional(),
  tokens: list<string>().optional(),
  lookAt: callable<LookWithin>().optional(),
  title: text.optional()
});

/** As many maps as are told apart beside each other. */
const MOST = 8;

/** What `model.attentionOf` of a stack of layers does; see there. */
export function selfAttentionView(
  model: Model,
  x: TensorLike,
  options: SelfAttentionViewOptions
): AttentionView {
  const who = 'model.attentionOf';
  const { heads, tokens, lookAt, title } = read(options);
  const given = asTensor(x, `${who}: x`);
  const data = model.prepare(who, given.reshape([1, ...given.shape]));
  const looks: LayerLook[] = [];
  const { values: output } = noGradient(() =>
    model.forward(data, {
      ...model.passFor(false, 0),
      ...(lookAt && {
        lookAt: (_, weights) => moved(who, lookAt, weights, looks.length + 1)
      }),
      looked: (_, look) => looks.push(look)
    })
  );
  if (looks.length === 0) {
    throw new Error(
      `${who}: this model has no layer that looks at its own sequence (layers.selfAttention)`
    );
  }
  const [, headsOfFirst, steps] = looks[0].weights.shape;
  if (tokens && tokens.length !== steps) {
    throw new RangeError(
      `${who}: tokens must be one a step (${steps}), got ${tokens.length}`
    );
  }
  const words = tokens ?? Array.from({ length: steps }, (_, step) => `${step}`);
  const chosen = heads
    ? requireHeads(who, heads, looks)
    : looks.length > 1
      ? [
          [1, 1],
          [looks.length, 1]
        ]
      : Array.from({ length: Math.min(2, headsOfFirst) }, (_, at) => [
          1,
          at + 1
        ]);
  return revised(
    new AttentionView(
      words,
      'scaled',
      chosen.map(([layer, head]) => ({
        name: `layer ${layer}, head ${head}`,
        tokens: words,
        ...ofHead(looks[layer - 1], head)
      })),
      { title, output: output.at(0) }
    ),
    madeNow(weightsNow(model))
  );
}

/** What one head of one sequence looked by, and where. */
function ofHead(look: LayerLook, head: number) {
  const of = (all: Tensor): Tensor => all.at(0).at(head - 1);
  const { queries, keys, values, scores, visible, own, weights, seen } = look;
  return {
    weights: of(weights),
    look: {
      queries: of(queries),
      keys: of(keys),
      values: of(values),
      scores: of(scores),
      // The mask is the same for all heads.
      ...(visible && { visible: visible.at(0).at(0) }),
      ...(own !== weights && { own: of(own) }),
      seen: of(seen)
    }
  };
}

/** Weights `[1, heads, T, T]` as `lookAt` has them. */
function moved(
  who: string,
  lookAt: LookWithin,
  weights: Tensor,
  layer: number
): Tensor {
  const [, heads, steps] = weights.shape;
  const held = weights.values.slice();
  for (let row = 0; row < heads * steps; row++) {
    const step = row % steps;
    const own = [...weights.values.subarray(row * steps, (row + 1) * steps)];
    const at = { layer, head: 1 + Math.floor(row / steps) };
    const made = requireLook(who, lookAt(own, step, at), steps, step);
    const lost = made.findIndex((weight, of) => weight > 0 && own[of] === 0);
    if (lost >= 0) {
      throw new RangeError(
        `${who}: what lookAt returns at step ${step} looks at step ${lost}, which the mask hides`
      );
    }
    held.set(made, row * steps);
  }
  return new Tensor(held, weights.shape);
}

/** @throws TypeError or RangeError that says which layers and heads there are */
function requireHeads(
  who: string,
  heads: readonly unknown[],
  looks: readonly LayerLook[]
): (readonly [number, number])[] {
  if (heads.length < 1 || heads.length > MOST) {
    throw new RangeError(
      `${who}: heads must be one to eight, each as [layer, head], got ${heads.length}`
    );
  }
  return heads.map((each, at) => {
    const name = `heads[${at}]`;
    const pair = requireList(who, name, each as readonly unknown[]);
    if (pair.length !== 2) {
      throw new TypeError(
        `${who}: ${name} must be [layer, head], got ${described(each)}`
      );
    }
    const [layer, head] = pair.map((part, of) =>
      requireInteger(who, `${name}[${of}]`, part)
    );
    if (layer > looks.length || head > headsOf(looks[layer - 1])) {
      throw new RangeError(
        `${who}: ${name} must be a layer of ${looks.length} and one of its heads (${looks.map(headsOf).join(', ')}), both counted from 1, got ${shapeText([layer, head])}`
      );
    }
    return [layer, head] as const;
  });
}

const headsOf = ({ weights }: LayerLook): number => weights.shape[1];
