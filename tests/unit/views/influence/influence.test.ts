import { layers, sequential } from '../../../../src/engine';
import { float64, type Trace } from '../../../../src/trace';
import {
  answeredSteps,
  ofFeature,
  tried
} from '../../../../src/views/influence/influence';

const run = (units: number, returnSequences: boolean) =>
  sequential(
    [
      layers.gru({ units, returnSequences, inputShape: [null, 2] }),
      layers.dense({ units: 1 })
    ],
    { seed: 3 }
  ).trace([
    [1, 0],
    [0, 1],
    [0.5, 0.5]
  ]);

test('the derivative by one feature is a column of the matrix', () => {
  expect(ofFeature(float64([1, 2, 3, 4, 5, 6], [3, 2]), 1)).toEqual([2, 4, 6]);
});

test('a network answers at each step, or once', () => {
  expect(answeredSteps(run(2, true).toBundle(), 0)).toEqual([0, 1, 2]);
  expect(answeredSteps(run(2, false).toBundle(), 0)).toEqual([2]);
});

test('a small edit does what the gradient says, a large one need not', () => {
  const before = run(2, true);
  const gradient = before.outputGradient({ step: 2 });
  const edited = (value: number) =>
    tried(
      before.toBundle(),
      before.edit({ steps: 0, feature: 0, value }).toBundle() as Trace,
      float64(gradient.values, [...gradient.shape]),
      { output: 0, answer: 2, step: 0, feature: 0, to: value }
    );
  const little = edited(1.001);
  expect(little.from).toBe(1);
  expect(Math.abs(little.real / little.predicted - 1)).toBeLessThan(0.01);
  const much = edited(30);
  expect(Math.abs(much.real / much.predicted - 1)).toBeGreaterThan(0.1);
});
