import { requireInteger, requireList } from '../base/check';
import { described } from '../base/described';
import { list, options as reader, text } from '../base/options';
import { madeNow, revised } from '../base/revised';
import { noGradient } from '../tensor/recording';
import { shapeText } from '../tensor/shape';
import type { Tensor, TensorLike } from '../tensor/tensor';
import { asTensor } from '../tensor/tensor';
import { AttentionView } from './attentionView';
import type { Model } from './model';
import { weightsNow } from './weightsNow';

export interface SelfAttentionViewOptions {
  /**
   * One or two heads, each as `[layer, head]`, both counted from 1 among those that look at their own
   * sequence. Default: the first head of the first and of the last such layer, or the first two heads of
   * the only one.
   */
  heads?: readonly (readonly [layer: number, head: number])[];
  /** One token a step. Default: the numbers of the steps. */
  tokens?: readonly string[];
  title?: string;
}

const read = reader('model.attentionOf', {
  heads: list<readonly [number, number]>().optional(),
  tokens: list<string>().optional(),
  title: text.optional()
});

/** What `model.attentionOf` of a stack of layers does; see there. */
export function selfAttentionView(
  model: Model,
  x: TensorLike,
  options: SelfAttentionViewOptions
): AttentionView {
  const who = 'model.attentionOf';
  const { heads, tokens, title } = read(options);
  const given = asTensor(x, `${who}: x`);
  const data = model.prepare(who, given.reshape([1, ...given.shape]));
  const looks: Tensor[] = [];
  noGradient(() =>
    model.forward(data, {
      ...model.passFor(false, 0),
      looked: (_, weights) => looks.push(weights.at(0))
    })
  );
  if (looks.length === 0) {
    throw new Error(
      `${who}: this model has no layer that looks at its own sequence (layers.selfAttention)`
    );
  }
  const steps = looks[0].shape[1];
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
      : Array.from({ length: Math.min(2, looks[0].shape[0]) }, (_, at) => [
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
        weights: looks[layer - 1].at(head - 1)
      })),
      title
    ),
    madeNow(weightsNow(model))
  );
}

/** @throws TypeError or RangeError that says which layers and heads there are */
function requireHeads(
  who: string,
  heads: readonly unknown[],
  looks: readonly Tensor[]
): (readonly [number, number])[] {
  if (heads.length < 1 || heads.length > 2) {
    throw new RangeError(
      `${who}: heads must be one or two, each as [layer, head], got ${heads.length}`
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
    if (layer > looks.length || head > looks[layer - 1].shape[0]) {
      throw new RangeError(
        `${who}: ${name} must be a layer of ${looks.length} and one of its heads (${looks.map(({ shape }) => shape[0]).join(', ')}), both counted from 1, got ${shapeText([layer, head])}`
      );
    }
    return [layer, head] as const;
  });
}
