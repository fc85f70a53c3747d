import {
  fitBytePairEncoding,
  fitVocabulary,
  layers,
  nGrams,
  sequential,
  writeText,
  type WriteOptions
} from '../../../../src/engine';
import { decodeBundle, encode } from '../../../../src/trace';

// Ids: 0 padding, 1 unknown, then a, b, c.
const vocabulary = fitVocabulary(['aaabbc'], { level: 'character' });

/** A network whose answer does not depend on what it reads: logits of 5 tokens. */
function fixed(logits: readonly number[], activation?: 'softmax') {
  const model = sequential([
    layers.gru({ units: 1, inputShape: [null, 5] }),
    layers.dense({ units: 5, ...(activation && { activation }) })
  ]);
  const weights = model.getWeights();
  model.setWeights(
    Object.fromEntries(
      Object.entries(weights).map(([name, { shape }]) => [
        name,
        name.startsWith('dense') && shape.length === 1
          ? [...logits]
          : shape.length === 1
            ? new Array<number>(shape[0]).fill(0)
            : Array.from({ length: shape[0] }, () =>
                new Array<number>(shape[1]).fill(0)
              )
      ])
    )
  );
  return model;
}

/** An untrained reader of characters. */
const reader = (oneHot: boolean) =>
  sequential(
    [
      ...(oneHot
        ? []
        : [
            layers.embedding({ inputDim: 5, outputDim: 3, inputShape: [null] })
          ]),
      layers.lstm({
        units: 4,
        ...(oneHot && { inputShape: [null, 5] as [null, number] })
      }),
      layers.dense({ units: 5, activation: 'softmax' })
    ],
    { seed: 6, compute: 'tape' }
  );

