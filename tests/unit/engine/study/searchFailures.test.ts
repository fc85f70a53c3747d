import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  gridSearch,
  kFold,
  layers,
  optimizers,
  pipeline,
  randomSearch,
  sequential,
  setHost,
  standardScaler,
  tensor,
  type GridSearchOptions,
  type SearchProgress,
  type Tensor
} from '../../../../src/engine';
import { host } from '../../../../src/engine/base/host';
import { searchResult } from '../../../../src/engine/study/searchResult';
import { decodeBundle, encode } from '../../../../src/trace';
import { memoryFiles } from '../memoryFiles';

// Settings with which a training diverges come last, and the search goes on.

interface Failures {
  /** null where the training failed, or the score was NaN. */
  readonly scores: readonly (readonly (number | null)[])[];
  readonly mean: readonly (number | null)[];
  readonly rank: readonly number[];
  readonly best: number;
}

const { failures } = JSON.parse(
  readFileSync(join(__dirname, '../../../fixtures/sklearn/search.json'), 'utf8')
) as { readonly failures: readonly Failures[] };

/** A search that found these scores, one setting a row. */
const resultOf = (
  scores: readonly (readonly (number | null)[])[],
  greaterIsBetter: boolean
) =>
  searchResult({
    scoring: { name: 'score', greaterIsBetter },
    rows: scores.map((row, at) => ({
      params: { at },
      scores: row.map(score => score ?? NaN),
      seconds: 0,
      ...(!row.every(Number.isFinite) && { failure: 'the score is NaN' })
    })),
    bestEstimator: null
  });

const x = Array.from({ length: 12 }, (_, at) => [
  [at / 6],
  [(at * 5) % 7],
  [1]
]);
const y = x.map(([[a], [b]]) => 3 * a - b);

const DIVERGES = 1e300;

function network(learningRate: number, seed = 1) {
  const model = sequential(
    [layers.gru({ units: 2 }), layers.dense({ units: 1 })],
    { seed }
  );
  model.compile({
    optimizer: optimizers.sgd({ learningRate }),
    loss: 'meanSquaredError'
  });
  return model;
}

const made = ({ rate }: { rate: number }, seed: number) =>
  pipeline({ target: standardScaler(), model: network(rate, seed) });

const searchOf = (more: Partial<GridSearchOptions> = {}) =>
  gridSearch({
    estimator: made,
    paramGrid: { rate: [DIVERGES, 0.01, 0.1] },
    x,
    y,
    cv: kFold({ splits: 2 }),
    fit: { epochs: 3, batchSize: 3 },
    verbose: 0,
    ...more
  });

const before = { ...host() };
afterEach(() => setHost({ ...before }));

describe('the ranks of settings of which some did not give a number', () => {
  it.each(failures)(
    'are those of GridSearchCV for $scores',
    ({ scores, mean, rank, best }) => {
      const found = resultOf(scores, true);
      expect(found.cvResults.map(row => row.rank)).toEqual(rank);
      expect(found.cvResults.map(row => row.mean)).toEqual(
        mean.map(each => each ?? NaN)
      );
      expect(found.bestIndex).toBe(best);
      // Errors: the same with the other sign.
      const errors = resultOf(
        scores.map(row => row.map(score => score && -score)),
        false
      );
      expect(errors.cvResults.map(row => row.rank)).toEqual(rank);
      expect(errors.bestIndex).toBe(best);
    }
  );

  it.each([true, false])(
    'are the last for infinite scores, too (greater is better: %s)',
    greaterIsBetter => {
      const { cvResults, bestIndex } = resultOf(
        [
          [Infinity, Infinity],
          [1, 1],
          [-Infinity, 3]
        ],
        greaterIsBetter
      );
      expect(cvResults.map(({ rank }) => rank)).toEqual([2, 1, 2]);
      expect(cvResults.map(({ mean }) => mean)).toEqual([NaN, 1, NaN]);
      expect(cvResults[0].deviation).toBeNaN();
      expect(bestIndex).toBe(1);
    }
  );

  it('are the last where one less than the worst is as large as the worst', () => {
    const { cvResults } = resultOf([[1e300], [null], [1e200]], false);
    expect(cvResults.map(({ rank }) => rank)).toEqual([2, 3, 1]);
  });
});

