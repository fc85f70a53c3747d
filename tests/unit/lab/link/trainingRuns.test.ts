import { History } from '../../../../src/engine';
import { createTrainingRuns } from '../../../../src/lab/link/trainingRuns';
import type { History as Bundle } from '../../../../src/trace';

/** A run in a kernel: it moves on, and says what is new. */
function createRun() {
  const history = new History(100, 4);
  let mark = { epochs: 0, batches: 0 };
  const heard = () => {
    mark = {
      epochs: history.epochs.length,
      batches: history.batchLosses.length
    };
  };
  return {
    history,
    whole: () => {
      heard();
      return history.toBundle();
    },
    next: () => {
      const epoch = history.epochs.length;
      history.batchLosses.push(epoch, epoch, epoch, epoch);
      history.epochs.push({
        logs: { loss: epoch },
        learningRate: 0.1,
        gradientNorm: 1,
        seconds: 1
      });
      const tail = history.tail(mark);
      heard();
      return tail;
    }
  };
}

function createPage(answer: () => Promise<Bundle>) {
  const told: Bundle[] = [];
  let asked = 0;
  const runs = createTrainingRuns(
    () => {
      asked++;
      return answer();
    },
    history => told.push(history)
  );
  return {
    runs,
    told,
    get asked() {
      return asked;
    }
  };
}

const settled = () => new Promise(resolve => setTimeout(resolve));
const losses = ({ metrics }: Bundle) => [...metrics[0].training.values];

test('each part is told as the whole run', () => {
  const run = createRun();
  const page = createPage(() => Promise.reject(new Error('not asked')));
  page.runs.whole(run.whole());
  page.runs.tail(run.next());
  page.runs.tail(run.next());
  run.history.status = 'finished';
  page.runs.whole(run.whole());
  expect(page.told.map(losses)).toEqual([[], [0], [0, 1], [0, 1]]);
  expect(page.told.map(({ status }) => status)).toEqual([
    'running',
    'running',
    'running',
    'finished'
  ]);
  expect(page.asked).toBe(0);
});

test('a page that joined late asks once for the whole, and goes on from there', async () => {
  const run = createRun();
  run.next();
  run.next();
  let answer: (history: Bundle) => void = () => undefined;
  const page = createPage(
    () =>
      new Promise(resolve => {
        answer = resolve;
      })
  );
  page.runs.tail(run.next());
  page.runs.tail(run.next());
  const whole = run.history.toBundle();
  page.runs.tail(run.next());
  answer(whole);
  await settled();
  page.runs.tail(run.next());
  expect(page.asked).toBe(1);
  // The parts older than the answer are not told again.
  expect(page.told.map(losses)).toEqual([
    [0, 1, 2, 3],
    [0, 1, 2, 3, 4],
    [0, 1, 2, 3, 4, 5]
  ]);
});

test('after a part that was missed the whole is asked for again', async () => {
  const run = createRun();
  const page = createPage(() => Promise.resolve(run.history.toBundle()));
  page.runs.whole(run.whole());
  run.next();
  page.runs.tail(run.next());
  await settled();
  page.runs.tail(run.next());
  expect(page.asked).toBe(1);
  expect(page.told.map(losses)).toEqual([[], [0, 1], [0, 1, 2]]);
});

test('a kernel that does not answer is asked again by the next part', async () => {
  const run = createRun();
  let fails = true;
  const page = createPage(() =>
    fails
      ? Promise.reject(new Error('busy'))
      : Promise.resolve(run.history.toBundle())
  );
  run.next();
  page.runs.tail(run.next());
  await settled();
  fails = false;
  page.runs.tail(run.next());
  await settled();
  expect(page.asked).toBe(2);
  expect(page.told.map(losses)).toEqual([[0, 1, 2]]);
});

test('the end that comes while the whole is asked for stays the end', async () => {
  const run = createRun();
  let answer: (history: Bundle) => void = () => undefined;
  const page = createPage(
    () =>
      new Promise(resolve => {
        answer = resolve;
      })
  );
  run.next();
  page.runs.tail(run.next());
  const early = run.history.toBundle();
  run.next();
  run.history.status = 'stopped';
  page.runs.whole(run.history.toBundle());
  answer(early);
  await settled();
  expect(page.told.map(({ status }) => status)).toEqual(['stopped']);
});
