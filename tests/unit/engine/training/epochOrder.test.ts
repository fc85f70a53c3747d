import fc from 'fast-check';
import { epochOrder } from '../../../../src/engine/training/epochOrder';

const cases = fc.record({
  lengths: fc.array(fc.integer({ min: 0, max: 12 }), {
    minLength: 1,
    maxLength: 70
  }),
  batchSize: fc.integer({ min: 1, max: 20 }),
  seed: fc.integer({ min: 0, max: 1000 }),
  epoch: fc.integer({ min: 0, max: 50 })
});
type Case = typeof cases extends fc.Arbitrary<infer T> ? T : never;

const orderOf = ({ lengths, batchSize, seed, epoch }: Case) =>
  epochOrder(
    {
      examples: lengths.length,
      batchSize,
      shuffleSeed: seed,
      buckets: Int32Array.from(lengths)
    },
    epoch
  );

/** The buckets of each batch. */
const batchesOf = (order: Int32Array, { lengths, batchSize }: Case) =>
  Array.from({ length: Math.ceil(order.length / batchSize) }, (_, batch) =>
    Array.from(
      order.slice(batch * batchSize, (batch + 1) * batchSize),
      at => lengths[at]
    )
  );

describe('the order of an epoch in buckets', () => {
  it('visits each example once, and is the same for the same seed', () => {
    fc.assert(
      fc.property(cases, given => {
        const order = orderOf(given);
        expect([...order].sort((a, b) => a - b)).toEqual(
          given.lengths.map((_, at) => at)
        );
        expect(orderOf(given)).toEqual(order);
      })
    );
  });

  it('has batches between whose lengths no other batch reaches', () => {
    fc.assert(
      fc.property(cases, given => {
        const spans = batchesOf(orderOf(given), given)
          .map(lengths => [Math.min(...lengths), Math.max(...lengths)])
          .sort((a, b) => a[0] - b[0] || a[1] - b[1]);
        const apart = spans.filter(
          ([, most], at) => at + 1 < spans.length && most > spans[at + 1][0]
        );
        expect(apart).toEqual([]);
      })
    );
  });

  it('is the ordinary order when all lengths are equal', () => {
    const given = { examples: 23, batchSize: 4, shuffleSeed: 3 };
    const buckets = new Int32Array(23).fill(7);
    expect(epochOrder({ ...given, buckets }, 2)).toEqual(epochOrder(given, 2));
  });

  it('brings batches of every length in any order, the one that is not full among them', () => {
    const lengths = Array.from({ length: 50 }, (_, at) => at);
    const given = { lengths, batchSize: 8, seed: 1 };
    const epochs = Array.from({ length: 40 }, (_, epoch) =>
      batchesOf(orderOf({ ...given, epoch }), { ...given, epoch })
    );
    const firstOfFirst = new Set(epochs.map(([first]) => Math.min(...first)));
    const firstOfLast = new Set(
      epochs.map(batches => Math.min(...batches.at(-1)!))
    );
    expect(firstOfFirst.size).toBeGreaterThan(5);
    expect(firstOfLast.size).toBe(7);
  });

  it('brings the shortest first, in the order of the data, without shuffling', () => {
    const buckets = Int32Array.of(3, 1, 2, 1, 3);
    const order = epochOrder(
      { examples: 5, batchSize: 2, shuffleSeed: null, buckets },
      4
    );
    expect([...order]).toEqual([1, 3, 2, 0, 4]);
  });
});