describe('writeText', () => {
  it('refuses a byte-pair encoding, whose tokens may be parts of characters', () => {
    const pieces = fitBytePairEncoding(['!!!! !!!!'], { vocabSize: 257 });
    const counts = nGrams(['!!!!!!!!!!!!'], pieces as never, { order: 2 });
    expect(() =>
      writeText(counts, pieces as never, { prompt: '!', length: 4 })
    ).toThrow(
      'writeText: expected a vocabulary (fitVocabulary([…])), whose tokens are words or characters, as those of a byte-pair encoding are not'
    );
  });

  it('draws tokens as often as they are likely, and says how likely they were', () => {
    // softmax of ln 1, ln 2, ln 3, ln 3, ln 1 → 0.1, 0.2, 0.3, 0.3, 0.1; the first two are never written.
    const logits = [1, 2, 3, 3, 1].map(Math.log);
    for (const model of [fixed(logits), fixed(logits, 'softmax')]) {
      const written = writeText(model, vocabulary, {
        prompt: 'ab',
        length: 3000,
        seed: 1
      });
      expect(written.promptLength).toBe(2);
      expect(written.tokens).toHaveLength(3002);
      const shareOf = (token: string) =>
        written.tokens.slice(2).filter(each => each === token).length / 3000;
      // 0.3 / 0.7 and 0.1 / 0.7; three standard errors are 0.027.
      expect(Math.abs(shareOf('a') - 3 / 7)).toBeLessThan(0.027);
      expect(Math.abs(shareOf('b') - 3 / 7)).toBeLessThan(0.027);
      expect(Math.abs(shareOf('c') - 1 / 7)).toBeLessThan(0.027);
      expect([...written.probabilities.slice(0, 2)]).toEqual([NaN, NaN]);
      written.tokens.slice(2).forEach((token, at) => {
        expect(written.probabilities[at + 2]).toBeCloseTo(
          token === 'c' ? 0.1 : 0.3,
          12
        );
      });
    }
  });

  it('keeps the likeliest tokens of each step, likeliest first', () => {
    const model = fixed([1, 2, 4, 2, 1].map(Math.log));
    const { likely } = writeText(model, vocabulary, {
      prompt: 'c',
      length: 2,
      likely: 2,
      seed: 3
    });
    expect(likely[0]).toEqual([]);
    expect(likely[2].map(({ token }) => token)).toEqual(['a', 'b']);
    expect(likely[2][0].probability).toBeCloseTo(0.4, 12);
    expect(likely[2][1].probability).toBeCloseTo(0.2, 12);
  });

  it('says whether its tokens are words, of which one letter is one too', () => {
    const levelOf = (level: 'word' | 'character') => {
      const counted = fitVocabulary(['a b a b'], { level });
      const written = writeText(
        nGrams(['a b a b'], counted, { order: 2 }),
        counted,
        { prompt: 'a', length: 1, method: 'greedy' }
      );
      const { content } = written.toBundle();
      return [content.form === 'text' && content.level, written.text];
    };
    expect(levelOf('word')).toEqual([
      'word',
      expect.stringMatching(/^a [ab]$/)
    ]);
    expect(levelOf('character')).toEqual([
      'character',
      expect.stringMatching(/^a[ab ]$/)
    ]);
  });

  it('writes the likeliest at a temperature that is hardly above 0', () => {
    const model = fixed([1, 2, 4, 3, 1]);
    const { text } = writeText(model, vocabulary, {
      prompt: 'ab',
      length: 5,
      temperature: 1e-310
    });
    expect(text).toBe('abaaaaa');
  });

  it('sharpens by temperature, but reports what the network said', () => {
    const model = fixed([1e-12, 1e-12, 9, 8, 7].map(Math.log));
    const cold = writeText(model, vocabulary, {
      prompt: 'c',
      length: 400,
      temperature: 0.02,
      seed: 5
    });
    // (9/8)^50 ≈ 361: an a in all but one of 362.
    expect(cold.text.slice(1).replaceAll('a', '').length).toBeLessThan(8);
    expect(cold.probabilities[1]).toBeCloseTo(9 / 24, 12);
    const greedy = writeText(model, vocabulary, {
      prompt: 'c',
      length: 4,
      method: 'greedy'
    });
    expect(greedy.text).toBe('caaaa');
    expect(greedy.toBundle().content).toMatchObject({ temperature: 0 });
  });

  it.each([true, false])(
    'answers at each step what predict answers to all before it (one-hot: %s)',
    oneHot => {
      const model = reader(oneHot);
      const { tokens, probabilities } = writeText(model, vocabulary, {
        prompt: 'ab',
        length: 6,
        seed: 8
      });
      for (let step = 2; step < 8; step++) {
        const ids = tokens.slice(0, step).map(vocabulary.idOf);
        const input = oneHot
          ? ids.map(id => [0, 1, 2, 3, 4].map(k => Number(k === id)))
          : ids;
        const answer = model.predict([input as number[]]).at(0).values;
        expect(probabilities[step]).toBeCloseTo(
          answer[vocabulary.idOf(tokens[step])],
          12
        );
      }
    }
  );

  it('reads only the last tokens when a window is given', () => {
    const model = reader(true);
    const written = writeText(model, vocabulary, {
      prompt: 'abc',
      length: 5,
      window: 3,
      seed: 8
    });
    const { tokens, probabilities } = written;
    for (let step = 3; step < 8; step++) {
      const input = tokens
        .slice(step - 3, step)
        .map(token =>
          [0, 1, 2, 3, 4].map(k => Number(k === vocabulary.idOf(token)))
        );
      const answer = model.predict([input]).at(0).values;
      expect(probabilities[step]).toBeCloseTo(
        answer[vocabulary.idOf(tokens[step])],
        12
      );
    }
    const { content } = written.toBundle();
    expect(content).toMatchObject({ hidden: { shape: [8, 4] } });
  });

  it('keeps the state after each token', () => {
    const model = reader(true);
    const written = writeText(model, vocabulary, {
      prompt: 'ab',
      length: 3,
      seed: 8
    });
    const x = written.tokens.map(token =>
      [0, 1, 2, 3, 4].map(k => Number(k === vocabulary.idOf(token)))
    );
    const { h } = model.trace(x).layers[0].channels;
    const { content } = written.toBundle();
    if (content.form !== 'text' || !content.hidden) {
      throw new Error('There should be a state.');
    }
    content.hidden.values.forEach((value, at) =>
      expect(value).toBeCloseTo(h.values[at], 6)
    );
  });

  it('writes the same for the same seed, and stops after a token', () => {
    const model = reader(false);
    const write = (seed: number, more: Partial<WriteOptions> = {}) =>
      writeText(model, vocabulary, { prompt: 'a', length: 60, seed, ...more });
    expect(write(1).text).toBe(write(1).text);
    expect(write(1).text).not.toBe(write(2).text);
    const ended = write(1, { until: 'c' }).text;
    expect(ended.indexOf('c')).toBe(ended.length - 1);
    expect(write(1).text.startsWith(ended)).toBe(true);
  });

  it('parts words by spaces and survives saving', () => {
    const ofWords = fitVocabulary(['the cat sat']);
    const model = sequential([
      layers.embedding({ inputDim: 5, outputDim: 2, inputShape: [null] }),
      layers.simpleRNN({ units: 2 }),
      layers.dense({ units: 5 })
    ]);
    const written = writeText(model, ofWords, {
      prompt: 'The cat',
      length: 3,
      title: 'Words'
    });
    expect(written.text).toMatch(/^the cat( (the|cat|sat)){3}$/);
    const bundle = written.toBundle();
    expect(decodeBundle(JSON.parse(JSON.stringify(encode(bundle))))).toEqual(
      bundle
    );
    expect(String(written)).toBe(written.text);
  });

  it('lets counts write as networks do', () => {
    const counts = nGrams(['aab', 'aab', 'ab'], vocabulary, { order: 2 });
    const written = writeText(counts, vocabulary, {
      prompt: 'a',
      length: 3,
      seed: 1
    });
    expect(written.tokens).toHaveLength(4);
    const before = counts.probabilities(written.text.slice(0, 3));
    expect(written.probabilities[3]).toBeCloseTo(
      before.values[vocabulary.idOf(written.text[3])],
      12
    );
    expect(written.toBundle().content).not.toHaveProperty('hidden');
    const options = { prompt: 'a', length: 40, seed: 3 };
    expect(writeText(counts, vocabulary, { ...options, window: 1 }).text).toBe(
      writeText(counts, vocabulary, options).text
    );
    const other = fitVocabulary(['a'], { level: 'character' });
    expect(() => writeText(counts, other, { prompt: 'a' })).toThrow(
      'writeText: the vocabulary has 3 tokens, but the counts are of 5'
    );
  });

  const model = reader(false);
  it.each<[unknown[], string]>([
    [[{}, vocabulary, { prompt: 'a' }], 'expected a model'],
    [[model, ['a', 'b'], { prompt: 'a' }], 'expected a vocabulary'],
    [
      [model, vocabulary, { prompt: '' }],
      'prompt must hold at least one token'
    ],
    [[model, vocabulary, {}], 'prompt must be a text, got undefined'],
    [
      [model, vocabulary, { prompt: 'a', temperature: 0 }],
      'temperature must be greater than 0'
    ],
    [
      [model, vocabulary, { prompt: 'a', temperature: -1 }],
      'temperature must be a number of at least 0'
    ],
    [
      [model, vocabulary, { prompt: 'a', method: 'beam' }],
      "method must be 'sample' or 'greedy'"
    ],
    [
      [model, vocabulary, { prompt: 'a', until: 'z' }],
      'until must be a token of the vocabulary'
    ],
    [[model, vocabulary, { prompt: 'a', lenght: 3 }], "did you mean 'length'?"],
    [
      [
        model,
        fitVocabulary(['abcdef'], { level: 'character' }),
        { prompt: 'a' }
      ],
      'one number for each of the 8 tokens, got 5'
    ],
    [
      [
        reader(true),
        fitVocabulary(['abcdef'], { level: 'character' }),
        { prompt: 'a' }
      ],
      'the vocabulary has 8 tokens, but the network reads 5 features'
    ],
    [
      [
        sequential([
          layers.embedding({ inputDim: 5, outputDim: 2, inputShape: [null] }),
          layers.bidirectional({ layer: layers.gru({ units: 2 }) }),
          layers.dense({ units: 5 })
        ]),
        vocabulary,
        { prompt: 'a' }
      ],
      'reads the sequence from its end as well, so the network cannot answer step by step'
    ]
  ])('says what is wrong (%#)', (given, message) => {
    expect(() => writeText(...(given as Parameters<typeof writeText>))).toThrow(
      message
    );
  });
});
