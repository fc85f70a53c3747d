import {
  layers,
  losses,
  metrics,
  optimizers,
  Race,
  race,
  random,
  sequential,
  setHost,
  type RaceOptions,
  type Sequential
} from '../../../../src/engine';
import { decodeBundle, encode } from '../../../../src/trace';

const draws = random(4);
/** Sequences of six: the value at the marked step is asked for after so many others. */
const many = (count: number, delay: (at: number) => number) => {
  const all = Array.from({ length: count }, (_, at) => {
    const values = Array.from({ length: 6 }, () =>
      draws.uniform() < 0.5 ? -1 : 1
    );
    const place = 5 - delay(at);
    return {
      x: values.map((value, step) => [value, step === place ? 1 : 0]),
      y: [values[place] > 0 ? 1 : 0]
    };
  });
  return [all.map(({ x }) => x), all.map(({ y }) => y)] as const;
};
const [x, y] = many(48, at => 1 + (at % 3));
const testData = {
  3: many(20, () => 3),
  1: many(20, () => 1),
  2: many(20, () => 2)
};

function network(
  layer: typeof layers.lstm | typeof layers.simpleRNN = layers.lstm,
  seed = 1,
  learningRate = 0.03
): Sequential {
  const model = sequential(
    [layer({ units: 4 }), layers.dense({ units: 1, activation: 'sigmoid' })],
    { seed }
  );
  model.compile({
    optimizer: optimizers.adam({ learningRate }),
    loss: 'binaryCrossentropy',
    metrics: ['accuracy']
  });
  return model;
}

const options = (given: Partial<RaceOptions> = {}): RaceOptions => ({
  models: { RNN: network(layers.simpleRNN), LSTM: network() },
  x,
  y,
  testData,
  epochs: 4,
  ...given
});

