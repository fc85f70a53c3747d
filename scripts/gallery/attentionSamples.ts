import { encoderDecoder, layers, random, sequential } from '../../src/engine';
import type { Attention, Channel } from '../../src/trace';
import type { SampleEntry } from './samples';

/** Reads letters and writes them backwards; small enough to be learned in seconds. */
async function reversing() {
  const letters = 'abcdefgh';
  const generator = random(11);
  const length = 5;
  const model = encoderDecoder({
    sourceSize: letters.length + 3,
    targetSize: letters.length + 3,
    units: 20,
    attention: 'additive',
    seed: 4
  });
  model.compile();
  const source = Array.from({ length: 400 }, () =>
    Array.from(
      { length },
      () => 3 + Math.floor(generator.uniform() * letters.length)
    )
  );
  const target = source.map(ids => [...ids].reverse().concat(2));
  await model.fit(source, target, { epochs: 18, batchSize: 16 });
  const word = (id: number): string =>
    id === 2 ? '⟨end⟩' : (letters[id - 3] ?? '');
  return model.attentionOf(source[1], {
    target: target[1],
    sourceWord: word,
    targetWord: word,
    title: 'letters written backwards'
  });
}

/** A decoder whose cell says where it looks; the source has padding, which its equations leave out. */
function looking() {
  const model = encoderDecoder({
    sourceSize: 8,
    targetSize: 8,
    units: 6,
    attention: 'additive',
    seed: 4
  });
  const { decoder } = model.trace([3, 4, 5, 6, 0, 0], { target: [6, 5, 4, 2] });
  return Promise.resolve(decoder);
}

/** Encoder and decoder of different lengths in one picture, as Python's `run.attention()` has it. */
function joined() {
  const model = encoderDecoder({
    sourceSize: 12,
    targetSize: 12,
    units: 9,
    attention: 'additive',
    seed: 6
  });
  const source = [3, 4, 5, 6, 7, 8, 9];
  const target = [6, 5, 4, 2];
  const seen = model.attentionOf(source, { target });
  const { encoder, decoder } = model.trace(source, { target });
  const states = (run: typeof decoder): Channel['array'] | undefined =>
    run.toBundle().layers[0].channels.find(({ name }) => name === 'h')?.array;
  return Promise.resolve({
    id: seen.id,
    toBundle: (): Attention => {
      const bundle = seen.toBundle();
      const [{ weights }] = bundle.decodings;
      return {
        ...bundle,
        source: source.map(String),
        decodings: [
          {
            name: 'decoder.rnn',
            target: target.map(String),
            weights,
            sourceStates: states(encoder),
            targetStates: states(decoder)
          }
        ]
      };
    }
  });
}

/** A sequence that looks at itself, by two heads: half of each map is the future, which is masked. */
function selfLooking(
  sentence = 'the cat that chased the mouse sat down',
  keyDim = 4
) {
  const words = sentence.split(' ');
  const model = sequential(
    [
      layers.embedding({ inputDim: words.length, outputDim: 2 * keyDim }),
      layers.positionEncoding(),
      layers.selfAttention({ keyDim, heads: 2, causal: true })
    ],
    { seed: 5 }
  );
  return Promise.resolve(
    model.attentionOf(
      words.map(word => words.indexOf(word)),
      { tokens: words, title: 'not trained' }
    )
  );
}

/** Where a trained decoder looked, and how one looks. */
export const attentionSamples: readonly SampleEntry[] = [
  {
    name: 'attention',
    title: 'Attention: letters written backwards',
    live: false,
    make: reversing
  },
  {
    name: 'attention-joined',
    title: 'Attention: encoder and decoder in one picture',
    live: false,
    make: joined
  },
  {
    name: 'attention-self',
    title: 'Attention: a sentence that looks at itself',
    live: false,
    make: () => selfLooking()
  },
  {
    name: 'attention-look',
    title: 'Attention: one look, worked out',
    live: false,
    view: { look: 'values', step: 5, layer: 'layer 1, head 2' },
    make: () => selfLooking()
  },
  {
    name: 'attention-look-long',
    title: 'Attention: one look at many tokens, keys of 16 numbers',
    live: false,
    view: { look: 'softmax', step: 30 },
    make: () =>
      selfLooking(
        Array.from({ length: 40 }, (_, at) => `token${at}`).join(' '),
        16
      )
  },
  {
    name: 'attention-cell',
    title: 'Cell: a decoder that looks back at what was read',
    view: { view: 'cell', step: 1, unit: 2 },
    make: looking
  }
];
