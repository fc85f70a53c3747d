import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  distributions,
  fitScaler,
  gridSearch,
  kFold,
  layers,
  pipeline,
  random,
  randomSearch,
  ridge,
  sequential,
  setHost,
  standardScaler,
  tensor,
  timeSeriesSplit,
  windows,
  type Fold,
  type ParameterGrid,
  type Pipeline,
  type Sequential
} from '../../../../src/engine';
import { combinations } from '../../../../src/engine/study/parameterGrid';
import { memoryFiles } from '../memoryFiles';

interface Fixture {
  readonly splits: readonly {
    readonly of: 'kFold' | 'timeSeriesSplit';
    readonly options: object;
    readonly count: number;
    readonly folds: readonly Fold[];
  }[];
  readonly grid: {
    readonly given: ParameterGrid;
    readonly found: readonly Readonly<Record<string, unknown>>[];
  };
  readonly pipelines: readonly {
    readonly scaler: keyof typeof scalers;
    readonly target: keyof typeof scalers | null;
    readonly alpha: number;
    readonly x: number[][];
    readonly y: number[];
    readonly asked: number[][];
    readonly answer: number[];
  }[];
  readonly searches: readonly {
    readonly cv: 'kFold' | 'timeSeriesSplit';
    readonly scoring: 'meanSquaredError' | 'meanAbsoluteError';
    readonly alphas: number[];
    readonly x: number[][];
    readonly y: number[];
    readonly scores: number[][];
    readonly mean: number[];
    readonly deviation: number[];
    readonly rank: number[];
    readonly best: number;
    readonly answer: number[];
  }[];
}

const scalers = { standardScaler };
const splitters = { kFold, timeSeriesSplit };
const fixture = JSON.parse(
  readFileSync(join(__dirname, '../../../fixtures/sklearn/search.json'), 'utf8')
) as Fixture;

/** Largest difference as a share of the largest number. */
function relative(got: ArrayLike<number>, expected: number[]): number {
  expect(got).toHaveLength(expected.length);
  const largest = Math.max(...expected.map(Math.abs));
  return Math.max(
    ...expected.map((value, at) => Math.abs(got[at] - value) / largest)
  );
}

const rows = [[1], [2], [4], [7], [5], [9], [8], [12]];
const answers = [1, 2, 5, 7, 6, 9, 9, 11];
const line = ({ alpha }: { alpha: number }): Pipeline =>
  pipeline({ steps: { scaler: standardScaler() }, model: ridge({ alpha }) });

function network(seed: number, units = 3): Sequential {
  const model = sequential(
    [layers.gru({ units }), layers.dense({ units: 1 })],
    {
      seed
    }
  );
  model.compile({ optimizer: 'adam', loss: 'meanSquaredError' });
  return model;
}

describe('splits', () => {
  it.each(fixture.splits)('$of $options of $count as scikit-learn', each => {
    const folds = splitters[each.of](each.options);
    expect(folds.split(each.count)).toEqual(each.folds);
    expect(folds.split(new Array(each.count).fill([1, 2]))).toEqual(each.folds);
  });

  it('shuffled ones hold each example out once, by the seed', () => {
    const split = (seed: number) =>
      kFold({ splits: 3, shuffle: true, seed }).split(20);
    const held = split(1).flatMap(({ validation }) => validation);
    expect([...held].sort((a, b) => a - b)).toEqual(
      Array.from({ length: 20 }, (_, at) => at)
    );
    expect(split(1)).toEqual(split(1));
    expect(split(1)).not.toEqual(split(2));
    for (const { training, validation } of split(1)) {
      expect(training.length + validation.length).toBe(20);
    }
  });

  it('refuse what cannot be split', () => {
    expect(() => kFold({ splits: 5 }).split(4)).toThrow(
      'kFold.split: 5 parts need at least as many examples, got 4'
    );
    expect(() => kFold({ seed: 1 })).toThrow('set shuffle: true');
    expect(() => timeSeriesSplit({ splits: 3 }).split(3)).toThrow(
      'timeSeriesSplit.split: 3 splits need at least 4 examples, got 3'
    );
    expect(() => timeSeriesSplit({ splits: 2, gap: 5 }).split(9)).toThrow(
      'leave nothing to learn from of 9 examples'
    );
  });
});

