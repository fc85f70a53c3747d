import { readFileSync } from 'fs';
import { join } from 'path';
import {
  forecast,
  gridSearch,
  layers,
  losses,
  metrics,
  pipeline,
  ridge,
  sequential,
  tensor,
  type Loss,
  type Sequential
} from '../../../../src/engine';
import type { Activation } from '../../../../src/engine/tensor/activations';

type Name = keyof typeof metrics;

/** Written by tests/fixtures/make_metrics.py. */
const { cases } = JSON.parse(
  readFileSync(
    join(__dirname, '../../../fixtures/sklearn/metrics.json'),
    'utf8'
  )
) as {
  readonly cases: readonly {
    readonly kind: string;
    readonly truth: readonly (readonly (number | null)[])[];
    readonly output: number[][];
    readonly scores: Readonly<Partial<Record<Name, number>>>;
  }[];
};

const names = Object.keys(metrics) as Name[];
const ofErrors = names.filter(name => name.endsWith('Error'));
const ofClasses = names.filter(name => !name.endsWith('Error'));

function scoreOf(name: Name, truth: number[][], output: number[][]): number {
  const metric =
    name === 'topKCategoricalAccuracy'
      ? metrics.topKCategoricalAccuracy({ k: 2 })
      : metrics[name]();
  const running = metric.start();
  // Half of the rows at a time.
  for (const part of [[0, 6], [6]]) {
    running.add(tensor(truth.slice(...part)), tensor(output.slice(...part)));
  }
  return running.result();
}

describe('every metric of every kind of output', () => {
  it.each(
    cases.flatMap(each => names.map(name => [name, each.kind, each] as const))
  )('%s of %s is what scikit-learn says, or refused', (name, kind, each) => {
    const truth = each.truth.map(row => row.map(value => value ?? NaN));
    const expected = each.scores[name];
    const score = (output = each.output) => scoreOf(name, truth, output);
    if (expected !== undefined) {
      expect(score()).toBeCloseTo(expected, 6);
      // What cannot be compared has no score.
      const spoilt = each.output.map(row => [...row]);
      spoilt[7][0] = NaN;
      expect(score(spoilt)).toBeNaN();
    } else if (kind.startsWith('truth') && ofErrors.includes(name)) {
      expect(score()).toBeNaN();
    } else {
      expect(score).toThrow(new RegExp(`^metrics\\.${name}: (the )?truth`));
    }
  });

  it('takes shares of classes for the class of the largest, as Keras', () => {
    const shares = [[0.1, 0.6, 0.3]];
    const scored = (name: Name) =>
      scoreOf(name, Array(12).fill(shares[0]), Array(12).fill([0, 1, 0]));
    expect(scored('accuracy')).toBe(1);
    expect(() => scored('f1')).toThrow(
      "metrics.f1: truth must be 0 or 1, got 0.1; of quantities take 'meanAbsoluteError'"
    );
    expect(() => scored('perplexity')).toThrow(
      'truth must be 1 for its class and 0 for each other, got [0.1, 0.6, 0.3]'
    );
  });

  it('asks perplexity for probabilities', () => {
    expect(() =>
      metrics
        .perplexity()
        .start()
        .add(tensor([0]), tensor([[-1.5, 2]]))
    ).toThrow(
      'metrics.perplexity: output must be probabilities, got -1.5; of logits take metrics.perplexity({ fromLogits: true })'
    );
  });
});

function network(
  units: number,
  activation: Activation,
  loss: Loss,
  metric?: Name
): Sequential {
  const model = sequential(
    [layers.dense({ units, activation, inputShape: [1] })],
    { seed: 1 }
  );
  model.compile({ loss, metrics: metric ? [metric] : [] });
  return model;
}

describe('a network that is known by its last layer and its loss', () => {
  it.each(ofClasses)('of quantities has no %s', name => {
    expect(() => network(3, 'linear', losses.meanSquaredError(), name)).toThrow(
      /but the network answers with quantities; use 'meanAbsoluteError', or end/
    );
  });

  it.each(names)('that writes sequences of labels has no %s', name => {
    expect(() => network(3, 'linear', losses.ctc(), name)).toThrow(
      'but the network answers with sequences of labels; use a metric of your own over what ctcDecode reads'
    );
  });

  it.each([
    [
      'sigmoid',
      losses.binaryCrossentropy(),
      ['topKCategoricalAccuracy', 'perplexity']
    ],
    ['softmax', losses.categoricalCrossentropy(), []],
    [
      'softmax',
      losses.sparseCategoricalCrossentropy(),
      ['binaryAccuracy', 'precision', 'recall', 'f1', ...ofErrors]
    ],
    [
      'sigmoid',
      losses.meanSquaredError(),
      ['topKCategoricalAccuracy', 'perplexity']
    ]
  ] as const)('with %s under %j takes what fits', (ending, loss, refused) => {
    const taken = names.filter(name => {
      try {
        network(3, ending, loss, name);
        return true;
      } catch (error) {
        expect((error as Error).message).toMatch(/; use '\w*[aA]ccuracy'/);
        return false;
      }
    });
    expect(taken).toEqual(
      names.filter(name => !(refused as readonly Name[]).includes(name))
    );
  });
});

describe('a score of classes', () => {
  const refused =
    "metrics.accuracy: truth must be 0 or 1, or shares of classes that sum to 1, got 7; of quantities take 'meanAbsoluteError'";

  it('is refused of a regression, in a pipeline and in a search', async () => {
    const line = pipeline({ model: ridge({ alpha: 0 }) });
    await line.fit([[0], [1], [2]], [1, 3, 5]);
    expect(() => line.score([[1.5]], [7], 'accuracy')).toThrow(refused);
    await expect(
      gridSearch({
        estimator: ({ alpha }: { alpha: number }) =>
          pipeline({ model: ridge({ alpha }) }),
        paramGrid: { alpha: [0, 1] },
        x: [[0], [1], [2], [3]],
        y: [7, 7, 7, 7],
        cv: 2,
        scoring: 'accuracy'
      })
    ).rejects.toThrow(refused);
  });

  it('is refused of a forecast, and each of one without a truth', () => {
    const view = (error: Name, truth: number[]) =>
      forecast({
        truth,
        forecasts: [{ name: 'mine', values: [0, 1, 1], error: error as 'mae' }],
        quantity: { name: 'rain', unit: 'mm' }
      });
    expect(() => view('f1', [0, 1, 1])).toThrow(
      "forecast: error: metrics: 'f1' is of yes or no for each number of the output, but the network answers with quantities"
    );
    expect(() => view('meanAbsoluteError', [NaN, NaN, NaN])).toThrow(
      "forecast: error: 'meanAbsoluteError' needs the truth of a step, but all 3 are NaN; leave error out, or give { name, value }"
    );
  });
});
