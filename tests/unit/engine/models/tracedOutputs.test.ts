import * as fc from 'fast-check';
import { layers, sequential, type Run } from '../../../../src/engine';
import { draws } from '../../widgets/draws';

const steps = 4;
const input = (seed: number): number[][] =>
  Array.from({ length: steps }, (_, step) => [Math.sin(seed + 2 * step)]);

/** A network that says which of so many classes comes next. */
const networkOf = (seed: number, classes: number) =>
  sequential(
    [
      layers.gru({ units: 3, returnSequences: true, inputShape: [null, 1] }),
      layers.dense({ units: classes, activation: 'softmax' })
    ],
    { seed }
  );

const drawn = (run: Run): string[] =>
  run.toBundle().outputs.map(({ name }) => name);

describe('a run of a network with many outputs', () => {
  it('draws all of up to twelve, and of more those that lead at most steps, then those that rise highest', () => {
    fc.assert(
      fc.property(fc.nat(999), fc.integer({ min: 11, max: 40 }), (seed, k) => {
        const model = networkOf(seed, k);
        const run = model.trace(input(seed));
        const [rows] = model
          .predict([input(seed)])
          .toArray() as unknown as number[][][];
        const all = Array.from({ length: k }, (_, at) => at);
        const leads = (at: number): number =>
          rows.filter(row => row.indexOf(Math.max(...row)) === at).length;
        const peak = (at: number): number =>
          Math.max(...rows.map(row => row[at]));
        const best = all
          .sort((a, b) => leads(b) - leads(a) || peak(b) - peak(a))
          .slice(0, 12)
          .sort((a, b) => a - b);
        expect(drawn(run)).toEqual(best.map(at => `output ${at}`));
        expect(run.toBundle().outputCount).toBe(k > 12 ? k : undefined);
      }),
      draws(25)
    );
  });

  it('draws of equals the first', () => {
    const model = networkOf(1, 20);
    model.setWeights(
      Object.fromEntries(
        Object.entries(model.getWeights()).map(([name, weight]) => [
          name,
          weight.mul(0)
        ])
      )
    );
    expect(drawn(model.trace(input(1)))).toEqual(
      Array.from({ length: 12 }, (_, at) => `output ${at}`)
    );
  });

  it('draws the same ones when something is changed, so that each is compared with itself', () => {
    fc.assert(
      fc.property(fc.nat(999), fc.constantFrom(-50, 50), (seed, value) => {
        const run = networkOf(seed, 30).trace(input(seed));
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
