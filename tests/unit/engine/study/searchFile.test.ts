import {
  callbacks,
  gridSearch,
  kFold,
  layers,
  sequential,
  type Callback,
  type FitOptions,
  type GridSearchOptions
} from '../../../../src/engine';
import { digestOf } from '../../../../src/engine/tensor/digest';
import { memoryFiles } from '../memoryFiles';

// A file gives its scores to the search that they are of, and to no other.

const x = Array.from({ length: 12 }, (_, at) => [at / 6, (at * 5) % 7]);
const y = x.map(([a, b]) => 3 * a - b);

let trained = 0;

function network({ units }: { units: number }) {
  trained++;
  const model = sequential(
    [layers.dense({ units }), layers.dense({ units: 1 })],
    {
      seed: 1
    }
  );
  model.compile({ loss: 'meanSquaredError', optimizer: 'adam' });
  return model;
}

/** The scores of a search, and how many networks were trained for it. */
async function search(more: Partial<GridSearchOptions> = {}) {
  const before = trained;
  const { cvResults } = await gridSearch({
    estimator: network,
    paramGrid: { units: [2] },
    x,
    y,
    cv: kFold({ splits: 3 }),
    fit: { epochs: 1 },
    refit: false,
    verbose: 0,
    file: 'scores.json',
    ...more
  });
  // One is made to see which settings it reads.
  return { scores: cvResults[0].scores, trainings: trained - before - 1 };
}

const watching = (note: string): Callback =>
  note === 'a' ? { onEpochEnd: () => 'a' as never } : { onEpochEnd: () => {} };

describe('the file of a search', () => {
  beforeEach(() => {
    memoryFiles();
  });

  it.each<[string, Partial<GridSearchOptions>]>([
    ['other training', { fit: { epochs: 50 } }],
    ['other folds', { cv: kFold({ splits: 3, shuffle: true, seed: 5 }) }],
    [
      'the same folds in another order of their examples',
      {
        cv: kFold({ splits: 3 })
          .split(x)
          .map(({ training, validation }) => ({
            training: [...training].reverse(),
            validation
          })),
        fit: { epochs: 1, batchSize: 2 }
      }
    ],
    [
      'other weights of the examples',
      { fit: { epochs: 1, sampleWeight: [1, 2, 3, 4, 5, 6, 7, 8] } }
    ],
    ['a callback', { fit: { epochs: 1, callbacks: [watching('a')] } }],
    [
      'a score of the same name',
      { scoring: { name: 'meanSquaredError', of: () => 7 } }
    ],
    ['other examples', { x: x.map(([a, b]) => [a + 1e-9, b]) }]
  ])('gives no scores to a search with %s', async (_, more) => {
    await search();
    const expected = await search({ ...more, file: undefined });
    const found = await search(more);
    expect(found.trainings).toBe(3);
    expect(found.scores).toEqual(expected.scores);
  });

  it('gives them to the same search, however it is written, and keeps those of both', async () => {
    const first = await search({ fit: { epochs: 2, batchSize: 4 } });
    await search({ fit: { epochs: 3, batchSize: 4 } });
    const same: FitOptions[] = [
      { batchSize: 4, epochs: 2 },
      { epochs: 2, batchSize: 4, shuffle: undefined },
      { epochs: 2, batchSize: 4, verbose: 0, title: 'again' }
    ];
    for (const fit of same) {
      const { scores, trainings } = await search({ fit });
      expect(trainings).toBe(0);
      expect(scores).toEqual(first.scores);
    }
  });

  it('knows callbacks by their source text', async () => {
    const stopping = () => callbacks.earlyStopping({ monitor: 'loss' });
    const fit = (callback: Callback) => ({ epochs: 1, callbacks: [callback] });
    await search({ fit: fit(stopping()) });
    expect((await search({ fit: fit(stopping()) })).trainings).toBe(0);
    expect((await search({ fit: fit(watching('a')) })).trainings).toBe(3);
    expect((await search({ fit: fit(watching('b')) })).trainings).toBe(3);
  });

  it('notices a number early in many examples', () => {
    const many = new Float64Array(20_000).fill(0.5);
    const before = digestOf(many);
    many[0] = 0.25;
    expect(digestOf(many)).not.toBe(before);
    expect(before).toMatch(/^[\da-f]{16}$/);
  });

  it('tells apart what is written alike', () => {
    const ring: unknown[] = [];
    ring.push(ring);
    const values = [
      1,
      '1',
      [1],
      ['1'],
      [[1]],
      [1, 1],
      { 0: 1 },
      true,
      null,
      undefined,
      0,
      -0,
      Infinity,
      '',
      [],
      {},
      Object.create(null),
      ['ab', 'c'],
      ['a', 'bc'],
      Float64Array.of(1),
      new Map(),
      ring,
      () => 1,
      () => 2
    ];
    expect(new Set(values.map(digestOf)).size).toBe(values.length);
  });

  it('tells apart which of two lists comes again, and what lies in an order', () => {
    const [one, other] = [[1], [2]];
    const values = [
      [one, other, one],
      [one, other, other],
      new Map([[1, 2]]),
      new Map([[1, 3]]),
      new Set([1]),
      new Set([2]),
      new Date(0),
      new Date(1),
      BigInt64Array.of(1n),
      BigInt64Array.of(2n)
    ];
    expect(new Set(values.map(digestOf)).size).toBe(values.length);
    expect(digestOf(new Map([[1, 2]]))).toBe(digestOf(new Map([[1, 2]])));
  });
});
