import * as fc from 'fast-check';
import { layers, sequential } from '../../../../src/engine';
import { draws } from '../../widgets/draws';

/** A run that says which of thirty classes comes next. */
const runOf = (seed: number) =>
  sequential(
    [
      layers.gru({ units: 3, returnSequences: true, inputShape: [null, 1] }),
      layers.dense({ units: 30, activation: 'softmax' })
    ],
    { seed }
  ).trace([0, 1, 2, 3].map(step => [Math.sin(seed + step)]));

describe('a run of a network with more outputs than are drawn', () => {
  it('draws the same ones when something is changed, so that each is compared with itself', () => {
    fc.assert(
      fc.property(fc.nat(999), fc.constantFrom(-50, 50), (seed, value) => {
        const run = runOf(seed);
        const { outputs } = run.toBundle();
        const edits = [{ step: 0, feature: 0, value }];
        const changed = run.recompute({ edits }).toBundle();
        expect(changed.outputs.map(({ name }) => name)).toEqual(
          outputs.map(({ name }) => name)
        );
        expect(changed.outputs).not.toEqual(outputs);
      }),
      draws(15)
    );
  });
});
