import fc from 'fast-check';
import type { History, Trace } from '../../../src/trace';
import {
  MOST_REPLAYED,
  replayedEpochs,
  replayedWith
} from '../../../src/trace';

type Snapshots = NonNullable<History['snapshots']>;

const saved = (epochs: number, every: number): Snapshots =>
  Array.from({ length: epochs }, (_, at) => ({
    epoch: at * every,
    trace: {} as Trace
  }));

const gapsOf = (snapshots: Snapshots): number[] =>
  snapshots.slice(1).map(({ epoch }, at) => epoch - snapshots[at].epoch);

describe('the epochs that a replay shows', () => {
  it('are all of a few, and of many at most so many, evenly spaced, with the first, the last and the best', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 20_000 }),
        fc.integer({ min: 1, max: 12 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (count, every, share) => {
          const all = saved(count, every);
          const best = all[Math.floor(share * (count - 1))].epoch;
          const shown = replayedEpochs(all, best).map(({ epoch }) => epoch);
          expect(shown.length).toBeLessThanOrEqual(MOST_REPLAYED + 3);
          expect(shown).toContain(0);
          expect(shown).toContain(best);
          expect(shown.at(-1)).toBe(all[count - 1].epoch);
          expect(shown.length).toBeGreaterThanOrEqual(
            Math.min(count, MOST_REPLAYED / 2)
          );
          const [first, ...others] = gapsOf(replayedEpochs(all).slice(0, -1));
          expect(others.every(gap => gap === first)).toBe(true);
        }
      )
    );
  });

  it('are the same, but for the last, when they were heard in parts', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 90 }), {
          minLength: 2,
          maxLength: 60
        }),
        parts => {
          let count = 0;
          let known: Snapshots = [];
          for (const part of parts) {
            const before = count;
            count += part;
            const all = saved(count, 1);
            known = replayedWith(
              known,
              replayedEpochs(all).filter(({ epoch }) => epoch >= before)
            );
          }
          expect(known).toEqual(replayedEpochs(saved(count, 1)));
        }
      )
    );
  });
});
