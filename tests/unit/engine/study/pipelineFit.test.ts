import * as fc from 'fast-check';
import {
  gridSearch,
  layers,
  pipeline,
  ridge,
  sequential
} from '../../../../src/engine';

// How a pipeline is told to train, and what it is scored on.

const untyped = (value: unknown) => value as never;
const x = [[0], [1], [2]];
const y = [1, 3, 5];

function network() {
  const model = sequential([layers.dense({ units: 1, inputShape: [1] })], {
    seed: 1
  });
  model.compile({ loss: 'meanSquaredError' });
  return model;
}

describe('options of training', () => {
  it.each(['pipeline', 'pipeline.fit', 'gridSearch'])(
    'are refused by %s where there are none of the name, whatever the model',
    async who => {
      for (const make of [() => ridge(), network]) {
        const fit = untyped({ epohcs: 3 });
        const call = async (): Promise<unknown> =>
          who === 'pipeline'
            ? pipeline({ model: make(), fit })
            : who === 'pipeline.fit'
              ? pipeline({ model: make() }).fit(x, y, fit)
              : gridSearch({
                  estimator: ({ a }: { a: number }) =>
                    pipeline({ model: a ? make() : make() }),
                  paramGrid: { a: [1] },
                  x,
                  y,
                  cv: 3,
                  fit
                });
        await expect(call()).rejects.toThrow(
          /^(pipeline|pipeline\.fit|gridSearch)(: fit)?: there is no option 'epohcs' \(did you mean 'epochs'\?\)/
        );
      }
    }
  );

  it.each<[string, unknown]>([
    ['sampleWeight', [1, 1, 0]],
    ['validationData', 5],
    ['epochs', 3]
  ])(
    'such as %s are refused of a model that is no network',
    async (name, value) => {
      const words = `'${name}' is for the training of a network, but the model 'ridge' learns from all examples at once`;
      const fit = untyped({ [name]: value });
      await expect(pipeline({ model: ridge() }).fit(x, y, fit)).rejects.toThrow(
        `pipeline.fit: ${words}`
      );
      expect(() => pipeline({ model: ridge(), fit })).toThrow(
        `pipeline: fit: ${words}`
      );
    }
  );
});

describe('a score', () => {
  it('is refused for truths of another width', async () => {
    const line = pipeline({ model: ridge({ alpha: 0 }) });
    await line.fit(x, y);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 2, max: 5 }), async width => {
        const wide = x.map(() => new Array<number>(width).fill(1));
        expect(() => line.score(x, wide)).toThrow(
          `metrics.meanSquaredError: the truth has shape [3, ${width}], but the output [3, 1]`
        );
      })
    );
    expect(line.score(x, y)).toBeCloseTo(0, 12);
    expect(
      line.score(
        x,
        y.map(each => [each])
      )
    ).toBeCloseTo(0, 12);
  });

  it('takes a truth that it can read, whatever the loss reads', async () => {
    const model = sequential(
      [layers.dense({ units: 2, activation: 'softmax', inputShape: [1] })],
      { seed: 1 }
    );
    model.compile({ loss: 'sparseCategoricalCrossentropy' });
    const line = pipeline({ model, fit: { epochs: 1, verbose: 0 } });
    await line.fit(x, [0, 1, 0]);
    const oneHot = [
      [1, 0],
      [0, 1],
      [1, 0]
    ];
    expect(line.score(x, oneHot, 'accuracy')).toBe(
      line.score(x, [0, 1, 0], 'accuracy')
    );
  });

  it('of your own is given truth and answers of one shape', async () => {
    const shapes: string[] = [];
    await gridSearch({
      estimator: ({ alpha }: { alpha: number }) =>
        pipeline({ model: ridge({ alpha }) }),
      paramGrid: { alpha: [0, 1] },
      x,
      y,
      cv: 3,
      scoring: {
        name: 'error',
        of(truth, answers) {
          shapes.push(`${truth.shape} ${answers.shape}`);
          return answers.sub(truth).abs().mean().item();
        }
      }
    });
    expect(new Set(shapes)).toEqual(new Set(['1,1 1,1']));
  });
});
