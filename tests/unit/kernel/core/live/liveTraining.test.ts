import {
  History,
  layers,
  lstm,
  race,
  sequential
} from '../../../../../src/engine';
import { createLiveTraining } from '../../../../../src/kernel/core/live/liveTraining';
import { thin } from '../../../../../src/trace';
import { runOf } from '../session/runOf';
import { createRegistry } from '../../../../../src/kernel/core/live/registry';
import {
  appendHistory,
  MOST_REPLAYED,
  replayedEpochs,
  type Events,
  type History as Bundle,
  type Trace
} from '../../../../../src/trace';

type Said =
  ['history', Events['history']] | ['historyTail', Events['historyTail']];

type Told = ['race', Events['race']];

function createKernel() {
  const said: Said[] = [];
  const shown: Bundle[] = [];
  const page = { connected: true };
  const registry = createRegistry();
  const live = createLiveTraining({
    registry,
    displays: {
      bundle: (history: History) => {
        shown.push(history.toBundle());
        return { data: {}, metadata: {} };
      },
      display: () => undefined,
      update: () => undefined
    } as never,
    link: {
      send: (...event: unknown[]) => said.push(event as Said),
      get connected() {
        return page.connected;
      }
    },
    within: (_, work) => work()
  });
  return { said, shown, page, live, registry };
}

function nextEpoch(history: History): void {
  const epoch = history.epochs.length;
  history.batchLosses.push(epoch, epoch + 0.5);
  history.epochs.push({
    logs: { loss: epoch },
    learningRate: 0.1,
    gradientNorm: 1,
    seconds: 1
  });
  history.changed();
}

/** What a page knows that has heard everything. */
function heard(said: readonly Said[]): Bundle | null {
  return said.reduce<Bundle | null>(
    (known, [name, data]) =>
      name === 'history' ? data.history : known && appendHistory(known, data),
    null
  );
}

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

test('a page sees the replay grow while training runs, and the gates of an epoch on request', () => {
  const { said, live, registry } = createKernel();
  const run = lstm({ inputSize: 1, units: 2, seed: 1 }).run([1, 2, 3]);
  const history = new History(50, 2);
  live.started(history, null);
  for (let epoch = 0; epoch < 5; epoch++) {
    const trace = { ...run.toBundle(), id: `epoch ${epoch}` } as Trace;
    history.snapshots.push({ epoch, trace });
    nextEpoch(history);
    jest.advanceTimersByTime(60);
  }
  const known = heard(said);
  expect(known?.status).toBe('running');
  expect(known?.snapshots?.map(({ epoch }) => epoch)).toEqual([0, 1, 2, 3, 4]);
  expect(known?.snapshots?.[4].trace.layers[0].channels).toHaveLength(1);
  expect(
    registry.snapshot('epoch 4')?.layers[0].channels.length
  ).toBeGreaterThan(5);
});

test('thousands of short epochs cost a page what its replay shows of them, also at their end', () => {
  const { said, shown, live } = createKernel();
  const trace = lstm({ inputSize: 1, units: 2, seed: 1 })
    .run([1, 2, 3])
    .toBundle();
  const history = new History(9000, 2);
  live.started(history, null);
  for (let epoch = 0; epoch < 6404; epoch++) {
    history.snapshots.push({ epoch, trace });
    nextEpoch(history);
    jest.advanceTimersByTime(1);
  }
  const before = said.length;
  history.end('stopped', 'stopped in the view');
  // That it stopped is said by itself, before all of it is put together.
  const [first, last] = said.slice(before);
  expect(first).toMatchObject([
    'historyTail',
    { history: { status: 'stopped' } }
  ]);
  expect(first[1].history.snapshots?.length ?? 0).toBeLessThanOrEqual(41);
  expect(last[0]).toBe('history');
  expect(said.length - before).toBe(2);
  expect(heard(said.slice(0, -1))).toMatchObject({
    status: 'stopped',
    reason: 'stopped in the view'
  });
  const all = replayedEpochs(history.snapshots);
  expect(said.at(-1)![1].history.snapshots).toHaveLength(all.length);
  expect(heard(said.slice(0, -1))?.snapshots?.length).toBeLessThanOrEqual(
    MOST_REPLAYED + 2
  );
  // Of what came within one message no more is told than the replay will show.
  for (const [, { history: part }] of said.slice(1, -1)) {
    expect(part.snapshots?.length).toBeLessThanOrEqual(41);
  }
  // The notebook's copy, too, is made of these alone.
  const saved = thin(shown.at(-1)!, 1_000_000) as Bundle;
  expect(saved.snapshots!.length).toBeLessThanOrEqual(all.length);
  expect(saved.thinned).toMatch(/of 6404 saved epochs/);
});

