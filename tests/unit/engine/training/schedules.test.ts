import { schedules } from '../../../../src/engine';

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
});
