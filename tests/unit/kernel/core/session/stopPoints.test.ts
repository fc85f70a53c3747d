import { createStopPoints } from '../../../../../src/kernel/core/session/stopPoints';

/** Stop points beside a clock on which each turn takes a while. */
function points(milliseconds: number, stopsAt = Infinity) {
  let time = 0;
  let turns = 0;
  let looks = 0;
  const { turned } = createStopPoints({
    ask: () => {
      looks += 1;
    },
    isStopped: () => turns >= stopsAt,
    now: () => time
  });
  return {
    run(count: number) {
      for (let turn = 0; turn < count; turn += 1) {
        turns += 1;
        time += milliseconds;
        turned();
      }
    },
    get turns() {
      return turns;
    },
    get looks() {
      return looks;
    }
  };
}

describe('stop points', () => {
  it('throw at the next look, once the run was interrupted', () => {
    const loop = points(0.001, 10_000);
    expect(() => loop.run(1_000_000)).toThrow('stopped by the user');
    expect(loop.turns).toBeGreaterThanOrEqual(10_000);
    // 5 ms of turns at most, and those of one look.
    expect(loop.turns).toBeLessThan(10_000 + 5000 + 33);
  });

  it('look seldom where turns are quick', () => {
    const loop = points(0.0001);
    loop.run(1_000_000);
    // 100 ms, a look every 5 ms.
    expect(loop.looks).toBeLessThan(22);
  });

  it('look at each turn where a turn takes long', () => {
    const slow = points(100, 20);
    expect(() => slow.run(1000)).toThrow('stopped');
    expect(slow.turns).toBeLessThan(23);
  });

  it('forget how quick the turns of an earlier loop were', () => {
    let time = 0;
    let looks = 0;
    const { turned, renew } = createStopPoints({
      ask: () => {
        looks += 1;
      },
      isStopped: () => false,
      now: () => time
    });
    for (let turn = 0; turn < 100; turn += 1) {
      turned();
    }
    time = 60_000;
    renew();
    turned();
    expect(looks).toBe(1);
  });
});
