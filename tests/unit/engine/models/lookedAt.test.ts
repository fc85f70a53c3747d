import { health, layers, sequential } from '../../../../src/engine';
import type { Sequential } from '../../../../src/engine/models/sequential';

/** A network that carries its state on, and has read two steps. */
function reading(compute: 'auto' | 'tape'): Sequential {
  const model = sequential(
    [
      layers.lstm({ units: 2, stateful: true, inputShape: [null, 1] }),
      layers.dense({ units: 1 })
    ],
    { seed: 2, compute }
  );
  model.predict([[[1], [2]]]);
  return model;
}

describe.each(['auto', 'tape'] as const)(
  'looking at a stateful network (%s)',
  compute => {
    it('goes on from what it carries, as predict does, however often', () => {
      const expected = reading(compute)
        .predict([[[3], [4]]])
        .item();
      const run = reading(compute).trace([[3], [4]]);
      expect(run.output!.item()).toBeCloseTo(expected, 6);
      for (let time = 0; time < 3; time++) {
        expect(run.recompute({}).output!.item()).toBeCloseTo(expected, 6);
      }
      const gate = run.layers[0].channels.f.at(0).values[0];
      expect(
        run
          .clamp({ channel: 'f', value: gate, steps: [0], units: [0] })
          .output!.item()
      ).toBeCloseTo(expected, 6);
      expect(run.outputGradient({ step: 1 }).values).toEqual(
        run.outputGradient({ step: 1 }).values
      );
    });

    it('leaves what it carries as it is', () => {
      const model = reading(compute);
      const run = model.trace([[3], [4]]);
      run.outputGradient({ step: 1 });
      run.recompute({});
      health(model, [
        [[1], [0]],
        [[0], [1]]
      ]);
      expect(model.predict([[[5], [6]]]).item()).toBeCloseTo(
        reading(compute)
          .predict([[[5], [6]]])
          .item(),
        6
      );
    });
  }
);
