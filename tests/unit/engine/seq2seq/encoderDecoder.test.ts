import type { EncoderDecoderOptions } from '../../../../src/engine';
import {
  attend,
  callbacks,
  encoderDecoder,
  loadEncoderDecoder,
  optimizers,
  random,
  tensor
} from '../../../../src/engine';
import {
  encode as read,
  forcedLogits,
  mixedLogits
} from '../../../../src/engine/seq2seq/network';
import { decodeBundle, encode, expressionText } from '../../../../src/trace';
import { gradientError } from '../finiteDifferences';
import { memoryFiles } from '../memoryFiles';

const END = 2;

/** Sequences of 3 … 6 and the same reversed. */
function reversals(count: number) {
  const stream = random(5, 'reversals');
  const source: number[][] = [];
  const target: number[][] = [];
  for (let n = 0; n < count; n++) {
    const length = 1 + stream.integer(3);
    const tokens = Array.from({ length }, () => 3 + stream.integer(4));
    const padding = Array.from({ length: 3 - length }, () => 0);
    source.push([...tokens, ...padding]);
    target.push([...[...tokens].reverse(), END, ...padding]);
  }
  return { source, target };
}
const { source, target } = reversals(60);

function small(options: Partial<EncoderDecoderOptions> = {}) {
  const model = encoderDecoder({
    sourceSize: 7,
    targetSize: 7,
    units: 6,
    embedding: 4,
    seed: 3,
    ...options
  });
  model.compile({ optimizer: optimizers.adam({ learningRate: 0.02 }) });
  return model;
}

const weightsOf = (model: ReturnType<typeof small>) =>
  Object.values(model.getWeights()).map(tensor => tensor.toArray());

describe('fit', () => {
  it('learns to write a sequence backwards', async () => {
    const model = small({ units: 16, attention: 'general' });
    const history = await model.fit(source, target, {
      epochs: 40,
      batchSize: 12,
      validationSplit: 0.2
    });
    expect(history.last.accuracy).toBeGreaterThan(0.95);
    expect(history.last.valLoss).toBeLessThan(0.5);
    const scores = await model.evaluate(source, target);
    expect(scores.exact).toBeGreaterThan(0.9);
    expect(model.predict([[3, 4, 5]])).toEqual([[5, 4, 3, END]]);
    expect(
      decodeBundle(JSON.parse(JSON.stringify(encode(history.toBundle())))).kind
    ).toBe('history');
  });

  it('gives the same weights for the same seed, also with scheduled sampling', async () => {
    const trained = async () => {
      const model = small();
      await model.fit(source, target, {
        epochs: 2,
        teacherForcing: epoch => 1 - 0.5 * epoch
      });
      return weightsOf(model);
    };
    expect(await trained()).toEqual(await trained());
  });

  it('goes on from a checkpoint bit for bit', async () => {
    memoryFiles();
    const plan = { epochs: 4, batchSize: 16, teacherForcing: 0.7 };
    const whole = small();
    const reference = await whole.fit(source, target, {
      ...plan,
      callbacks: [callbacks.checkpoint({ path: 'at-{epoch}' })]
    });
    const other = small();
    const history = await other.fit(source, target, {
      ...plan,
      resumeFrom: 'at-2'
    });
    expect(history.batchLosses).toEqual(reference.batchLosses);
    expect(weightsOf(other)).toEqual(weightsOf(whole));
    const loaded = await loadEncoderDecoder('at-4');
    expect(loaded.predict(source)).toEqual(whole.predict(source));
  });
});