describe('a search in which one learning rate diverges', () => {
  it('goes on, ranks it last, and fits the best on all examples', async () => {
    const told: SearchProgress[] = [];
    const found = await searchOf({ progress: now => void told.push(now) });
    const [diverged, ...others] = found.cvResults;
    expect(diverged.scores).toEqual([NaN, NaN]);
    expect(diverged.mean).toBeNaN();
    expect(diverged.rank).toBe(3);
    expect(diverged.failure).toMatch(
      /^fit: .* became (NaN|-?Infinity) .*; lower the learning rate or clip the gradients \(clipNorm\)$/
    );
    const alone = await searchOf({ paramGrid: { rate: [0.01, 0.1] } });
    expect(others.map(({ scores }) => scores)).toEqual(
      alone.cvResults.map(({ scores }) => scores)
    );
    expect(others.map(row => row.failure)).toEqual([undefined, undefined]);
    expect(found.bestParams).toEqual(alone.bestParams);
    expect(found.bestEstimator!.predict(x).toArray()).toEqual(
      alone.bestEstimator!.predict(x).toArray()
    );
    expect(told.map(({ done, score }) => [done, Number.isNaN(score)])).toEqual([
      [1, true],
      [2, true],
      [3, false],
      [4, false],
      [5, false],
      [6, false]
    ]);
    expect(found.rows.map(({ rank }) => rank)).toEqual([1, 2, 3]);
    expect(String(found)).toContain(
      `1 of 3 combinations did not give a number; rate 1e+300: ${diverged.failure}`
    );
    expect(String(alone)).not.toContain('did not give');
  });

  it.each([1, 4])(
    'finds it out where the last step breaks the weights, in %s epochs of one batch',
    async epochs => {
      const { cvResults } = await searchOf({
        fit: { epochs, batchSize: 12 },
        refit: false
      });
      expect(cvResults.map(({ rank }) => rank === 3)).toEqual([
        true,
        false,
        false
      ]);
    }
  );

  it('takes no accuracy of answers that are NaN for a number', async () => {
    const { cvResults } = await gridSearch({
      estimator: ({ answer }: { answer: number }) =>
        pipeline({
          model: {
            name: 'own',
            fit: () => ({
              predict: (given: Tensor) =>
                tensor(given.toArray().map(() => answer))
            })
          }
        }),
      paramGrid: { answer: [NaN, 1] },
      scoring: 'accuracy',
      x: x.map(([[value]]) => [value]),
      y: y.map(() => 1),
      cv: 2,
      verbose: 0
    });
    expect(cvResults.map(({ mean }) => mean)).toEqual([NaN, 1]);
  });

  it('goes on in a random search', async () => {
    const { cvResults } = await randomSearch({
      estimator: made,
      paramDistributions: { rate: [DIVERGES, 0.01] },
      iterations: 2,
      x,
      y,
      cv: 2,
      fit: { epochs: 2 },
      verbose: 0
    });
    const worst = cvResults.find(({ rank }) => rank === 2);
    expect(worst?.params).toEqual({ rate: DIVERGES });
  });

  it('keeps what diverged in its file, and does not train it again', async () => {
    const files = memoryFiles();
    let trained = 0;
    const options = {
      estimator: (params: { rate: number }, seed: number) => {
        trained++;
        return made(params, seed);
      },
      refit: false,
      file: 'scores.json'
    };
    const first = await searchOf(options);
    const text = new TextDecoder().decode(files.get('scores.json'));
    const { scores } = JSON.parse(text) as { scores: Record<string, object> };
    expect(Object.values(scores)[0]).toMatchObject({
      score: { notFinite: 'NaN' },
      failure: first.cvResults[0].failure
    });
    trained = 0;
    const again = await searchOf(options);
    // One is made to see which settings it reads.
    expect(trained).toBe(1);
    expect(again.cvResults).toEqual(first.cvResults);
    expect(String(again)).toBe(String(first));
  });

  it('keeps an infinite score as it is', async () => {
    memoryFiles();
    let asked = 0;
    const options = {
      scoring: {
        name: 'own',
        of: () => (asked++ < 2 ? -Infinity : 3)
      },
      paramGrid: { rate: [0.01, 0.02] },
      refit: false,
      file: 'scores.json'
    };
    const { cvResults } = await searchOf(options);
    expect(cvResults[0]).toMatchObject({
      scores: [-Infinity, -Infinity],
      mean: NaN,
      rank: 2,
      failure: 'the score is -Infinity'
    });
    expect((await searchOf(options)).cvResults).toEqual(cvResults);
    expect(asked).toBe(4);
  });

  it('says so in its line, of a short search, too', async () => {
    const shown: string[] = [];
    setHost({ now: () => 0, showLine: (_, line) => shown.push(line) });
    await searchOf({ verbose: 1 });
    expect(shown).toEqual([
      'gridSearch: 0.0 s, 6 of 6 trainings, 2 of them without a number'
    ]);
  });

  it('has a bundle that comes back from its JSON', async () => {
    const found = await searchOf({ refit: false });
    const bundle = found.withFresh([NaN, 2, 3]).toBundle();
    const json = JSON.stringify(encode(bundle));
    expect(json).toContain('"mean":{"number":"NaN"}');
    expect(decodeBundle(JSON.parse(json))).toEqual(bundle);
    expect(bundle.rows[0]).not.toHaveProperty('fresh');
    expect(() => found.withFresh([1, NaN, 3])).toThrow(
      'search.withFresh: scores must be one finite number for each of the 3 combinations, in their order, or NaN for one whose mean is NaN'
    );
  });

  it('says nothing of a setting of which only what diverged was compared', async () => {
    const search = (rates: number[]) =>
      searchOf({
        estimator: (params: { rate: number; idle: number }, seed: number) =>
          made({ ...params, rate: params.rate * params.idle ** 0 }, seed),
        paramGrid: { rate: rates, idle: [1, 2] },
        refit: false
      });
    expect((await search([DIVERGES, 0.01])).withoutEffect).toEqual(['idle']);
    const used = await searchOf({
      estimator: (
        { rate, times }: { rate: number; times: number },
        seed: number
      ) => made({ rate: rate * times }, seed),
      paramGrid: { rate: [DIVERGES, 0.01], times: [1, 2] },
      refit: false
    });
    expect(used.withoutEffect).toEqual([]);
  });
});

