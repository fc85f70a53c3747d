import type { createIdleWork as CreateIdleWork } from '../../../../../src/kernel/core/session/idleWork';

let createIdleWork: typeof CreateIdleWork;

beforeAll(async () => {
  // It takes the machine's timers as it is loaded.
  jest.useFakeTimers();
  ({ createIdleWork } =
    await import('../../../../../src/kernel/core/session/idleWork'));
});
afterAll(() => jest.useRealTimers());

function idle({ isLate = false, isBusy = (): boolean => false } = {}) {
  const done: string[] = [];
  const work = createIdleWork({
    guard: { guarded: run => run() } as Parameters<
      typeof CreateIdleWork
    >[0]['guard'],
    isBusy,
    warmUp: part => done.push(part),
    isLate,
    settled: () => done.push('settled'),
    releaseMemory: () => done.push('memory')
  });
  return { work, done };
}

it('a kernel that nobody asks warms up by itself', () => {
  const { done } = idle();
  jest.runAllTimers();
  expect(done).toEqual(['smallest', 'usual', 'library', 'memory']);
});

it('the first cell warms up in its place, and once it is quiet the kernel settles, once', () => {
  const { work, done } = idle();
  for (const cells of [1, 2]) {
    work.disturbed(true);
    work.answered();
    jest.runAllTimers();
    expect({ cells, done }).toEqual({ cells, done: ['settled'] });
  }
});

it('what is no cell puts the warming up off', () => {
  const { work, done } = idle();
  work.disturbed(false);
  expect(jest.getTimerCount()).toBe(0);
  work.answered();
  jest.runAllTimers();
  expect(done).toEqual(['library', 'memory']);
});

it('a kernel that computes does not settle, and is asked again', () => {
  let isBusy = true;
  const { work, done } = idle({ isBusy: () => isBusy });
  work.disturbed(true);
  work.answered();
  jest.runAllTimers();
  expect(done).toEqual([]);
  isBusy = false;
  work.answered();
  jest.runAllTimers();
  expect(done).toEqual(['settled']);
});

it('a compiler that comes late is warmed up when it has come', () => {
  const { work, done } = idle({ isLate: true });
  work.answered();
  jest.runAllTimers();
  expect(done).toEqual([]);
  work.warmUp();
  jest.runAllTimers();
  expect(done).toEqual(['smallest', 'usual', 'library', 'memory']);
});
