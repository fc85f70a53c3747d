import { History, setHost } from '../../../../../src/engine';
import { createLines } from '../../../../../src/kernel/core/live/lines';
import { createTrainingLines } from '../../../../../src/kernel/core/live/trainingLine';
import { runOf } from '../session/runOf';

/** Milliseconds of the engine's clock, which the tests move. */
let now = 0;
let messages: { kind: string; id?: string; line: unknown }[] = [];

function createCell() {
  const run = runOf(1);
  const at = { work: run as ReturnType<typeof runOf> | null };
  const follow = createTrainingLines(() => at.work);
  return { run, at, follow, end: () => run.onEnd.forEach(each => each()) };
}

function training(
  follow: (history: History) => void,
  title?: string,
  planned = 3
) {
  const history = new History(planned, 1);
  history.title = title;
  follow(history);
  return history;
}

/** Trains an epoch of so many milliseconds. */
function epoch(history: History, milliseconds: number): void {
  now += milliseconds;
  const logs = { loss: 0.123 };
  const row = { logs, learningRate: 0.1, gradientNorm: 1, seconds: 1 };
  history.epochs.push(row);
  history.changed();
}

function whole(history: History, milliseconds: number): void {
  for (let at = 0; at < history.planned; at++) {
    epoch(history, milliseconds);
  }
  history.end('finished');
}

beforeEach(() => {
  [now, messages] = [0, []];
  const said =
    (kind: string) =>
    ({ data }: { data: Record<string, unknown> }, id?: string) =>
      messages.push({ kind, id, line: data['text/plain'] });
  const displays = { display: said('display'), update: said('update') };
  setHost({ now: () => now, showLine: createLines(displays as never) });
});

afterEach(() => setHost({ now: () => performance.now(), showLine: undefined }));

test('the trainings of a notebook cell share one line, which names no score and ends by their number', () => {
  const { follow, end } = createCell();
  whole(training(follow, 'GRU, seed 1'), 500);
  const second = training(follow, 'GRU, seed 2');
  epoch(second, 500);
  expect(messages.map(({ line }) => line)).toEqual([
    'Training: 1.0 s, GRU, seed 1, epoch 3 of 3',
    'Training: 1.5 s, GRU, seed 1, epoch 3 of 3',
    'Training: 2.0 s, 1 done; now GRU, seed 2, epoch 2 of 3'
  ]);
  whole(second, 500);
  end();
  expect(messages.at(-1)?.line).toBe('Training: 3.5 s, 2 done');
  expect(messages.map(({ kind }) => kind)).toEqual([
    'display',
    ...messages.slice(1).map(() => 'update')
  ]);
  expect(new Set(messages.map(({ id }) => id)).size).toBe(1);
  expect(JSON.stringify(messages)).not.toContain('0.123');
});

test('thousands of short steps are four messages a second, and what is over in a second says nothing', () => {
  const { follow, end } = createCell();
  whole(training(follow, undefined, 900), 1);
  expect(messages).toEqual([]);
  whole(training(follow, undefined, 9000), 1);
  end();
  expect(messages.length).toBeLessThan(4 * 9.9);
  expect(messages[0].line).toBe(
    'Training: 1.0 s, 1 done; now epoch 101 of 9000'
  );
  const quick = createCell();
  messages = [];
  whole(training(quick.follow, 'short', 9), 100);
  quick.end();
  expect(messages).toEqual([]);
});

test('a training that its notebook cell did not wait for closes the line, and an interrupted one is not counted', () => {
  const { follow, end } = createCell();
  whole(training(follow, 'first'), 500);
  const late = training(follow, 'late');
  epoch(late, 500);
  end();
  expect(messages.at(-1)?.line).toContain('now late, epoch 2 of 3');
  now += 10;
  late.end('stopped', 'interrupted');
  expect(messages.at(-1)?.line).toBe('Training: 2.0 s, 1 done');
});

test('a training that goes on in another notebook cell has its line there', () => {
  const { at, follow, end } = createCell();
  const history = training(follow, 'LSTM', 2);
  whole(history, 600);
  end();
  const [first] = messages;
  messages = [];
  at.work = runOf(2);
  history.planned = 4;
  history.status = 'running';
  epoch(history, 0);
  epoch(history, 1200);
  expect(messages).toEqual([
    {
      ...first,
      id: expect.any(String),
      line: 'Training: 1.2 s, LSTM, epoch 4 of 4'
    }
  ]);
  expect(messages[0].id).not.toBe(first.id);
});

test('what ships is told at once and at the end, however short that took, with how to train it here', () => {
  const { follow, end } = createCell();
  const taken = new History(3, 1);
  taken.end('finished');
  follow(taken);
  follow(taken);
  whole(training(follow), 10);
  end();
  expect(messages.map(({ line }) => line)).toEqual([
    'Training: 0.0 s, 1 done',
    'Training: 0.0 s, 1 done, 2 came trained; shipped = false trains them here'
  ]);
});

test('where no notebook cell is at work nothing is said', () => {
  const { at, follow } = createCell();
  at.work = null;
  whole(training(follow, 'nobody', 5), 1000);
  expect(messages).toEqual([]);
});
