import fc from 'fast-check';
import { metrics, ones, random, tensor } from '../../../../src/engine';

const scores = {
  accuracy: metrics.accuracy,
  binaryAccuracy: metrics.binaryAccuracy,
  meanAbsoluteError: metrics.meanAbsoluteError,
  meanSquaredError: metrics.meanSquaredError,
  rootMeanSquaredError: metrics.rootMeanSquaredError,
  precision: metrics.precision,
  recall: metrics.recall,
  f1: metrics.f1
};

/** Sequences with several outputs a step, some steps of which are padding. */
const cases = fc.record({
  batch: fc.integer({ min: 1, max: 4 }),
  steps: fc.integer({ min: 1, max: 5 }),
  outputs: fc.integer({ min: 1, max: 4 }),
  seed: fc.nat(1_000_000)
});

it.each(Object.entries(scores))(
  '%s of masked steps is that of the steps which are no padding',
  (_, make) => {
    fc.assert(
      fc.property(cases, ({ batch, steps, outputs, seed }) => {
        const stream = random(seed, 'scores');
        const drawn = (count: number, of: () => number) =>
          Array.from({ length: count }, of);
        const truth = drawn(batch * steps * outputs, () =>
          Number(stream.uniform() < 0.5)
        );
        const output = drawn(truth.length, () => stream.uniform());
        const mask = drawn(batch * steps, () => Number(stream.uniform() < 0.6));
        const shape = [batch, steps, outputs];
        const masked = make().start();
        masked.add(
          tensor(truth, { shape }),
          tensor(output, { shape }),
          tensor(mask, { shape: [batch, steps] })
        );
        const isReal = (_value: number, at: number) =>
          mask[Math.floor(at / outputs)] !== 0;
        const rows = mask.filter(each => each !== 0).length;
        const alone = make().start();
        if (rows > 0) {
          alone.add(
            tensor(truth.filter(isReal), { shape: [rows, outputs] }),
            tensor(output.filter(isReal), { shape: [rows, outputs] })
          );
        }
        expect(masked.result()).toEqual(alone.result());
      })
    );
  }
);

it.each(
  Object.entries({
    ...scores,
    perplexity: metrics.perplexity,
    topKCategoricalAccuracy: metrics.topKCategoricalAccuracy
  })
)('%s is 0 where all steps are padding, or there is none', (_, make) => {
  fc.assert(
    fc.property(cases, ({ batch, steps, outputs }) => {
      const shape = [batch, steps, outputs];
      const running = make().start();
      expect(running.result()).toBe(0);
      running.add(
        ones(shape),
        ones(shape).mul(0.75),
        ones(shape.slice(0, 2)).mul(0)
      );
      expect(running.result()).toBe(0);
    })
  );
});
