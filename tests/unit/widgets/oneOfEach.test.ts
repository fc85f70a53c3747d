/** @jest-environment jsdom */
import {
  compareRuns,
  gradientFlow,
  gru,
  lstm,
  tensor
} from '../../../src/engine';
import type { CheckReport } from '../../../src/trace';
import { unitsEachWords } from '../../../src/scene/words/counts';
import { worth } from '../../../src/views/check/checkWords';
import { compareMeta } from '../../../src/views/compare/compareView';
import { flowMeta } from '../../../src/views/gradientFlow/flowWords';
import { inSteps } from './inSteps';

const runsOf = (units: number, steps: number) =>
  [gru, lstm].map(cell =>
    cell({ inputSize: 1, units, seed: 1 }).run(
      tensor(new Float64Array(steps).fill(1)),
      { gradientsOf: ({ h }) => h.at(-1).sum() }
    )
  );
const flowOf = (units: readonly number[], steps: number): string =>
  flowMeta(
    gradientFlow(
      units.map((count, at) => runsOf(count, steps)[at % 2])
    ).toBundle(),
    inSteps
  );
const report = (numbersChecked: number) =>
  ({ status: 'passed', maxPoints: 0, numbersChecked }) as CheckReport;

describe('one of each is called one', () => {
  it.each([
    [1, '1 unit each'],
    [2, '2 units each']
  ])('each of %d', (count, words) => {
    expect(unitsEachWords(count, inSteps)).toBe(words);
  });

  it.each([
    [1, 1, '1 step · 1 unit each'],
    [1, 3, '3 steps · 1 unit each'],
    [2, 3, '3 steps · 2 units each']
  ])('above networks of %d units over %d steps', (units, steps, words) => {
    expect(flowOf([units, units], steps)).toBe(words);
    expect(
      compareMeta(compareRuns(runsOf(units, steps)).toBundle(), inSteps)
    ).toBe(words);
  });

  it('above the flow of one network, and of two of other sizes', () => {
    expect(flowOf([1], 1)).toBe('1 step · 1 unit');
    expect(flowOf([1, 2], 3)).toMatch(/^3 steps · .+: 1 unit, .+: 2 units$/);
  });

  it('in a report', () => {
    expect(worth(report(1), inSteps)).toBe('1 number compared');
    expect(worth(report(2), inSteps)).toBe('2 numbers compared');
  });
});
