import {
  encoderDecoder,
  fitVocabulary,
  layers,
  padSequences,
  sequential,
  type EncoderDecoder,
  type ModelTraceOptions,
  type RunOfNetwork,
  type Sequential,
  type TensorLike
} from '../../../../src/engine';

const texts = ['the cat sat', 'the dog ran off'];
const vocabulary = fitVocabulary(texts);
const other = fitVocabulary(['one two three four five six']);

function network(): Sequential {
  const model = sequential(
    [
      layers.embedding({ inputDim: 9, outputDim: 2, maskZero: true }),
      layers.gru({ units: 2 }),
      layers.dense({ units: 1, activation: 'sigmoid' })
    ],
    { seed: 1 }
  );
  model.compile({ loss: 'binaryCrossentropy' });
  return model;
}

const labelsOf = (run: RunOfNetwork) => run.toBundle().time.labels;
const traced = (
  model: Sequential,
  ids: TensorLike,
  options: ModelTraceOptions = {}
) => labelsOf(model.trace(ids, options));

describe('the steps of a network that reads tokens', () => {
  it('are words where a vocabulary has encoded them, without a word of it', () => {
    const model = network();
    model.build([null]);
    expect(traced(model, vocabulary.encode('the dog'))).toEqual(['the', 'dog']);
    expect(traced(model, vocabulary.encode('the bird'))).toEqual(['the', '?']);
    expect(traced(model, [2, 3])).toBeUndefined();
    // What is said counts.
    expect(
      traced(model, vocabulary.encode('the dog'), { labels: ['a', 'b'] })
    ).toEqual(['a', 'b']);
    expect(
      traced(model, vocabulary.encode('the dog'), { vocabulary: other })
    ).toEqual(other.decode(vocabulary.encode('the dog')));
  });

  it('are the words that it was trained on, also of ids from elsewhere', async () => {
    const model = network();
    const x = padSequences(texts.map(text => vocabulary.encode(text)));
    await model.fit(x, [0, 1], { epochs: 1, verbose: 0 });
    expect(traced(model, [2, 3])).toEqual(vocabulary.tokens.slice(2, 4));
    expect(traced(model, x.at(0))).toEqual(['', 'the', 'cat', 'sat']);
    expect(traced(model, other.encode('two one'))).toEqual(['two', 'one']);
  });

  it('are no words of a vocabulary of which it has learned nothing since', async () => {
    const model = network();
    const x = padSequences(texts.map(text => vocabulary.encode(text)));
    await model.fit(x, [0, 1], { epochs: 1, verbose: 0 });
    await model.fit([[2, 3]], [1], { epochs: 1, verbose: 0 });
    expect(traced(model, [2, 3])).toBeUndefined();
    const mixed = padSequences([vocabulary.encode('the'), other.encode('one')]);
    await model.fit(mixed, [0, 1], { epochs: 1, verbose: 0 });
    expect(traced(model, [2, 3])).toBeUndefined();
  });

  it('are numbers where a network reads numbers', () => {
    const model = sequential(
      [layers.gru({ units: 2, inputShape: [null, 1] })],
      {
        seed: 1
      }
    );
    expect(
      traced(model, vocabulary.encode('the dog').map(Number))
    ).toBeUndefined();
    expect(traced(model, vocabulary.encode('the dog'))).toBeUndefined();
  });
});

describe('a list of encoded texts, which is no tensor', () => {
  it('is of its vocabulary where each of them is', async () => {
    const model = network();
    await model.fit(
      [vocabulary.encode('the dog'), vocabulary.encode('the cat')],
      [0, 1],
      { epochs: 1, verbose: 0 }
    );
    expect(traced(model, [2, 3])).toEqual(vocabulary.tokens.slice(2, 4));
    await model.fit(
      [vocabulary.encode('the dog'), other.encode('one two')],
      [0, 1],
      { epochs: 1, verbose: 0 }
    );
    expect(traced(model, [2, 3])).toBeUndefined();
  });
});