describe('a race', () => {
  it('scores as evaluate does after each epoch, and trains as fit does', async () => {
    const found = await race(options()).finished;
    expect(found.status).toBe('finished');
    expect(found.groups).toEqual([1, 2, 3]);
    for (const [name, layer] of [
      ['RNN', layers.simpleRNN],
      ['LSTM', layers.lstm]
    ] as const) {
      const alone = network(layer);
      for (let epoch = 0; epoch < 4; epoch++) {
        await alone.fit(x, y, {
          epochs: epoch + 1,
          initialEpoch: epoch,
          verbose: 0
        });
        for (const [at, delay] of ([1, 2, 3] as const).entries()) {
          const { accuracy } = await alone.evaluate(...testData[delay]);
          expect(found.network(name).scores[epoch][at]).toBe(accuracy);
        }
      }
      const whole = network(layer);
      await whole.fit(x, y, { epochs: 4, verbose: 0 });
      const [asked, truth] = testData[2];
      expect(found.network(name).scores[3][1]).toBe(
        (await whole.evaluate(asked, truth)).accuracy
      );
    }
  });

  it('gives a bundle that is read back as it was, with the best constant answer as its palest score', async () => {
    const found = await race(options({ title: 'Which holds?' })).finished;
    const bundle = found.toBundle();
    expect(decodeBundle(encode(bundle))).toEqual(bundle);
    expect(bundle).toMatchObject({
      title: 'Which holds?',
      status: 'finished',
      epochs: { done: 4, planned: 4 },
      metric: { name: 'accuracy', greaterIsBetter: true },
      groupName: 'delay',
      best: 1
    });
    const ones = y.flat().filter(value => value === 1).length;
    const always = ones * 2 >= y.length ? 1 : 0;
    const all = Object.values(testData).flatMap(([, truth]) => truth.flat());
    expect(bundle.baseline).toEqual({
      value: all.filter(value => value === always).length / all.length
    });
    expect(Array.from(bundle.networks[1].scores.values)).toEqual(
      found.network('LSTM').scores.flat()
    );
  });

  it('measures errors of numbers against the mean, and the loss where it is asked for', async () => {
    const model = sequential([
      layers.gru({ units: 2 }),
      layers.dense({ units: 1 })
    ]);
    model.compile({ loss: 'meanSquaredError', metrics: ['mae'] });
    const given: RaceOptions = {
      models: { GRU: model },
      x: [[0], [1]],
      y: [2, 4],
      testData: { 1: [[[1]], [1]] }
    };
    const errors = await race(given).finished;
    expect(errors.toBundle()).toMatchObject({
      metric: { name: 'meanAbsoluteError', greaterIsBetter: false },
      baseline: { value: 2 },
      best: 0
    });
    const losses = await race({ ...given, metric: 'loss' }).finished;
    expect(losses.toBundle()).toMatchObject({
      metric: { name: 'meanSquaredError' },
      baseline: { value: 4 }
    });
    const { loss } = await model.evaluate([[1]], [1]);
    expect(losses.network('GRU').scores).toEqual([[loss]]);
  });

  describe('the score of a constant answer', () => {
    /** The baseline of one answer a sequence, learned from `y` and asked for `held`. */
    const baselineOf = (
      compile: Parameters<Sequential['compile']>[0],
      y: readonly number[],
      held: readonly number[],
      units = 1,
      given: Partial<RaceOptions> = {}
    ) => {
      const model = sequential([
        layers.gru({ units: 2 }),
        layers.dense({
          units,
          ...(given.title === 'softmax' && { activation: 'softmax' as const })
        })
      ]);
      model.compile(compile);
      const found = race({
        models: { GRU: model },
        x: y.map(value => [value]),
        y: [...y],
        testData: { 1: [held.map(value => [value]), [...held]] },
        ...given
      });
      found.finished.catch(() => undefined);
      return found.toBundle().baseline.value;
    };

    it('is that of the class that comes most often', () => {
      const compiled = {
        loss: 'sparseCategoricalCrossentropy' as const,
        metrics: ['accuracy' as const]
      };
      expect(
        baselineOf(compiled, [2, 2, 1, 0], [2, 1, 2], 3, { title: 'softmax' })
      ).toBeCloseTo(2 / 3, 12);
    });

    it('is that of the logarithm of the odds, of logits', () => {
      const loss = losses.binaryCrossentropy({ fromLogits: true });
      // Three of four are 1: −(ln 0.75 + ln 0.25) / 2.
      expect(
        baselineOf({ loss }, [1, 1, 1, 0], [1, 0], 1, { metric: 'loss' })
      ).toBeCloseTo(-(Math.log(0.75) + Math.log(0.25)) / 2, 6);
    });

    it('is that of the median where errors are absolute', () => {
      const y = [0, 0, 0, 0, 10];
      const compiled = {
        loss: 'meanSquaredError' as const,
        metrics: ['mae' as const]
      };
      expect(baselineOf(compiled, y, y)).toBe(2);
      expect(baselineOf(compiled, y, y, 1, { metric: 'mse' })).toBe(16);
    });

    it('leaves out what is padding, as the scores do', () => {
      const model = sequential([
        layers.masking({ maskValue: 0 }),
        layers.gru({ units: 2, returnSequences: true }),
        layers.dense({ units: 3, activation: 'softmax' })
      ]);
      model.compile({
        loss: 'sparseCategoricalCrossentropy',
        metrics: ['accuracy']
      });
      const padded = [
        [1, 1, 0, 0, 0],
        [1, 2, 0, 0, 0]
      ];
      const x = padded.map(row => row.map(value => [value]));
      const found = race({
        models: { GRU: model },
        x,
        y: padded,
        testData: { 2: [x, padded] }
      });
      expect(found.toBundle().baseline.value).toBe(0.75);
    });

    // The mean of what counts is 1.5, of what is held out 3 and 1 count.
    it.each([
      ['is turned', [layers.masking()], true, [9, 9, 2, 1], [9, 9, 3, 1]],
      [
        'is found by a later layer',
        [layers.leakyReLU(), layers.masking()],
        false,
        [2, 1, 9, 9],
        [3, 1, 9, 9]
      ]
    ] as const)(
      'leaves out padding that %s',
      (_, before, goBackwards, learned, heldOut) => {
        const model = sequential([
          ...before,
          layers.gru({ units: 2, returnSequences: true, goBackwards }),
          layers.dense({ units: 1 })
        ]);
        model.compile({ loss: 'meanSquaredError' });
        const x = [[[5], [6], [0], [0]]];
        const steps = (values: readonly number[]) => [
          values.map(value => [value])
        ];
        const found = race({
          models: { GRU: model },
          x,
          y: steps(learned),
          testData: { 2: [x, steps(heldOut)] }
        });
        expect(found.toBundle().baseline.value).toBe(1.25);
      }
    );
  });

  it('asks which way a metric of your own is better, and draws it so', async () => {
    const own = {
      name: 'AUC',
      start: () => ({ add: () => undefined, result: () => 0.9 })
    };
    const baseline = { name: 'chance', value: 0.5 };
    expect(() => race(options({ metric: own, baseline }))).toThrow(
      'race: greaterIsBetter must be true or false for a metric of your own (AUC), got undefined'
    );
    expect(() => race(options({ greaterIsBetter: true }))).toThrow(
      'race: greaterIsBetter is for a metric of your own; of accuracy it is known'
    );
    const found = race(
      options({ metric: own, baseline, greaterIsBetter: true, epochs: 1 })
    );
    await found.finished;
    expect(found.toBundle()).toMatchObject({
      metric: { name: 'AUC', greaterIsBetter: true },
      best: 1
    });
    expect(found.network('LSTM').scores).toEqual([[0.9, 0.9, 0.9]]);
  });

  it('learns no epoch twice where a score fails', async () => {
    const whole = await race(options()).finished;
    let asked = 0;
    const accuracy = metrics.binaryAccuracy();
    const failing = {
      name: 'accuracy',
      start() {
        asked += 1;
        if (asked === 8) {
          throw new Error('no score');
        }
        return accuracy.start();
      }
    };
    const cut = race(
      options({
        metric: failing,
        greaterIsBetter: true,
        baseline: { name: 'chance', value: 0.5 }
      })
    );
    await expect(cut.finished).rejects.toThrow('no score');
    expect(cut.epochs).toBe(1);
    const goesOn = cut.resume();
    expect(cut.finished).toBe(goesOn);
    await goesOn;
    expect(cut.networks.map(({ scores }) => scores)).toEqual(
      whole.networks.map(({ scores }) => scores)
    );
    for (const name of ['RNN', 'LSTM']) {
      const [one, other] = [cut, whole].map(found =>
        Object.values(found.network(name).model.getWeights()).map(each =>
          each.toArray()
        )
      );
      expect(one).toEqual(other);
    }
  });

  it('tells whoever listens of each epoch, and goes on after a stop as if there had been none', async () => {
    const whole = await race(options()).finished;
    const heard: number[] = [];
    const stopped = race(options());
    stopped.subscribe(({ epochs }) => {
      heard.push(epochs);
      if (epochs === 2) {
        stopped.stop('enough');
      }
    });
    await stopped.finished;
    expect(stopped).toMatchObject({ status: 'stopped', reason: 'enough' });
    expect(stopped.epochs).toBe(2);
    await stopped.resume();
    expect(stopped.status).toBe('finished');
    expect(stopped.toBundle().networks).toEqual(whole.toBundle().networks);
    expect(heard).toEqual([1, 2, 2, 3, 4, 4]);
    await stopped.resume({ epochs: 1 });
    expect(stopped.epochs).toBe(5);
  });

  it('goes on after an interrupt in the middle of an epoch', async () => {
    const whole = await race(options()).finished;
    let batches = 0;
    setHost({ interrupted: () => ++batches === 4 || batches === 5 });
    const cut = race(options());
    await expect(cut.finished).rejects.toThrow('interrupted');
    setHost({ interrupted: () => false });
    expect(cut).toMatchObject({ status: 'stopped', reason: 'interrupted' });
    await cut.resume();
    expect(cut.toBundle().networks).toEqual(whole.toBundle().networks);
  });

  it('goes on without a network whose training diverges', async () => {
    const wild = network(layers.simpleRNN, 1, 1e30);
    wild.compile({
      optimizer: optimizers.sgd({ learningRate: 1e300 }),
      loss: 'meanSquaredError',
      metrics: ['accuracy']
    });
    const found = await race(
      options({ models: { wild, LSTM: network() }, epochs: 2 })
    ).finished;
    expect(found.status).toBe('finished');
    expect(found.network('wild').failure).toMatch(/rate/);
    expect(found.network('wild').scores.flat()).toEqual(Array(6).fill(NaN));
    expect(found.network('LSTM').failure).toBeNull();
    const bundle = found.toBundle();
    expect(decodeBundle(encode(bundle))).toEqual(bundle);
  });

  it('refuses a plan that cannot be, and says what was expected', () => {
    const model = network();
    const uncompiled = sequential([layers.dense({ units: 1 })]);
    const refused = (given: Partial<RaceOptions>, words: string) =>
      expect(() => race(options(given))).toThrow(words);
    refused({ models: {} }, 'race: models must hold 1 to 4 networks');
    refused(
      { models: { a: model, b: model } },
      'race: models.b is the same model as models.a'
    );
    refused({ models: { a: 3 as never } }, 'race: models.a must be a model');
    refused(
      { models: { a: uncompiled } },
      'race: models.a: the model has no loss'
    );
    refused({ groupName: '' }, 'race: groupName must have 1 to 200 letters');
    refused(
      { models: { '': model } },
      'race: each name of models must have 1 to 200 letters, got 0'
    );
    refused({ testData: {} }, 'race: testData must hold 1 to 1000 groups');
    refused(
      { testData: { far: testData[1] } as never },
      "by a number, its delay or length, such as { 5: [x, y] }, got 'far'"
    );
    refused(
      { testData: { 1: [x] } as never },
      'race: testData[1] must be [x, y]'
    );
    refused({ epochs: 9000 }, 'must be at most 50000, got 54000');
    refused(
      { models: { a: network() }, testData: { 1: testData[1] }, epochs: 40000 },
      'race: epochs must be at most 30000 in all, since each is a row of the picture, got 40000'
    );
    refused(
      { baseline: { name: 'a'.repeat(201), value: 0.5 } },
      'race: baseline.name must have 1 to 200 letters, got 201'
    );
    refused({ metric: 'nothing' as never }, 'race: metrics must be');
    refused(
      { baseline: { name: 'sure', value: 1 } },
      'race: baseline must be worse than 1'
    );
    refused(
      { testData: { 1: [x.slice(0, 1), [[1]]] }, y: y.map(() => [1]) },
      'always giving the same answer scores 1 (accuracy)'
    );
    refused(
      {
        models: {
          a: network(),
          b: (() => {
            const other = network();
            other.compile({ loss: 'binaryCrossentropy' });
            return other;
          })()
        }
      },
      "name one: metric: 'accuracy'"
    );
  });

  it('asks for a baseline where nobody knows what a constant answer is', async () => {
    const model = network();
    model.compile({
      loss: {
        name: 'mine',
        of: (
          truth: never,
          output: { sub(other: never): { square(): { mean(): never } } }
        ) => output.sub(truth).square().mean()
      } as never,
      metrics: [metrics.binaryAccuracy()]
    });
    expect(() => race(options({ models: { mine: model } }))).toThrow(
      "say it: baseline: { name: 'chance', value: 0.5 }"
    );
  });

  it('says how it stands', async () => {
    const found = await race(options({ epochs: 1 })).finished;
    expect(String(found)).toMatch(
      /^finished after 1 of 1 epochs\naccuracy by delay: 1 2 3\nRNN: [\d. ]+\nLSTM: [\d. ]+$/
    );
    expect(found).toBeInstanceOf(Race);
  });
});
