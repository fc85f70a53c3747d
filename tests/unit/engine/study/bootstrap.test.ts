import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bootstrap, random } from '../../../../src/engine';

/** Written by tests/fixtures/make_bootstrap.py. */
const theirs = JSON.parse(
  readFileSync(
    join(__dirname, '../../../fixtures/scipy/bootstrap.json'),
    'utf8'
  )
) as {
  readonly one: number[];
  readonly other: number[];
  readonly cases: readonly {
    readonly confidence: number;
    readonly paired: boolean;
    readonly interval: readonly [number, number];
  }[];
  readonly blocks: readonly {
    readonly block: number;
    readonly paired: boolean;
    readonly interval: readonly [number, number];
  }[];
};
const { one, other } = theirs;

/** Ends from 5,000 draws and from 40,000 differ by chance, by some hundredths of the width. */
function expectNear(
  { low, high }: { readonly low: number; readonly high: number },
  [from, to]: readonly [number, number]
): void {
  const room = 0.04 * (to - from);
  expect(Math.abs(low - from)).toBeLessThan(room);
  expect(Math.abs(high - to)).toBeLessThan(room);
}
const resamples = 5000;

describe('a bootstrap', () => {
  it.each(theirs.cases)(
    'has the interval of scipy: confidence $confidence, paired $paired',
    ({ confidence, paired, interval }) => {
      const found = bootstrap(one, {
        ...(paired && { against: other }),
        confidence,
        resamples
      });
      expectNear(found, interval);
    }
  );

  it.each(theirs.blocks.filter(({ block }) => block < one.length))(
    'in blocks of $block has that of numpy, paired $paired',
    ({ block, paired, interval }) => {
      const found = bootstrap(one, {
        ...(paired && { against: other }),
        block,
        resamples
      });
      expectNear(found, interval);
    }
  );

  it('in one block of all has no width: whatever it begins with, all are drawn', () => {
    const { low, high, mean } = bootstrap(one, { block: one.length });
    expect(low).toBeCloseTo(mean, 9);
    expect(high).toBeCloseTo(mean, 9);
  });

  it.each([1, 2])(
    'in blocks of %d loses no small number behind a large one',
    block => {
      // A resample without the large one has a mean of 1, and such are most of the lowest.
      const errors = [1e17, ...Array.from({ length: 9 }, () => 1)];
      expect(bootstrap(errors, { block }).low).toBe(1);
    }
  );

  it('is wider in blocks where neighbors are alike', () => {
    const width = (block: number): number => {
      const { low, high } = bootstrap(one, { block });
      return high - low;
    };
    expect(width(14)).toBeGreaterThan(1.5 * width(1));
  });

  it('leaves a difference as it is where both have the same hard days', () => {
    const harder = one.map(error => error + 5);
    const { low, high, mean } = bootstrap(harder, { against: one });
    expect([low, mean, high].map(Math.round)).toEqual([5, 5, 5]);
  });

  it('draws seeds too: their means move the interval, not the days alone', () => {
    const days = Array.from({ length: 50 }, () => 0);
    const seeds = [-10, -5, 0, 5, 10].map(mean => days.map(() => mean));
    const { low, high, mean } = bootstrap(seeds, { resamples });
    expect(mean).toBe(0);
    // Of five numbers with a variance of 50 the means have one of 10: 1.96 · 3.16 to either side.
    expect(high).toBeGreaterThan(5);
    expect(high).toBeLessThan(7);
    expect(low).toBeCloseTo(-high, 0);
  });

  it('holds what it promises: nineteen of twenty intervals', () => {
    const source = random(3);
    let held = 0;
    for (let each = 0; each < 200; each += 1) {
      const errors = Array.from({ length: 60 }, () => source.normal(2, 1));
      const { low, high } = bootstrap(errors, {
        resamples: 200,
        seed: each
      });
      held += Number(low <= 2 && 2 <= high);
    }
    expect(held / 200).toBeGreaterThan(0.91);
    expect(held / 200).toBeLessThan(0.98);
  });

  it('says what does not fit', () => {
    expect(() => bootstrap([1, 2, 3], { against: [1, 2] })).toThrow(
      'bootstrap: against must have 3 numbers, one for each of errors, got 2'
    );
    expect(() => bootstrap([1, 2, 3], { block: 4 })).toThrow(
      'bootstrap: block must be at most 3, the numbers there are, got 4'
    );
    expect(() => bootstrap([1, NaN, 3])).toThrow('bootstrap: errors holds NaN');
    expect(() => bootstrap([1])).toThrow(
      'bootstrap: errors must be [N] or [S, N] with at least two numbers, got [1]'
    );
  });
});
