import type { AttentionScore, Tensor, TensorLike } from '../../src/engine';
import {
  attend,
  encoderDecoder,
  gradients,
  layers,
  tensor,
  variable
} from '../../src/engine';
import { seededPass } from '../../src/engine/models/seededPass';
import { encode, forcedLogits } from '../../src/engine/seq2seq/network';
import { losses } from '../../src/engine';
import { fixture } from './fixture';
import { relativeError } from './relativeError';

const TOLERANCE = 1e-10;

interface AttentionCase {
  name: AttentionScore;
  queries: TensorLike;
  keys: TensorLike;
  values: TensorLike;
  mask: TensorLike;
  parameters: Record<string, TensorLike>;
  weights: TensorLike;
  context: TensorLike;
  upstream: TensorLike;
  gradients: Record<string, TensorLike>;
}

it.each(fixture<AttentionCase>('pytorch/attention.json'))(
  'attention by the $name score agrees with PyTorch, with all gradients',
  of => {
    const [q, k, v] = [of.queries, of.keys, of.values].map(variable);
    const parameters = Object.fromEntries(
      Object.entries(of.parameters).map(([name, value]) => [
        name,
        variable(value)
      ])
    );
    const { weights, context } = attend(q, k, v, {
      score: of.name,
      mask: of.mask,
      parameters
    });
    expect(relativeError(weights, of.weights)).toBeLessThan(TOLERANCE);
    expect(relativeError(context, of.context)).toBeLessThan(TOLERANCE);
    const sources = { queries: q, keys: k, values: v, ...parameters };
    const found = gradients(
      context.mul(of.upstream).sum(),
      Object.values(sources)
    );
    Object.keys(sources).forEach((name, at) =>
      expect(relativeError(found[at], of.gradients[name])).toBeLessThan(
        TOLERANCE
      )
    );
  }
);

interface Seq2seqCase {
  name: string;
  cell: 'rnn' | 'lstm' | 'gru';
  attention: AttentionScore | 'none';
  bidirectional: boolean;
  source: number[][];
  target: number[][];
  logits: TensorLike;
  attentionWeights: TensorLike | null;
  loss: number;
  weights: Record<string, TensorLike>;
  gradients: Record<string, TensorLike>;
}

describe.each(fixture<Seq2seqCase>('pytorch/seq2seq.json'))(
  'an encoder–decoder of $name agrees with PyTorch',
  of => {
    const model = encoderDecoder({
      sourceSize: 7,
      targetSize: 6,
      units: 3,
      embedding: 4,
      cell: of.cell,
      attention: of.attention,
      bidirectional: of.bidirectional,
      convention: 'pytorch',
      seed: 1
    });
    model.setWeights(of.weights);

    it('in logits, attention, loss and every gradient, fed with the right tokens', () => {
      const encoded = encode(model, tensor(of.source));
      const { logits, weights } = forcedLogits(
        model,
        tensor(of.target),
        encoded
      );
      expect(relativeError(logits, of.logits)).toBeLessThan(TOLERANCE);
      if (of.attentionWeights) {
        expect(relativeError(weights, of.attentionWeights)).toBeLessThan(
          TOLERANCE
        );
      } else {
        expect(weights).toBeNull();
      }
      const loss = losses
        .sparseCategoricalCrossentropy({ fromLogits: true, ignoreIndex: 0 })
        .of(of.target, logits);
      expect(relativeError(loss, of.loss)).toBeLessThan(TOLERANCE);
      const found = gradients(
        loss,
        model.variables.map(weight => weight.tensor)
      );
      model.variables.forEach(({ name }, at) =>
        expect(relativeError(found[at], of.gradients[name])).toBeLessThan(
          TOLERANCE
        )
      );
    });

    it('in its trace of one pair', () => {
      const row = 1;
      const source = of.source[row].filter(id => id !== 0);
      const trace = model.trace(source, { target: of.target[row] });
      const logits = tensor(of.logits).at(row);
      expect(relativeError(trace.decoder.output, logits)).toBeLessThan(
        TOLERANCE
      );
      if (of.attentionWeights) {
        const weights = tensor(of.attentionWeights)
          .at(row)
          .slice(0, source.length, { axis: 1 });
        expect(
          relativeError(trace.decoder.channel('attention'), weights)
        ).toBeLessThan(TOLERANCE);
      }
      expect(trace.encoder.loss).toBeCloseTo(trace.decoder.loss!, 13);
    });
  }
);

interface SelfAttentionCase {
  name: string;
  causal: boolean;
  rotary?: boolean;
  useBias?: boolean;
  heads: number;
  keyDim: number;
  x: TensorLike;
  mask: TensorLike;
  /** Of each sequence and head, where PyTorch says. */
  maps?: TensorLike;
  output: TensorLike;
  upstream: TensorLike;
  weights: TensorLike[];
  gradients: TensorLike[];
  xGradient: TensorLike;
}

it.each([
  ...fixture<SelfAttentionCase>('pytorch/selfAttention.json').map(of => ({
    ...of,
    peer: "PyTorch's MultiheadAttention"
  })),
  ...fixture<SelfAttentionCase>('keras/selfAttention.json').map(of => ({
    ...of,
    peer: "Keras's MultiHeadAttention"
  }))
])('self-attention $name agrees with $peer', of => {
  const layer = layers.selfAttention({
    heads: of.heads,
    keyDim: of.keyDim,
    causal: of.causal,
    rotary: of.rotary ?? false,
    useBias: of.useBias ?? true
  });
  const x = variable(of.x);
  layer.build([null, x.shape[2]], { seed: 1, dtype: 'f64' });
  layer.variables.forEach(({ tensor: { values } }, at) =>
    values.set(tensor(of.weights[at]).values)
  );
  const looks: Tensor[] = [];
  const { values } = layer.call(
    { values: x, mask: tensor(of.mask) },
    {
      ...seededPass(1, false, 0),
      looked: (_, { weights }) => looks.push(weights)
    }
  );
  if (of.maps) {
    expect(relativeError(looks[0], of.maps)).toBeLessThan(TOLERANCE);
  }
  expect(relativeError(values, of.output)).toBeLessThan(TOLERANCE);
  const found = gradients(values.mul(of.upstream).sum(), [
    x,
    ...layer.variables.map(weight => weight.tensor)
  ]);
  expect(relativeError(found[0], of.xGradient)).toBeLessThan(TOLERANCE);
  of.gradients.forEach((gradient, at) => {
    if (layer.variables[at].name === 'keyBias' && !of.rotary) {
      // It moves all scores of a row alike: nothing but rounding is left.
      found[at + 1].values.forEach(value =>
        expect(Math.abs(value)).toBeLessThan(1e-14)
      );
    } else {
      expect(relativeError(found[at + 1], gradient)).toBeLessThan(TOLERANCE);
    }
  });
});