describe('a pipeline', () => {
  it.each(fixture.pipelines)(
    'of $scaler with target $target answers as scikit-learn',
    async ({ scaler, target, alpha, x, y, asked, answer }) => {
      const pipe = pipeline({
        steps: { scaler: scalers[scaler]() },
        ...(target && { target: scalers[target]() }),
        model: ridge({ alpha })
      });
      await pipe.fit(x, y);
      expect(relative(pipe.predict(asked).values, answer)).toBeLessThan(1e-10);
    }
  );

  it('scales validation data by the numbers of the training', async () => {
    const { x, y } = windows([10, 30, 20, 40, 35, 50, 45], { steps: 3 });
    const model = network(1);
    const pipe = pipeline({
      steps: { scaler: standardScaler() },
      target: standardScaler(),
      model
    });
    await pipe.fit(x, y, { epochs: 2, verbose: 0, validationData: [x, y] });
    const { valLoss } = model.history!.history;
    const squares = pipe.predict(x).sub(y).square().mean().item();
    const deviation = fitScaler(y).deviation[0];
    expect(valLoss.at(-1)! * deviation ** 2).toBeCloseTo(squares, 3);
  });

  it('refuses a preparation or a network that knows too much, by its name', async () => {
    const scaler = fitScaler(rows);
    expect(() =>
      pipeline({ steps: { scaler: scaler as never }, model: ridge() })
    ).toThrow('pipeline: steps.scaler was fitted already');
    expect(() => pipeline({ target: scaler as never, model: ridge() })).toThrow(
      'pipeline: target was fitted already'
    );
    const model = network(1);
    const { x, y } = windows(answers, { steps: 2 });
    await model.fit(x, y, { verbose: 0 });
    expect(() => pipeline({ model })).toThrow(
      'pipeline: model was trained already'
    );
    await expect(
      pipeline({
        steps: { level: standardScaler() },
        model: network(2)
      }).fit(x, y, { validationSplit: 0.5 })
    ).rejects.toThrow(
      "a leak: validationSplit would hold out rows on which 'level' was fitted"
    );
  });

  it('says what is missing', async () => {
    const pipe = line({ alpha: 1 });
    expect(() => pipe.predict(rows)).toThrow(
      'pipeline.predict: it was not fitted yet'
    );
    await pipe.fit(rows, answers);
    await expect(pipe.fit(rows, answers)).rejects.toThrow(
      'pipeline.fit: it was fitted already'
    );
    expect(() => pipe.predict([[1, 2]])).toThrow('must hold 1 features');
    expect(String(pipe)).toBe('pipeline: scaler → ridge');
  });

  it('of a step of your own works', async () => {
    memoryFiles();
    const pipe = pipeline({
      steps: {
        logarithm: { name: 'log', fit: () => ({ apply: x => x.log() }) }
      },
      model: ridge({ alpha: 0 })
    });
    await pipe.fit([[1], [Math.E], [Math.E ** 2]], [0, 1, 2]);
    expect(pipe.predict([[Math.E ** 3]]).item()).toBeCloseTo(3, 9);
  });
});