test('that a fit has ended is told before anything that takes long, and that once', () => {
  const { said, shown, live } = createKernel();
  const history = new History(50, 2);
  live.started(history, null);
  nextEpoch(history);
  jest.advanceTimersByTime(60);
  const before = { said: said.length, shown: shown.length };
  history.endsTwice = true;
  history.end('stopped', 'stopped in the view');
  expect(said.slice(before.said)).toMatchObject([
    ['historyTail', { history: { status: 'stopped' } }]
  ]);
  expect(shown).toHaveLength(before.shown);
  history.endsTwice = false;
  history.changed();
  jest.advanceTimersByTime(1000);
  expect(said.slice(before.said).map(([name]) => name)).toEqual([
    'historyTail',
    'history'
  ]);
  expect(shown).toHaveLength(before.shown + 1);
});

test('a page hears all of a run at its start and at its end, and between them what is new', () => {
  const { said, live } = createKernel();
  const history = new History(50, 2);
  live.started(history, null);
  for (let epoch = 0; epoch < 50; epoch++) {
    nextEpoch(history);
    jest.advanceTimersByTime(30);
  }
  history.end('finished');
  const names = said.map(([name]) => name);
  expect(names[0]).toBe('history');
  expect(names.at(-1)).toBe('history');
  expect(new Set(names.slice(1, -1))).toEqual(new Set(['historyTail']));
  for (const [, { history: part }] of said.slice(1, -2)) {
    expect(part.metrics[0].training.values).toHaveLength(1);
  }
  expect(heard(said.slice(0, -1))?.metrics).toEqual(history.toBundle().metrics);
  expect(heard(said)).toMatchObject({
    status: 'finished',
    epochs: { done: 50 }
  });
});

test('a run that moves on every 2 ms is told of 25 times a second, and nothing is lost', () => {
  const { said, live } = createKernel();
  const history = new History(1000, 2);
  live.started(history, null);
  for (let epoch = 0; epoch < 500; epoch++) {
    nextEpoch(history);
    jest.advanceTimersByTime(2);
  }
  expect(said.length).toBeGreaterThanOrEqual(24);
  expect(said.length).toBeLessThanOrEqual(26);
  jest.advanceTimersByTime(40);
  expect(heard(said)?.epochs.done).toBe(500);
  expect(heard(said)?.metrics).toEqual(history.toBundle().metrics);
});

test.each([1, 7, 16, 24, 26, 33, 39, 41, 50])(
  'a run that moves on every %d ms is told of 20 times a second and more',
  gap => {
    const { said, live } = createKernel();
    const history = new History(10_000, 2);
    live.started(history, null);
    // The thread is busy between changes: no timer of its own fires.
    let clock = 0;
    const now = jest.spyOn(performance, 'now').mockImplementation(() => clock);
    for (; clock < 2000; clock += gap) {
      nextEpoch(history);
    }
    now.mockRestore();
    expect(said.length).toBeGreaterThanOrEqual(40);
  }
);

test('a page that comes back is told all before what is new', () => {
  const { said, page, live } = createKernel();
  const history = new History(50, 2);
  live.started(history, null);
  const go = () => {
    nextEpoch(history);
    jest.advanceTimersByTime(30);
  };
  go();
  go();
  page.connected = false;
  go();
  page.connected = true;
  go();
  go();
  expect(said.map(([name]) => name)).toEqual([
    'history',
    'historyTail',
    'history',
    'historyTail'
  ]);
  expect(heard(said.slice(2))?.epochs.done).toBe(5);
});

test('a run that is gone on with begins with all of it again', () => {
  const { said, live } = createKernel();
  const history = new History(50, 2);
  live.started(history, null);
  nextEpoch(history);
  history.end('stopped', 'paused');
  history.status = 'running';
  jest.advanceTimersByTime(30);
  nextEpoch(history);
  jest.advanceTimersByTime(30);
  nextEpoch(history);
  expect(said.map(([name]) => name)).toEqual([
    'history',
    'historyTail',
    'history',
    'history',
    'historyTail'
  ]);
});

describe('a race', () => {
  const make = () => {
    const model = sequential([layers.dense({ units: 1 })], { seed: 1 });
    model.compile({ loss: 'meanSquaredError', optimizer: 'sgd' });
    return race({
      models: { one: model },
      x: [[0], [1]],
      y: [0, 1],
      testData: { 1: [[[1]], [2]] },
      epochs: 3
    });
  };

  beforeEach(() => jest.useRealTimers());

  it('is told whole to pages that listen while it goes on, and saved at its end', async () => {
    const { said, shown, live } = createKernel();
    const going = make();
    const run = runOf(1);
    live.shown(going, run);
    expect(run.goesOn).toEqual(new Set([going.finished]));
    await going.finished;
    const races = said.map(event => event as unknown as Told);
    expect(races.every(([name]) => name === 'race')).toBe(true);
    expect(races.at(-1)![1].race).toMatchObject({
      status: 'finished',
      epochs: { done: 3, planned: 3 }
    });
    expect(shown).toHaveLength(1);
  });

  it('that has ended keeps nobody waiting', async () => {
    const { said, live } = createKernel();
    const ended = await make().finished;
    const run = runOf(1);
    live.shown(ended, run);
    expect(run.goesOn.size).toBe(0);
    expect(said).toEqual([]);
  });
});
