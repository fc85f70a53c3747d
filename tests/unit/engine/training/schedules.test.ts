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
  it('go by their former names as by Keras’s', () => {
    expect(
      schedules.exponential({ initial: 1, decaySteps: 2, rate: 0.25 }).at(1)
    ).toBe(
      schedules
        .exponential({ initialLearningRate: 1, decaySteps: 2, decayRate: 0.25 })
        .at(1)
    );
    expect(schedules.step({ initial: 1, every: 3, factor: 0.5 }).at(6)).toBe(
      schedules
        .step({ initialLearningRate: 1, decaySteps: 3, decayRate: 0.5 })
        .at(6)
    );
  });

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
    milestones: schedules.milestones({
      initialLearningRate: 1,
      milestones: [2, 5],
      decayRate: 0.5
    }),
    piecewise: schedules.piecewise({
      boundaries: [2, 5],
      values: [1, 0.5, 0.25]
    }),
    cosineRestarts: schedules.cosineRestarts({
      initialLearningRate: 1,
      firstDecaySteps: 3,
      rateFactor: 0.5
    }),
    oneCycle: schedules.oneCycle({
      maximumLearningRate: 1,
      totalSteps: 10,
      annealing: 'linear'
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

  it('change at a milestone, and after a boundary', () => {
    expect(range(7).map(step => all.milestones.at(step))).toEqual([
      1, 1, 0.5, 0.5, 0.5, 0.25, 0.25
    ]);
    expect(range(7).map(step => all.piecewise.at(step))).toEqual([
      1, 1, 1, 0.5, 0.5, 0.5, 0.25
    ]);
  });

  it('stay where a cycle ended', () => {
    expect(all.oneCycle.at(1000)).toBe(all.oneCycle.at(9));
    expect(all.oneCycle.at(9)).toBeCloseTo(1 / 25 / 1e4, 12);
  });

  it('rise to the maximum at once or to the end, where PyTorch divides by 0', () => {
    const whole = schedules.oneCycle({
      maximumLearningRate: 1,
      totalSteps: 5,
      riseShare: 1
    });
    expect(whole.at(4)).toBe(1);
    expect(whole.at(9)).toBe(1);
    const atOnce = schedules.oneCycle({
      maximumLearningRate: 1,
      totalSteps: 2,
      riseShare: 0.5
    });
    expect(atOnce.at(0)).toBe(1);
  });

  it.each([
    [
      () =>
        schedules.milestones({ initialLearningRate: 1, milestones: [5, 5] }),
      'schedules.milestones: milestones must rise, got 5 after 5'
    ],
    [
      () => schedules.milestones({ initialLearningRate: 1, milestones: [] }),
      'schedules.milestones: milestones must be a list of steps such as [100, 200]'
    ],
    [
      () => schedules.piecewise({ boundaries: [2, 5], values: [1, 2] }),
      'schedules.piecewise: values must be a list of 3 rates, one more than boundaries'
    ],
    [
      () =>
        schedules.oneCycle({
          maximumLearningRate: 1,
          totalSteps: 9,
          riseShare: 0.6,
          threePhase: true
        }),
      'schedules.oneCycle: riseShare must be'
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
