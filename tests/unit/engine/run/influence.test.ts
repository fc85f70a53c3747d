import { layers, sequential } from '../../../../src/engine';
import { influence } from '../../../../src/engine/run/influence';

const vocabulary = { tokens: ['', '?', 'good', 'bad', 'not', 'food'] };
const ids = [4, 2, 5, 4];

const network = ({ maskZero = true, bidirectional = true } = {}) => {
  const gru = layers.gru({ units: 3, returnSequences: true });
  return sequential(
    [
      layers.embedding({ inputDim: 6, outputDim: 2, maskZero }),
      bidirectional ? layers.bidirectional({ layer: gru }) : gru,
      layers.dense({ units: 2 })
    ],
    { seed: 3 }
  );
};

/** An output at a step, with all embeddings of a network moved by so much. */
function answerWith(
  model: ReturnType<typeof network>,
  rows: readonly (readonly number[])[],
  [output, step]: readonly [number, number]
): number {
  const weights = model.getWeights();
  const before = weights['embedding/embeddings'];
  model.setWeights({ ...weights, 'embedding/embeddings': rows as never });
  const run = model.trace(ids, { vocabulary });
  const answer = run.output!.at(step).at(output).item();
  model.setWeights({ ...weights, 'embedding/embeddings': before });
  return answer;
}

describe('what an answer over tokens hangs on', () => {
  const model = network();
  const run = model.trace(ids, { vocabulary });
  const table = () =>
    model.getWeights()['embedding/embeddings'].toArray<number[][]>();

  it.each([
    [0, 3],
    [1, 1]
  ])('of output %i at step %i is what other embeddings find', (...answer) => {
    const [output, step] = answer;
    const found = run.outputGradient({ output, step }).toArray<number[][]>();
    // The token at 0 stands at 3 too: its embedding moves the answer by both.
    const byToken = new Map<number, number[]>();
    ids.forEach((id, at) => {
      const before = byToken.get(id) ?? [0, 0];
      byToken.set(
        id,
        before.map((sum, k) => sum + found[at][k])
      );
    });
    for (const [id, slopes] of byToken) {
      slopes.forEach((slope, k) => {
        const moved = (by: number) =>
          answerWith(
            model,
            table().map((row, at) =>
              row.map((value, column) =>
                at === id && column === k ? value + by : value
              )
            ),
            answer
          );
        expect((moved(1e-3) - moved(-1e-3)) / 2e-3).toBeCloseTo(slope, 5);
      });
    }
  });

  it('is told as gradient × embedding and as the length of the gradient', () => {
    const { gradient } = influence(run, { output: 0, step: 3 });
    const slopes = run.outputGradient({ step: 3 }).toArray<number[][]>();
    expect(gradient.shape).toEqual([4, 2]);
    ids.forEach((id, at) => {
      const row = table()[id];
      const [a, b] = slopes[at];
      expect(gradient.values[2 * at]).toBeCloseTo(a * row[0] + b * row[1], 12);
      expect(gradient.values[2 * at + 1]).toBeCloseTo(Math.hypot(a, b), 12);
    });
  });

  it('predicts a little change of the embedding as the network run again finds it', () => {
    // “bad” is made nearly the same as “good”.
    const near = table();
    near[3] = near[2].map((value, k) => value + (k === 0 ? 1e-4 : -2e-4));
    const other = network();
    other.setWeights({
      ...model.getWeights(),
      'embedding/embeddings': near as never
    });
    const before = other.trace(ids, { vocabulary });
    const { replacement } = influence(before, {
      output: 1,
      step: 2,
      replacement: { step: 1, token: ' Bad ' }
    });
    expect(replacement).toMatchObject({ id: 3, token: 'bad' });
    const after = before.edit({ steps: 1, feature: 0, value: replacement!.id });
    const real =
      after.output!.at(2).at(1).item() - before.output!.at(2).at(1).item();
    expect(Math.abs(replacement!.predicted)).toBeGreaterThan(1e-7);
    expect(replacement!.predicted / real).toBeCloseTo(1, 2);
  });

  it.each([true, false])(
    'counts padding as zeros where it is skipped (%s)',
    maskZero => {
      const of = network({ maskZero, bidirectional: false });
      const reading = of.trace(ids, { vocabulary });
      const rows = of
        .getWeights()
        ['embedding/embeddings'].toArray<number[][]>();
      const slopes = reading.outputGradient({ step: 3 }).toArray<number[][]>();
      const { replacement } = influence(reading, {
        output: 0,
        step: 3,
        replacement: { step: 2, token: '' }
      });
      const put = maskZero ? [0, 0] : rows[0];
      expect(replacement).toEqual({
        id: 0,
        token: '',
        predicted: expect.closeTo(
          slopes[2][0] * (put[0] - rows[5][0]) +
            slopes[2][1] * (put[1] - rows[5][1]),
          12
        )
      });
    }
  );

  it('knows without a vocabulary the tokens of the run, and ids', () => {
    const plain = model.trace(ids, { tokens: ['Not', 'good', 'food', 'not'] });
    const idOf = (token: string) =>
      influence(plain, {
        output: 0,
        step: 3,
        replacement: { step: 0, token }
      }).replacement;
    expect(idOf('good')).toMatchObject({ id: 2, token: 'good' });
    expect(idOf('3')).toMatchObject({ id: 3, token: '3' });
    expect(() => idOf('bad')).toThrow(
      'token must be one of this run or an id below 6, got “bad”; for any other word give model.trace the vocabulary'
    );
  });

  it('names what is wrong with a vocabulary, a token, a step', () => {
    expect(() => model.trace(ids, { vocabulary: {} as never })).toThrow(
      'model.trace: vocabulary must have tokens, a list of texts, got undefined'
    );
    const numbers = sequential(
      [layers.gru({ units: 2, inputShape: [null, 1] })],
      { seed: 1 }
    );
    expect(() => numbers.trace([1, 2], { vocabulary })).toThrow(
      'model.trace: vocabulary is for a network that begins with an embedding'
    );
    const asked = (step: number, token: string) => () =>
      influence(run, { output: 0, step: 3, replacement: { step, token } });
    expect(asked(0, 'wine')).toThrow(
      'influence: token must be one of the 6 of the vocabulary or an id below 6, got “wine”'
    );
    expect(asked(4, 'bad')).toThrow(
      'influence: replacement.step must be whole numbers from 0 to 3, got the number 4'
    );
    expect(() =>
      influence(numbers.trace([1, 2]), {
        output: 0,
        step: 1,
        replacement: { step: 0, token: 'bad' }
      })
    ).toThrow(
      'influence: replacement is for runs over tokens, and this one reads numbers: edit them'
    );
  });

  it('calls the steps by the words of the vocabulary', () => {
    const { time, input } = run.toBundle();
    expect(time.labels).toEqual(['not', 'good', 'food', 'not']);
    expect(input).toMatchObject({ editable: false, embedding: 2 });
  });
});