describe('a search', () => {
  it.each(fixture.searches)(
    'over $cv by $scoring finds what GridSearchCV finds',
    async ({ cv, scoring, alphas, x, y, ...theirs }) => {
      const found = await gridSearch({
        estimator: line,
        paramGrid: { alpha: alphas },
        x,
        y,
        cv: splitters[cv]({ splits: 4 }),
        scoring
      });
      found.cvResults.forEach(({ scores, params }, row) => {
        expect(params).toEqual({ alpha: alphas[row] });
        expect(relative(scores, theirs.scores[row])).toBeLessThan(1e-10);
      });
      const column = (name: 'mean' | 'deviation') =>
        found.cvResults.map(row => row[name]);
      expect(relative(column('mean'), theirs.mean)).toBeLessThan(1e-10);
      expect(relative(column('deviation'), theirs.deviation)).toBeLessThan(
        1e-9
      );
      expect(found.cvResults.map(({ rank }) => rank)).toEqual(theirs.rank);
      expect(found.bestParams).toEqual({ alpha: theirs.best });
      const asked = x.slice(0, 3).map(row => row.map(value => value + 1));
      expect(
        relative(found.bestEstimator!.predict(asked).values, theirs.answer)
      ).toBeLessThan(1e-10);
    }
  );

  it('goes through a grid in the order of ParameterGrid', () => {
    expect(combinations('search', 'grid', fixture.grid.given)).toEqual(
      fixture.grid.found
    );
  });

  it('draws of lists each combination once, and of distributions inside their ends', async () => {
    const search = (seed: number) =>
      randomSearch({
        estimator: line,
        paramDistributions: { alpha: [0, 1, 2, 3, 4] },
        iterations: 9,
        seed,
        x: rows,
        y: answers,
        cv: 2,
        refit: false
      });
    const alphas = (await search(1)).cvResults.map(
      ({ params }) => params.alpha
    );
    expect([...alphas].sort()).toEqual([0, 1, 2, 3, 4]);
    expect(
      (await search(2)).cvResults.map(({ params }) => params.alpha)
    ).not.toEqual(alphas);
    const stream = random(1);
    const { uniform, logUniform, integers } = distributions;
    for (const [from, low, high] of [
      [uniform(-1, 2), -1, 2],
      [logUniform(0.001, 10), 0.001, 10],
      [integers(3, 6), 3, 5]
    ] as const) {
      const drawn = Array.from({ length: 300 }, () => from.draw(stream));
      expect(Math.min(...drawn)).toBeGreaterThanOrEqual(low);
      expect(Math.max(...drawn)).toBeLessThanOrEqual(high);
      expect(Math.min(...drawn)).toBeLessThan(low + (high - low) / 4);
    }
    const powers = Array.from({ length: 400 }, () =>
      logUniform(0.01, 100).draw(stream)
    );
    const below = powers.filter(value => value < 1).length;
    expect(below).toBeGreaterThan(160);
    expect(below).toBeLessThan(240);
  });

  it('trains networks from each seed on each split, and says how far it is', async () => {
    const { x, y } = windows(
      Array.from({ length: 30 }, (_, at) => 50 + 10 * Math.sin(at)),
      { steps: 4 }
    );
    const seen: string[] = [];
    const found = await gridSearch({
      estimator: ({ units }: { units: number }, seed) =>
        pipeline({
          steps: { scaler: standardScaler() },
          target: standardScaler(),
          model: network(seed, units)
        }),
      paramGrid: { units: [1, 4] },
      x,
      y,
      cv: timeSeriesSplit({ splits: 2 }),
      seeds: [5, 6, 7],
      fit: { epochs: 2 },
      scoring: {
        name: 'largest error',
        unit: 'cm',
        of: (truth, given) => truth.sub(given).abs().max().item()
      },
      baseline: { name: 'the mean', value: 9 },
      progress: ({ done, of, seed }) => seen.push(`${done}/${of} ${seed}`)
    });
    expect(seen).toHaveLength(12);
    expect(seen[0]).toBe('1/12 5');
    expect(seen[11]).toBe('12/12 7');
    expect(found.cvResults[0].scores).toHaveLength(6);
    expect(new Set(found.cvResults[0].scores).size).toBe(6);
    expect(found.bestEstimator!.network!.history!.epochs).toHaveLength(2);
    expect(found.rows[0]).toMatchObject({ rank: 1 });
    expect(String(found)).toContain('best largest error');
    const bundle = found.withFresh([3, 4]).toBundle();
    expect(bundle.rows.map(({ fresh }) => fresh)).toEqual([3, 4]);
    expect(bundle.metric).toEqual({
      name: 'largest error',
      unit: 'cm',
      greaterIsBetter: false
    });
  });

  it('knows which scores are better when they are greater', async () => {
    const found = await gridSearch({
      estimator: line,
      paramGrid: { alpha: [0, 10000] },
      x: rows,
      y: answers.map(value => Number(value > 5)),
      cv: kFold({ splits: 4, shuffle: true, seed: 3 }),
      scoring: 'accuracy'
    });
    expect(found.scoring.greaterIsBetter).toBe(true);
    expect(found.bestScore).toBe(
      Math.max(...found.cvResults.map(({ mean }) => mean))
    );
  });

  it('goes on from its file, and asks for no training twice', async () => {
    memoryFiles();
    let trained = 0;
    const options = {
      estimator: (settings: { alpha: number }) => {
        trained++;
        return line(settings);
      },
      paramGrid: { alpha: [0, 1] },
      x: rows,
      y: answers,
      cv: 2,
      refit: false,
      file: 'scores.json'
    };
    setHost({ interrupted: () => trained === 3 });
    await expect(gridSearch(options)).rejects.toThrow(
      'gridSearch: interrupted after 3 of 4 trainings; the scores are kept in scores.json'
    );
    setHost({ interrupted: () => false });
    const found = await gridSearch(options);
    expect(trained).toBe(4);
    const { cvResults } = await gridSearch({ ...options, file: undefined });
    expect(found.cvResults.map(({ scores }) => scores)).toEqual(
      cvResults.map(({ scores }) => scores)
    );
    trained = 10;
    await gridSearch({ ...options, y: answers.map(value => value + 1) });
    expect(trained).toBe(14);
  });

  it('refuses a setting that the estimator never reads, before anything is trained', async () => {
    const search = (estimator: (params: never) => Pipeline) =>
      gridSearch({
        estimator,
        paramGrid: { alpha: [0.1, 1], units: [2, 4] },
        x: rows,
        y: answers,
        cv: 2
      });
    let calls = 0;
    await expect(
      search(({ alpha }: { alpha: number }) => {
        calls++;
        return line({ alpha });
      })
    ).rejects.toThrow(
      "gridSearch: estimator never reads 'units', so its values would change nothing"
    );
    expect(calls).toBe(4);
    // What one combination alone reads is read, and so is what is copied.
    await search(
      ({ alpha, ...rest }: { readonly alpha: number; units: number }) =>
        line({ alpha: alpha < 1 ? rest.units : alpha })
    );
    await search((settings: { readonly alpha: number; units: number }) =>
      line({ alpha: settings.alpha < 1 ? settings.alpha : settings.units })
    );
  });

  it('notices a setting that the estimator reads and never uses', async () => {
    const search = (
      estimator: (settings: { alpha: number; units: number }) => Pipeline
    ) =>
      gridSearch({
        estimator,
        paramGrid: { alpha: [0.1, 1], units: [2, 4] },
        x: rows,
        y: answers,
        cv: 2,
        verbose: 0
      });
    const idle = await search(settings => line({ ...settings }));
    expect(idle.withoutEffect).toEqual(['units']);
    expect(String(idle)).toContain(
      'units changed no score: does the estimator use it, or only read it?'
    );
    const used = await search(({ alpha, units }) =>
      line({ alpha: alpha * units })
    );
    expect(used.withoutEffect).toEqual([]);
    // One that has a single value may matter.
    const single = await gridSearch({
      estimator: line,
      paramGrid: { alpha: [0.1] },
      x: rows,
      y: answers,
      cv: 2,
      verbose: 0
    });
    expect(single.withoutEffect).toEqual([]);
  });

  it('refuses every leak by its name', async () => {
    const search = (more: object) =>
      gridSearch({
        estimator: line,
        paramGrid: { alpha: [1] },
        x: rows,
        y: answers,
        cv: 2,
        ...more
      });
    await expect(search({ x: fitScaler(rows).apply(rows) })).rejects.toThrow(
      'gridSearch: a leak: feature 0 of x has mean 0 and deviation 1 over all 8 examples'
    );
    const beside = fitScaler(rows).apply(rows).toArray() as number[][];
    await expect(
      search({ x: beside.map(([value], at) => [at * at, value]) })
    ).rejects.toThrow('a leak: feature 1 of x has mean 0');
    const column = tensor(answers).reshape([8, 1]);
    await expect(
      search({ y: fitScaler(column).apply(column) })
    ).rejects.toThrow('a leak: feature 0 of y');
    // A whole series that was scaled and then cut: no feature of the windows has mean 0.
    const series = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8].map(value => [value]);
    for (const cut of [
      { steps: 3 },
      { steps: 3, ahead: 2 },
      { steps: 5, stride: 2 },
      { steps: 3, horizon: 2 }
    ]) {
      await expect(
        search(windows(fitScaler(series).apply(series), cut))
      ).rejects.toThrow(
        'gridSearch: a leak: feature 0 of x has mean 0 and deviation 1 over the whole series that the examples are cut from'
      );
    }
    await expect(
      search({ cv: [{ training: [0, 1, 2], validation: [2, 3] }] })
    ).rejects.toThrow(
      'gridSearch: a leak: example 2 is in the training and in the validation of cv[0]'
    );
    const same = network(1);
    await expect(
      search({
        paramGrid: {},
        estimator: () => pipeline({ model: same }),
        x: rows.map(row => [row]),
        fit: { epochs: 1 }
      })
    ).rejects.toThrow(/trained already|gave the same model twice/);
    const fitted = line({ alpha: 1 });
    await fitted.fit(rows, answers);
    await expect(
      search({ paramGrid: {}, estimator: () => fitted })
    ).rejects.toThrow('estimator gave a pipeline that was fitted already');
    // Two values around 0 are so by birth.
    const signs = rows.map((_, at) => [at % 2 === 0 ? -1 : 1]);
    await expect(search({ x: signs })).resolves.toBeDefined();
  });
});