describe('the outputs of a network that writes tokens', () => {
  const { size, tokens } = vocabulary;
  function writer(): Sequential {
    const model = sequential(
      [
        layers.embedding({ inputDim: size, outputDim: 2, inputShape: [null] }),
        layers.gru({ units: 2, returnSequences: true }),
        layers.dense({ units: size, activation: 'softmax' })
      ],
      { seed: 1 }
    );
    model.compile({ loss: 'sparseCategoricalCrossentropy' });
    return model;
  }
  const namesOf = (model: Sequential, options: ModelTraceOptions = {}) =>
    model
      .trace(vocabulary.encode('the dog'), options)
      .toBundle()
      .outputs.map(({ name }) => name);
  const x = padSequences(
    ['the cat sat', 'the dog'].map(text => vocabulary.encode(text)),
    { padding: 'post' }
  );
  const numbered = tokens.map((_, id) => `output ${id}`);
  const named = ['padding', ...tokens.slice(1)];

  it('have their names where what is to come out was encoded, or is the next that goes in', async () => {
    const model = writer();
    expect(namesOf(model)).toEqual(numbered);
    const [cat, dog] = x.toArray<number[][]>();
    const next = [
      [cat[1], cat[2], 5],
      [dog[1], 3, 0]
    ];
    await model.fit(x, next, { epochs: 1, verbose: 0 });
    expect(namesOf(model)).toEqual(named);
    expect(namesOf(model, { outputNames: numbered })).toEqual(numbered);
    // The same ids, but of no step the next.
    await model.fit(x, [...next].reverse(), { epochs: 1, verbose: 0 });
    expect(namesOf(model)).toEqual(numbered);
    await model.fit(x, x, { epochs: 1, verbose: 0 });
    expect(namesOf(model)).toEqual(named);
  });
});

describe('both sides of an encoder–decoder', () => {
  const english = fitVocabulary(['one two three']);
  const german = fitVocabulary(['eins zwei drei'], { special: ['end'] });
  const source = padSequences(
    [english.encode('one two'), english.encode('three')],
    { padding: 'post' }
  );
  const target = padSequences(
    [german.encode('eins zwei end'), german.encode('drei end')],
    { padding: 'post' }
  );
  const writing = () => {
    const model = encoderDecoder({
      sourceSize: english.size,
      targetSize: german.size,
      units: 2,
      attention: 'dot',
      endToken: german.idOf('end'),
      seed: 1
    });
    model.compile({});
    return model;
  };
  const pair = (model: EncoderDecoder, from: TensorLike, to: TensorLike) => {
    const { encoder, decoder } = model.trace(from, { target: to });
    const { source: read, decodings } = model
      .attentionOf(from, { target: to })
      .toBundle();
    return [labelsOf(encoder), labelsOf(decoder), read, decodings[0].expected];
  };
  const words = [
    ['one', 'two'],
    ['start', 'zwei', 'eins'],
    ['one', 'two'],
    ['zwei', 'eins', 'end']
  ];

  it('are words where vocabularies have encoded them', () => {
    const model = writing();
    const [from, to] = [
      english.encode('one two'),
      german.encode('zwei eins end')
    ];
    expect(pair(model, from, to)).toEqual(words);
    const [readIds] = pair(model, [...from], [...to]);
    expect(readIds).toEqual(from.map(String));
  });

  it('are the words that it was trained on, also of ids from elsewhere', async () => {
    const model = writing();
    const [from, to] = [
      english.encode('one two'),
      german.encode('zwei eins end')
    ];
    const history = await model.fit(source, target, {
      epochs: 1,
      verbose: 0,
      snapshots: { source: [...from], target: [...to] }
    });
    expect(history.toBundle().snapshots?.[0].trace.time.labels).toEqual(
      words[1]
    );
    expect(pair(model, [...from], [...to])).toEqual(words);
    const shouting = (id: number) => english.tokens[id].toUpperCase();
    expect(
      model.attentionOf([...from], { sourceWord: shouting }).source
    ).toEqual(['ONE', 'TWO']);
  });
});