describe('a search of which all settings fail', () => {
  it('says so, why, and what to look at', async () => {
    const search = searchOf({ paramGrid: { rate: [DIVERGES, 1e301] } });
    await expect(search).rejects.toThrow(
      /^gridSearch: none of the 2 combinations of settings gave a number on every split and seed\. The first is {"rate":1e\+300}: fit: .*\. Look at the learning rate .* clipNorm .* scaling of x and y .*$/
    );
    await expect(searchOf({ paramGrid: { rate: [1e300] } })).rejects.toThrow(
      'gridSearch: the only combination of settings did not give a number'
    );
  });

  it('says so again from its file', async () => {
    memoryFiles();
    const messageOf = () =>
      searchOf({ paramGrid: { rate: [DIVERGES] }, file: 'scores.json' }).catch(
        (error: Error) => error.message
      );
    const first = await messageOf();
    expect(await messageOf()).toBe(first);
  });
});

describe('what is no divergence', () => {
  it.each<[string, Partial<GridSearchOptions>, string]>([
    [
      'the estimator throws',
      {
        estimator: () => {
          throw new Error('my own');
        }
      },
      'my own'
    ],
    [
      'the scoring throws',
      {
        scoring: {
          name: 'own',
          of: () => {
            throw new Error('my score');
          }
        }
      },
      'my score'
    ],
    [
      'a callback throws',
      {
        fit: {
          callbacks: [
            {
              onEpochEnd: () => {
                throw new Error('my callback');
              }
            }
          ]
        }
      },
      'my callback'
    ],
    [
      'the scoring gives words',
      { scoring: { name: 'own', of: () => 'good' as never } },
      'gridSearch: the score of {"rate":0.01} with seed 1 is the string \'good\''
    ],
    [
      'an option is wrong',
      { fit: { batchSize: 0 } },
      'batchSize must be a whole number of at least 1'
    ]
  ])('is thrown as before: %s', async (_, more, message) => {
    await expect(
      searchOf({ paramGrid: { rate: [0.01, 0.1] }, ...more })
    ).rejects.toThrow(message);
  });

  it('names a best one that diverges on all examples together', async () => {
    let rate = 0.01;
    await expect(
      searchOf({
        estimator: ({ units }: { units: number }, seed) =>
          pipeline({ model: network(rate * units, seed) }),
        paramGrid: { units: [1] },
        progress: ({ done }) => {
          rate = done === 2 ? DIVERGES : rate;
        }
      })
    ).rejects.toThrow(
      /^gridSearch: the best settings, {"units":1}, gave a number on every split, but not on all examples together: fit: .*\. With refit: false the search gives its scores$/
    );
  });
});