describe('teacher forcing', () => {
  const model = small({ attention: 'dot', cell: 'lstm' });
  const ids = tensor(source.slice(0, 4));
  const right = tensor(target.slice(0, 4));

  it('always is what the whole sequence gives at once', () => {
    const encoded = read(model, ids);
    const mixed = mixedLogits(model, right, encoded, () => true);
    const forced = forcedLogits(model, right, encoded).logits;
    mixed.values.forEach((value, at) =>
      expect(value).toBeCloseTo(forced.values[at], 13)
    );
  });

  it('never is what the network writes by itself', () => {
    const one = tensor([source[0].filter(id => id !== 0)]);
    const free = mixedLogits(
      model,
      tensor([[3, 3, 3, 3]]),
      read(model, one),
      () => false
    );
    const written = [...free.argMax(-1).values];
    const { tokens } = model.decode(one.at(0), { maxLength: 4 });
    expect(written.slice(0, tokens.length)).toEqual(tokens);
  });

  it('sometimes has the gradient of central differences', () => {
    const stream = [true, false, true, true, false, true, false];
    const weights = model.variables.map(weight => weight.tensor);
    const error = gradientError(() => {
      let at = 0;
      return mixedLogits(
        model,
        right,
        read(model, ids),
        () => stream[at++ % stream.length]
      )
        .logSoftmax(-1)
        .square()
        .mean();
    }, weights);
    expect(error).toBeLessThan(1e-6);
  });
});

describe('decode', () => {
  const model = small({ attention: 'scaled', units: 5, targetSize: 4 });
  const given = [3, 5, 4];

  /** All answers up to a length, with their probabilities, by going through every one. */
  function everyAnswer(longest: number) {
    const answers: { tokens: number[]; logProbability: number }[] = [];
    const extend = (tokens: number[], logProbability: number) => {
      const whole = tokens.at(-1) === END || tokens.length === longest;
      if (tokens.length > 0 && whole) {
        answers.push({ tokens, logProbability });
        return;
      }
      const logits = forcedLogits(
        model,
        tensor([[...tokens, 0]]),
        read(model, tensor([given]))
      ).logits;
      const shares = logits.logSoftmax(-1).at(0).at(-1).values;
      shares.forEach((share, token) =>
        // Padding is no token: its share is divided among the others.
        token === 0
          ? undefined
          : extend(
              [...tokens, token],
              logProbability + share - Math.log1p(-Math.exp(shares[0]))
            )
      );
    };
    extend([], 0);
    return answers.sort((a, b) => b.logProbability - a.logProbability);
  }

  it('by a beam wide enough finds the likeliest of all answers', () => {
    const all = everyAnswer(3);
    // Answers end at once, after two or after three tokens.
    expect(all).toHaveLength(1 + 2 + 12);
    const found = model.decode(given, {
      method: 'beam',
      width: 40,
      maxLength: 3
    });
    expect(found.tokens).toEqual(all[0].tokens);
    expect(found.logProbability).toBeCloseTo(all[0].logProbability, 12);
    expect(found.others[0].tokens).toEqual(all[1].tokens);
    expect(found.weights!.shape).toEqual([found.tokens.length, 3]);
  });

  it.each(['greedy', 'sample', 'beam'] as const)(
    'by %s never writes padding, however large its score',
    method => {
      const leaning = small({ attention: 'scaled', units: 5, targetSize: 4 });
      const weights = leaning.getWeights();
      const bias = Object.keys(weights).find(
        name => weights[name].size === 4 && name.endsWith('bias')
      )!;
      leaning.setWeights({ ...weights, [bias]: tensor([50, 0, 0, 0]) });
      const options = { method, maxLength: 6, width: 40, seed: 1 };
      const found = leaning.decode(given, options);
      for (const { tokens } of [found, ...found.others]) {
        expect(tokens).not.toContain(0);
      }
      expect(found.probabilities.every(share => share > 0)).toBe(true);
      expect(leaning.predict([given], { maxLength: 6 })[0]).not.toContain(0);
    }
  );

  it('by a beam of one is greedy', () => {
    const greedy = model.decode(given, { maxLength: 6 });
    const beam = model.decode(given, {
      method: 'beam',
      width: 1,
      maxLength: 6
    });
    expect(beam.tokens).toEqual(greedy.tokens);
    expect(beam.logProbability).toBeCloseTo(greedy.logProbability, 12);
    greedy
      .weights!.sum(-1)
      .values.forEach(sum => expect(sum).toBeCloseTo(1, 12));
  });

  it('by a penalty prefers longer answers', () => {
    const plain = model.decode(given, {
      method: 'beam',
      width: 40,
      maxLength: 3
    });
    const long = model.decode(given, {
      method: 'beam',
      width: 40,
      maxLength: 3,
      lengthPenalty: 5
    });
    expect(long.tokens.length).toBeGreaterThanOrEqual(plain.tokens.length);
    expect(long.tokens).toHaveLength(3);
  });

  it('by chance follows seed, probabilities and temperature', () => {
    const first = (seed: number, temperature = 1) =>
      model.decode(given, { method: 'sample', seed, temperature, maxLength: 1 })
        .tokens[0];
    expect(first(4)).toBe(first(4));
    const shares = forcedLogits(
      model,
      tensor([[0]]),
      read(model, tensor([given]))
    )
      .logits.softmax(-1)
      .values.map((share, id, { 0: padding }) =>
        id === 0 ? 0 : share / (1 - padding)
      );
    const counts = [0, 0, 0, 0];
    for (let seed = 0; seed < 2000; seed++) {
      counts[first(seed)]++;
    }
    counts.forEach((count, token) =>
      expect(Math.abs(count / 2000 - shares[token])).toBeLessThan(0.04)
    );
    const [likeliest] = model.decode(given, { maxLength: 1 }).tokens;
    for (let seed = 0; seed < 20; seed++) {
      expect(first(seed, 0.001)).toBe(likeliest);
    }
  });

  it('ends at the end token or at the longest length', () => {
    for (const method of ['greedy', 'sample', 'beam'] as const) {
      const { tokens } = model.decode(given, { method, maxLength: 7, seed: 1 });
      expect(tokens.length).toBeLessThanOrEqual(7);
      expect(tokens.slice(0, -1)).not.toContain(END);
    }
  });
});

