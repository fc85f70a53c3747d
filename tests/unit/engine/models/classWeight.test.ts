import { layers, losses, sequential, type Loss } from '../../../../src/engine';

const x = [[1], [2], [3], [4]];
const y = [0, 1, 0, 1];
const untyped = (value: unknown) => value as never;

function fit(
  classWeight: unknown,
  loss: 'binaryCrossentropy' | Loss = 'binaryCrossentropy',
  truth = y
) {
  const model = sequential(
    [layers.dense({ units: 1, activation: 'sigmoid' })],
    { seed: 1 }
  );
  model.compile({ loss });
  return model.fit(x, truth, { classWeight: untyped(classWeight), verbose: 0 });
}

describe('classWeight', () => {
  it.each([
    ['a Map', new Map([[1, 9]])],
    ['a Set', new Set([1])],
    ['a Date', new Date(0)],
    ['an array', [1, 9]],
    ['a Float64Array', Float64Array.of(1, 9)],
    ['null', null]
  ])('is refused as %s', async (what, given) => {
    await expect(fit(given)).rejects.toThrow(
      `model.fit: classWeight must be an object such as { 0: 1, 1: 5 }, got ${what}`
    );
  });

  it.each(['2', '01', '-1', '1.5'])(
    'names no class %s of a network with one output',
    async id => {
      await expect(fit({ [id]: 9 })).rejects.toThrow(
        `model.fit: classWeight must name classes by their ids, 0 and 1, got '${id}'`
      );
    }
  );

  it('may name what a loss of your own reads as a class from one output', async () => {
    const squared = losses.meanSquaredError();
    const own: Loss = {
      name: 'levels',
      of: (truth, output, weights) => squared.of(truth, output, weights)
    };
    const levels = [0, 1, 2, 2];
    const lossWith = async (classWeight: object) =>
      (await fit(classWeight, own, levels)).epochs[0].logs.loss;
    expect(await lossWith({ 2: 9 })).toBeGreaterThan(await lossWith({}));
  });

  it('asks nothing of targets that do not count: of padding, of examples without weight', async () => {
    const model = sequential(
      [
        layers.masking({ maskValue: -9 }),
        layers.gru({ units: 2, returnSequences: true }),
        layers.dense({ units: 1, activation: 'sigmoid' })
      ],
      { seed: 1 }
    );
    model.compile({ loss: 'binaryCrossentropy' });
    const steps = [
      [[1], [2], [-9]],
      [[2], [1], [1]]
    ];
    const truth = [
      [0, 1, 7],
      [1, 0, 1]
    ];
    const options = {
      classWeight: { 0: 1, 1: 5 },
      epochs: 1,
      verbose: 0
    } as const;
    const { epochs } = await model.fit(steps, truth, options);
    expect(epochs[0].logs.loss).toBeGreaterThan(0);
    await model.fit([...steps, steps[1]], [...truth, [0.5, 0, 1]], {
      ...options,
      sampleWeight: [1, 1, 0]
    });
    await expect(
      model.fit(steps, [truth[0], [1, 0.5, 1]], options)
    ).rejects.toThrow('got the target 0.5 at position 4');
  });

  it('looks for padding where a layer that turns its outputs leaves it', async () => {
    const model = sequential([
      layers.masking(),
      layers.gru({ units: 2, returnSequences: true, goBackwards: true }),
      layers.dense({ units: 1, activation: 'sigmoid' })
    ]);
    model.compile({ loss: 'binaryCrossentropy' });
    const fitTo = (truth: number[]) =>
      model.fit([[[1], [2], [0]]], [truth], {
        classWeight: { 0: 1, 1: 5 },
        verbose: 0
      });
    expect((await fitTo([7, 0, 1])).epochs[0].logs.loss).toBeGreaterThan(0);
    await expect(fitTo([0, 1, 7])).rejects.toThrow(
      'got the target 7 at position 2'
    );
  });

  it.each([
    [[0.1, 0.9, 0.1, 0.9], 0.1, 0],
    [[0, 1, -1, 1], -1, 2],
    [[0, 1, 1, 2], 2, 3]
  ])('is refused for the targets %j', async (truth, none, at) => {
    await expect(
      fit({ 0: 10, 1: 1 }, 'binaryCrossentropy', truth)
    ).rejects.toThrow(
      `model.fit: classWeight must go with targets that are classes, 0 and 1, got the target ${none} at position ${at}; use sampleWeight`
    );
  });
});
