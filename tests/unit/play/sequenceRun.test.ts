/** @jest-environment jsdom */
import type { PlayStore } from '../../../src/play/playStore';
import { createSequenceRun } from '../../../src/play/sequenceRun';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

/** A page with a sequence of three steps, drawn anew at every change. */
function pageOf(isStill = false) {
  const training = { isRunning: true, fresh: { values: [1, -1, 1] } };
  const run = createSequenceRun(
    { training } as unknown as PlayStore,
    isStill,
    () => run.paint()
  );
  run.paint();
  const after = (ticks: number): number | null => {
    jest.advanceTimersByTime(250 * ticks);
    return run.now;
  };
  const press = (): void => run.element.click();
  return { training, run, after, press };
}

describe('the sequence that runs through both networks', () => {
  it('runs again and again while they learn, and stops with them', () => {
    const { training, run, after } = pageOf();
    expect([after(1), after(1), after(1), after(1)]).toEqual([0, 1, 2, 0]);
    training.isRunning = false;
    run.paint();
    expect([run.now, after(4)]).toEqual([null, null]);
  });

  it('stays stopped when its reader has stopped it, and runs once when asked to', () => {
    const { run, after, press } = pageOf();
    after(2);
    press();
    expect([run.now, after(4)]).toEqual([null, null]);
    press();
    expect([after(1), after(2), after(1), after(4)]).toEqual([
      0,
      2,
      null,
      null
    ]);
  });

  it('moves by a step at each press, and by nothing else, where no motion is wanted', () => {
    const { run, after, press } = pageOf(true);
    expect(after(9)).toBe(null);
    press();
    expect([run.now, after(9)]).toEqual([0, 0]);
    press();
    expect(run.now).toBe(1);
  });

  it('ends where a shorter sequence has taken its place', () => {
    const { training, run, after } = pageOf();
    after(3);
    training.fresh.values.length = 2;
    run.paint();
    expect(run.now).toBe(null);
  });
});