describe('looking elsewhere', () => {
  const turned = (weights: readonly number[]) => [...weights].reverse();

  it('with the weights of its own changes nothing', () => {
    for (const method of ['greedy', 'beam'] as const) {
      const model = small({ attention: 'additive' });
      const own = model.decode([3, 4, 5], { method, maxLength: 5 });
      const same = model.decode([3, 4, 5], {
        method,
        maxLength: 5,
        lookAt: weights => weights
      });
      expect(same.tokens).toEqual(own.tokens);
      expect(same.logProbability).toBeCloseTo(own.logProbability, 12);
    }
  });

  it('as a weight of zero makes it is the uniform score', () => {
    const general = small({ attention: 'general' });
    const weights = general.getWeights();
    general.setWeights({
      ...weights,
      'attention/W': weights['attention/W'].mul(0)
    });
    const uniform = small({ attention: 'uniform' });
    const { 'attention/W': dropped, ...others } = weights;
    expect(dropped.size).toBeGreaterThan(0);
    uniform.setWeights(others);
    const held = small({ attention: 'general' });
    held.setWeights(weights);
    const even = (own: readonly number[]) => own.map(() => 1 / own.length);
    const answers = [
      general.decode([3, 4, 5], { maxLength: 6 }),
      uniform.decode([3, 4, 5], { maxLength: 6 }),
      held.decode([3, 4, 5], { maxLength: 6, lookAt: even })
    ];
    for (const { logProbability, weights: looked } of answers) {
      expect(logProbability).toBeCloseTo(answers[0].logProbability, 12);
      looked!.values.forEach(value => expect(value).toBeCloseTo(1 / 3, 12));
    }
  });

  it('is told of each step, of real tokens alone, alone and in a batch', () => {
    const model = small();
    const seen: [number, number][] = [];
    const lookAt = (weights: readonly number[], step: number) => {
      seen.push([weights.length, step]);
      return turned(weights);
    };
    const written = model.predict(
      [
        [3, 4, 5],
        [6, 3, 0]
      ],
      {
        maxLength: 3,
        lookAt
      }
    );
    expect(seen.slice(0, 4)).toEqual([
      [3, 0],
      [2, 0],
      [3, 1],
      [2, 1]
    ]);
    expect(written).toEqual(
      [
        [3, 4, 5],
        [6, 3]
      ].map(ids => [
        ...model.decode(ids, { maxLength: 3, lookAt: turned }).tokens
      ])
    );
  });

  it('is what the view shows, in both decodings', () => {
    const model = small();
    const view = model.attentionOf([3, 4, 5], {
      target: [5, 4, END],
      lookAt: (_, step) => [0, 1, 2].map(at => Number(at === step % 3))
    });
    for (const { weights } of view.decodings) {
      expect(weights.argMax(-1).toArray()).toEqual(
        Array.from({ length: weights.shape[0] }, (_, step) => step % 3)
      );
    }
  });
});

