import { runThreads } from '../../../../../src/kernel/core/run/runThreads';
import type { CellRun } from '../../../../../src/kernel/core/run/run';

/** Threads in name only. */
function pretended() {
  const end = jest.fn();
  const threads = {
    cores: 2,
    start: () => ({
      train: () => Promise.reject(new Error('none')),
      wait: () => Promise.resolve(),
      end
    })
  };
  return { end, threads };
}

const runOf = () =>
  ({ interrupted: false, onInterrupt: new Set() }) as unknown as CellRun;

describe('the threads of a run', () => {
  it('end when it is interrupted, though nobody who waits for them goes on', () => {
    const { end, threads } = pretended();
    const run = runOf();
    runThreads(threads, () => run).start(2);
    run.onInterrupt.forEach(stop => stop());
    expect(end).toHaveBeenCalledTimes(1);
    expect(run.onInterrupt.size).toBe(0);
  });

  it('are forgotten once they ended by themselves', () => {
    const { end, threads } = pretended();
    const run = runOf();
    const all = runThreads(threads, () => run);
    all.start(2).end();
    all.stop();
    expect(end).toHaveBeenCalledTimes(1);
    expect(run.onInterrupt.size).toBe(0);
    expect(run.interrupted).toBe(false);
  });

  it('end with those of all others, and their runs know it', () => {
    const { end, threads } = pretended();
    const runs = [runOf(), runOf()];
    const waiting = [...runs];
    const all = runThreads(threads, () => waiting.shift() ?? null);
    runs.forEach(() => all.start(1));
    // Of no run: nobody is there to be told.
    all.start(1);
    all.stop();
    expect(end).toHaveBeenCalledTimes(3);
    expect(runs.map(({ interrupted }) => interrupted)).toEqual([true, true]);
  });
});
