import {
  fitVocabulary,
  layers,
  padSequences,
  sequential,
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
