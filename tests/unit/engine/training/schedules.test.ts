import type { Schedule } from '../../../../src/engine';
import {
  layers,
  loadModel,
  optimizers,
  schedules,
  sequential
} from '../../../../src/engine';

import { memoryFiles } from '../memoryFiles';

const range = (count: number) => Array.from({ length: count }, (_, at) => at);

describe('the schedules', () => {
  it('say which name was meant', () => {
    const make = schedules.cosine as unknown as (options: object) => unknown;
    expect(() => make({ initialLearningRte: 1, decaySteps: 2 })).toThrow(
      "schedules.cosine: there is no option 'initialLearningRte' (did you mean 'initialLearningRate'?)"
    );
  });

  it('remember what they were made with, with every default', () => {
    expect(
      schedules.step({ initialLearningRate: 1, decaySteps: 3 }).spec
    ).toEqual({
      kind: 'step',
      initialLearningRate: 1,
      decaySteps: 3,
      decayRate: 0.1
    });
  });

  const all = {
    exponential: schedules.exponential({
      initialLearningRate: 1,
      decaySteps: 3,
      decayRate: 0.5
    }),
    step: schedules.step({ initialLearningRate: 1, decaySteps: 3 }),
    cosine: schedules.cosine({ initialLearningRate: 1, decaySteps: 10 }),
    piecewise: schedules.piecewise({
      boundaries: [2, 5],
      values: [1, 0.5, 0.25]
    })
  };

  it.each(Object.entries(all))(
    '%s comes back from a file',
    async (_, schedule) => {
      memoryFiles();
      const model = sequential([layers.dense({ units: 1 })], { seed: 1 });
      model.build([2]);
      model.compile({
        loss: 'mse',
        optimizer: optimizers.sgd({ learningRate: schedule })
      });
      await model.save('file');
      const { compiled } = await loadModel('file');
      const read = compiled!.optimizer.spec!.learningRate as Schedule;
      expect(read.spec).toEqual(schedule.spec);
      expect(range(12).map(step => read.at(step))).toEqual(
        range(12).map(step => schedule.at(step))
      );
    }
  );

  it('change after a boundary', () => {
    expect(range(7).map(step => all.piecewise.at(step))).toEqual([
      1, 1, 1, 0.5, 0.5, 0.5, 0.25
    ]);
  });

  it.each([
    [
      () => schedules.piecewise({ boundaries: [5, 5], values: [1, 2, 3] }),
      'schedules.piecewise: boundaries must rise, got 5 after 5'
    ],
    [
      () => schedules.piecewise({ boundaries: [], values: [1] }),
      'schedules.piecewise: boundaries must be a list of steps such as [100, 200]'
    ],
    [
      () => schedules.piecewise({ boundaries: [2, 5], values: [1, 2] }),
      'schedules.piecewise: values must be a list of 3 rates, one more than boundaries'
    ]
  ])('refuse what makes no schedule: %#', (make, words) => {
    expect(make).toThrow(words);
  });
});

test.each(['x', undefined, -1, NaN])('no rate is there for %p steps', steps => {
  const schedule = schedules.step({ initialLearningRate: 1, decaySteps: 3 });
  expect(() => schedule.at(steps as number)).toThrow(
    'schedule.at: steps must be'
  );
});