describe('reading', () => {
  it('does not care about padding', () => {
    for (const bidirectional of [false, true]) {
      const model = small({ bidirectional, attention: 'additive' });
      const [short, long] = [[[3, 4]], [[3, 4, 0, 0]]].map(ids =>
        forcedLogits(model, tensor([[5, END]]), read(model, tensor(ids)))
      );
      long.logits.values.forEach((value, at) =>
        expect(value).toBeCloseTo(short.logits.values[at], 14)
      );
      expect(long.weights!.at(0).at(0).values.slice(2)).toEqual(
        Float64Array.of(0, 0)
      );
    }
  });
});

describe('views', () => {
  const model = small({ bidirectional: true });
  const word = (id: number) => `w${id}`;

  it('show where the decoder looked, forced and free', () => {
    const view = model.attentionOf([3, 4, 5], {
      target: [5, 4, 3, END],
      sourceWord: word,
      targetWord: word,
      maxLength: 6
    });
    const bundle = decodeBundle(
      JSON.parse(JSON.stringify(encode(view.toBundle())))
    );
    expect(bundle).toMatchObject({
      kind: 'attention',
      source: ['w3', 'w4', 'w5'],
      score: 'general'
    });
    expect(view.decodings.map(({ name }) => name)).toEqual([
      'teacher-forced',
      'free-running'
    ]);
    expect(view.decodings[0].expected).toEqual(['w5', 'w4', 'w3', 'w2']);
    expect(String(view)).toContain('free-running: ');
  });

  it('give the context that the decoder read: the encoder states, weighed', () => {
    const target = [5, 4, END];
    const [forced] = model.attentionOf([3, 4, 5], { target }).decodings;
    // The trace has what the decoder was given at each step.
    const { decoder } = model.trace([3, 4, 5], { target });
    const read = decoder.channel('context').values;
    expect(forced.context!.shape).toEqual([3, read.length / 3]);
    forced.context!.values.forEach((value, at) =>
      expect(value).toBeCloseTo(read[at], 6)
    );
  });

  it('say in one line each where the decoder looks and what it reads there', () => {
    const equationsOf = (source: number[]) =>
      model
        .trace(source, { target: [5, END] })
        .decoder.toBundle()
        .layers.flatMap(({ equations }) => equations)
        .map(
          ({ channel, expression }) =>
            `${channel} = ${expressionText(expression)}`
        );
    expect(equationsOf([3, 4, 5]).slice(-2)).toEqual([
      'attention = softmax(h transpose(keys W_attention))',
      'context = keys attention'
    ]);
    // Padding is not looked at, which takes more words.
    expect(equationsOf([3, 4, 0]).at(-2)).toContain('select(');
  });

  it.each([3, 4])(
    'take no weight on a source token for a unit’s own, of %i tokens and four units',
    tokens => {
      const written = source.find(row => row.every(id => id > 0))!;
      const { decoder } = small({ units: 4, bidirectional: true }).trace(
        [...written, ...written].slice(0, tokens),
        { target: [3, END] }
      );
      const bundle = decoder.toBundle();
      const [own] = bundle.layers;
      expect(own.units).toBe(4);
      expect(own.channels.map(({ name }) => name)).toEqual(
        expect.arrayContaining(['z', 'h'])
      );
      const shared = bundle.layers
        .flatMap(({ channels }) => channels)
        .filter(channel => channel.shared);
      expect(shared.map(({ name, array }) => [name, array.shape[1]])).toEqual(
        expect.arrayContaining([
          ['attention', tokens],
          // Both directions of the encoder.
          ['context', 8]
        ])
      );
      expect(own.channels.some(channel => channel.shared)).toBe(false);
    }
  );

  it('trace both sides, with clamps that reach the loss', () => {
    const { encoder, decoder } = model.trace([3, 4, 5], {
      target: [5, 4, END],
      sourceWord: word,
      targetWord: word
    });
    for (const run of [encoder, decoder]) {
      decodeBundle(JSON.parse(JSON.stringify(encode(run.toBundle()))));
    }
    expect(encoder.layers.map(({ name }) => name)).toEqual([
      'encoder',
      'backEncoder'
    ]);
    expect(decoder.toBundle().layers.map(({ name }) => name)).toEqual([
      'decoder',
      'decoder/attention',
      'decoder/context'
    ]);
    expect(decoder.toBundle().time.labels).toEqual(['w1', 'w5', 'w4']);
    const held = encoder.clamp({
      layer: 'backEncoder',
      channel: 'z',
      value: 1
    });
    expect(held.loss).not.toBe(encoder.loss);
    const still = decoder.clamp({ channel: 'z', value: 1 });
    expect(still.channel('h').at(2).toArray()).toEqual(
      still.channel('h').at(0).toArray()
    );
  });
});

describe('save and load', () => {
  it('bring the model back', async () => {
    const files = memoryFiles();
    const model = small({
      attention: 'additive',
      bidirectional: true,
      cell: 'lstm'
    });
    await model.save('file');
    const loaded = await loadEncoderDecoder('file');
    expect(loaded.predict(source)).toEqual(model.predict(source));
    expect(String(loaded)).toBe(String(model));
    files.set('noise', Uint8Array.of(1));
    await expect(loadEncoderDecoder('noise')).rejects.toThrow(
      'this is no safetensors file'
    );
  });

  it('count what is learned', () => {
    for (const attention of ['none', 'general', 'additive'] as const) {
      const model = small({ attention, bidirectional: true });
      expect(model.summary().total).toBe(
        model.variables.reduce((sum, { tensor: { size } }) => sum + size, 0)
      );
    }
  });
});

describe('mistakes', () => {
  it.each<[string, () => unknown, string]>([
    [
      'no sizes',
      () => encoderDecoder({ units: 3 } as never),
      'encoderDecoder: sourceSize must be a whole number of at least 2, got undefined'
    ],
    [
      'an end token beyond the vocabulary',
      () => small({ endToken: 7 }),
      'encoderDecoder: endToken must be below targetSize (7), got 7'
    ],
    [
      'an unknown attention',
      () => small({ attention: 'luong' as never }),
      "encoderDecoder: attention must be 'none', 'dot', 'scaled', 'general', 'additive' or 'uniform', got the string 'luong'"
    ],
    [
      'a dot with longer keys',
      () => small({ attention: 'dot', bidirectional: true }),
      "attention 'dot' needs keys of the size of h (6), but an encoder that reads both ways keeps 12; use 'general' or 'additive'"
    ],
    [
      'a typing error',
      () => small({ unit: 3 } as never),
      "encoderDecoder: there is no option 'unit' (did you mean 'units'?)"
    ],
    [
      'a batch to decode',
      () => small().decode([[3]] as never),
      'model.decode: source must be the token ids [T] of one sequence, got shape [1, 1]'
    ],
    [
      'a token that does not exist',
      () => small().decode([7]),
      'model.decode: ids of source must be whole numbers from 0 to 6, got 7 at step 0 of sequence 0'
    ],
    [
      'padding before a token',
      () => small().decode([3, 0, 4]),
      'model.decode: padding (0) of source must be at the end, but a token follows it at step 2'
    ],
    [
      'nothing to read',
      () => small().decode([0]),
      'model.decode: sequence 0 of source is empty'
    ],
    [
      'a temperature of zero',
      () => small().decode([3], { method: 'sample', temperature: 0 }),
      "model.decode: temperature must be greater than 0, got 0 (method: 'greedy' is its limit)"
    ],
    [
      'an unknown method',
      () => small().decode([3], { method: 'best' as never }),
      "model.decode: method must be 'greedy', 'sample' or 'beam', got the string 'best'"
    ],
    [
      'attention of a model without',
      () => small({ attention: 'none' }).attentionOf([3]),
      "model.attentionOf: this model has no attention (encoderDecoder({ attention: 'dot' }))"
    ],
    [
      'queries and keys of other ranks',
      () => attend([[1]], [1]),
      'attend: queries, keys and values must be [B, Q, D], [B, S, K] and [B, S, V]'
    ],
    [
      'another look of a model without attention',
      () =>
        small({ attention: 'none' }).decode([3], {
          lookAt: weights => weights
        }),
      'model.decode: lookAt changes where the decoder looks, and this model has no attention'
    ],
    [
      'a look that leaves a token out',
      () => small().predict([[3, 4]], { lookAt: () => [1] }),
      'model.predict: what lookAt returns at step 0 must be 2 weights that sum to 1, one for each source token, got [1]'
    ],
    [
      'a look that is not shared out',
      () => small().attentionOf([3, 4], { lookAt: () => [0.6, 0.6] }),
      'model.attentionOf: what lookAt returns at step 0 must be 2 weights that sum to 1, one for each source token, got [0.6, 0.6]'
    ],
    [
      'a look below nothing',
      () => small().decode([3, 4], { lookAt: () => [2, -1] }),
      'model.decode: what lookAt returns at step 0 must be a number of at least 0, got the number -1'
    ],
    [
      'a look that is no list',
      () => small().decode([3], { lookAt: (() => 1) as never }),
      'model.decode: what lookAt returns at step 0 must be a list, got the number 1'
    ],
    [
      'a score without its parameters',
      () => attend([[1]], [[1]], [[1]], { score: 'general' }),
      "attend: the score 'general' needs the parameter W"
    ],
    [
      'a mask of another length',
      () => attend([[1]], [[1], [2]], [[1], [2]], { mask: [1, 1, 1] }),
      'attend: mask must have shape [1, 2], got [3]'
    ]
  ])('%s', (_, call, message) => {
    expect(call).toThrow(message);
  });

  it.each<[string, () => Promise<unknown>, string]>([
    [
      'no compile',
      () =>
        encoderDecoder({ sourceSize: 7, targetSize: 7, units: 2 }).fit(
          source,
          target
        ),
      'model.fit: call model.compile() first'
    ],
    [
      'other numbers of pairs',
      () => small().fit(source, target.slice(1)),
      'model.fit: source holds 60 sequences, but target 59'
    ],
    [
      'a share above one',
      () => small().fit(source, target, { teacherForcing: 1.5 }),
      'model.fit: teacherForcing must be a number between 0 and 1, got the number 1.5'
    ],
    [
      'a file that holds another model',
      async () => {
        memoryFiles().set('file', new Uint8Array(8));
        await loadEncoderDecoder('file');
      },
      'loadEncoderDecoder: this is no safetensors file'
    ]
  ])('%s', async (_, call, message) => {
    await expect(call()).rejects.toThrow(message);
  });
});
