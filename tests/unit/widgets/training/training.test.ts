/** @jest-environment jsdom */
import type { History } from '../../../../src/trace';
import { float64, TRACE_VERSION } from '../../../../src/trace';
import { untranslated } from '../../../../src/scene/words/translate';
import { isShare } from '../../../../src/views/training/metricChart';
import { numberedRows } from '../../../../src/views/training/replayMarks';
import { replayQuantity } from '../../../../src/views/training/replayQuantity';
import { trainingLayout } from '../../../../src/views/training/trainingLayout';
import {
  bestEpochOf,
  risesBeyondNoise,
  sinceBest,
  trainingReading
} from '../../../../src/views/training/trainingWords';
import {
  epochsWords,
  restWords
} from '../../../../src/views/run/progressWords';
import {
  replayPlace,
  trainingPlaced
} from '../../../../src/views/training/trainingPlaced';
import { followEpoch } from '../../../../src/views/training/followEpoch';
import { trainingView } from '../../../../src/views/training/trainingView';
import { markup } from '../../../../src/scene/marks/markup';
import { dataTable } from '../../../../src/scene/table';
import { pageTheme } from '../../../../src/scene/theme';
import { trainingTools } from '../../../../src/widgets/training/trainingTools';
import { createTrainingView } from '../../../../src/widgets/training/createTrainingView';
import { bundlePicture } from '../../../../src/kernel/core/picture/bundlePicture';
import { lstmTrace } from '../cells';
import { openView } from '../viewPage';

const list = (...values: number[]) => float64(values, [values.length]);
const history: History = {
  version: TRACE_VERSION,
  kind: 'history',
  id: 'h',
  status: 'finished',
  epochs: { done: 3, planned: 5 },
  metrics: [
    {
      name: 'loss',
      training: list(0.7, 0.5, 0.3),
      validation: list(0.6, 0.5, 0.55)
    },
    { name: 'accuracy', training: list(0.5, 0.8, 0.9) }
  ]
};

describe('the training view', () => {
  it('finds the best epoch by the validation loss', () => {
    expect(bestEpochOf(history)).toBe(1);
    expect(bestEpochOf({ ...history, bestEpoch: 2 })).toBe(2);
    expect(
      bestEpochOf({ ...history, epochs: { done: 0, planned: 5 } })
    ).toBeUndefined();
  });

  it('asks which epoch is the best, and of one that goes on whether it still learns', () => {
    const asked = (of: History): string[] => {
      const page = openView(createTrainingView, of);
      const words = page.texts('.jp-gatescope-asked p');
      page.close();
      return words;
    };
    expect(asked(history)).toEqual([
      'Which epoch is the best?',
      'Epoch 2; since then: validation loss 0.500 → 0.550, training loss 0.500 → 0.300.'
    ]);
    expect(asked({ ...history, status: 'running' })).toEqual([
      'Is it still learning?',
      'Unclear. Since epoch 2: validation loss 0.500 → 0.550, training loss 0.500 → 0.300.'
    ]);
    expect(bundlePicture(history)).toContain('Epoch 2; since then:');
  });

  it('opens on the epoch that show() says', () => {
    const page = openView(createTrainingView, {
      ...history,
      view: { epoch: 2 }
    });
    expect(page.texts('.jp-gatescope-epoch-badge')).toContain('epoch 3');
    page.close();
  });

  it('has one row an epoch in its table, counted from 1', () => {
    const table = dataTable(
      trainingView.table({
        bundle: history,
        chosen: { gates: false, log: false, smoothing: 0 },
        data: null,
        translate: untranslated
      })
    );
    expect(table.columns).toEqual([
      'epoch',
      'loss',
      'validation loss',
      'accuracy'
    ]);
    expect(table.rows[1]).toEqual([2, 0.5, 0.5, 0.8]);
  });

  it('writes shares in percent, losses as they are', () => {
    expect(isShare(history.metrics[1])).toBe(true);
    expect(isShare(history.metrics[0])).toBe(false);
    expect(isShare({ name: 'accuracy', training: list(2) })).toBe(false);
  });

  it('answers a press of Stop before the kernel does, until the fit has ended or cannot be stopped', async () => {
    const running: History = { ...history, status: 'running' };
    const answers: ((error?: Error) => void)[] = [];
    const page = openView(createTrainingView, running, {
      status: { state: 'live' },
      answer: method =>
        method === 'stop'
          ? new Promise((resolve, reject) =>
              answers.push(error => (error ? reject(error) : resolve({})))
            )
          : { history: running }
    });
    const stop = () =>
      page.element.querySelector<HTMLElement>('[data-tool="stop"]');
    const asked = () => page.asked.filter(({ method }) => method === 'stop');
    await page.settle();
    stop()?.click();
    expect(stop()?.textContent).toBe('Stopping …');
    stop()?.click();
    expect(asked()).toHaveLength(1);
    answers[0](new Error('It cannot be stopped.'));
    await page.settle();
    expect(stop()?.textContent).toBe('■ Stop');
    stop()?.click();
    page.view.update({ ...history, status: 'stopped' });
    await page.settle();
    expect(stop()).toBeNull();
    // It goes on, as by a line of the notebook.
    page.view.update(running);
    await page.settle();
    expect(stop()?.textContent).toBe('■ Stop');
    page.close();
  });

  it('offers to stop a running fit and to go on with an ended one', () => {
    const calls: unknown[] = [];
    const actions = {
      stop: () => calls.push('stop'),
      resume: (more?: object) => calls.push(more ?? 'rest'),
      useEpoch: (epoch: number) => calls.push(epoch),
      walk: () => undefined
    };
    const state = { live: true, replayed: null };
    const [stop] = trainingTools(
      { ...state, history: { ...history, status: 'running' } },
      actions,
      untranslated
    );
    stop.run?.();
    const [resume] = trainingTools(
      { ...state, history },
      actions,
      untranslated
    );
    for (const item of resume.menu?.() ?? []) {
      item.run();
    }
    expect(calls).toEqual(['stop', 'rest', { epochs: 1 }, { batches: 1 }]);
    const [dead] = trainingTools(
      { ...state, live: false, history },
      actions,
      untranslated
    );
    expect(dead.off).toBe(
      'The training is not live: no kernel holds its network.'
    );
  });

  it('does not offer to go on with a loop in Python, which only its own cell can', () => {
    const named = (status: History['status']): string[] =>
      trainingTools(
        {
          live: true,
          replayed: null,
          history: { ...history, status, language: 'python' }
        },
        {
          stop: () => undefined,
          resume: () => undefined,
          useEpoch: () => undefined,
          walk: () => undefined
        },
        untranslated
      ).map(({ id }) => id);
    expect(named('running')).toContain('stop');
    for (const status of ['finished', 'stopped', 'failed'] as const) {
      expect(named(status)).toEqual([]);
    }
  });

  it('gives the network a replayed epoch and then what it had before, but not while it trains', () => {
    const asked: (number | string)[] = [];
    const tool = (more: object, status: History['status'] = 'finished') =>
      trainingTools(
        {
          live: true,
          replayed: 2,
          history: { ...history, status, ...more }
        },
        {
          stop: () => undefined,
          resume: () => undefined,
          useEpoch: epoch => asked.push(epoch),
          walk: way => asked.push(way)
        },
        untranslated
      ).find(({ id }) => id === 'useEpoch');
    tool({})?.run?.();
    expect(tool({ usedEpoch: 2 })?.pressed).toBe(true);
    tool({ usedEpoch: 2 })?.run?.();
    tool({ usedEpoch: 1 })?.run?.();
    expect(asked).toEqual([2, 'undo', 2]);
    expect(tool({}, 'running')?.off).toBe(
      'Stop the training first: it is changing the weights.'
    );
  });

  it('says how many epochs are whole, and how much of the next one', () => {
    const progress = {
      batch: 4,
      batches: 20,
      secondsPerEpoch: 0.5,
      secondsLeft: 1
    };
    const running: History = {
      ...history,
      status: 'running',
      epochs: { done: 6404, planned: 9000 },
      progress
    };
    const words = (of: History): string =>
      epochsWords(of, untranslated) + restWords(of, untranslated);
    expect(words(running)).toBe(
      '6,404 of 9,000 epochs done, 4 of 20 batches of the next · 0.50 s per epoch'
    );
    expect(words({ ...running, progress: { ...progress, batch: 0 } })).toBe(
      '6,404 of 9,000 epochs done · 0.50 s per epoch'
    );
    expect(words({ ...running, status: 'finished', progress: undefined })).toBe(
      '6,404 of 9,000 epochs done'
    );
  });

  it('says of a training that nobody answers for no more than it knows', () => {
    const running: History = { ...history, status: 'running' };
    const live = { ...running, live: { session: 's', revision: 1 } };
    const page = openView(createTrainingView, live, {
      status: { state: 'live' },
      answer: () => ({ history: live })
    });
    const words = (): string =>
      page.texts('.jp-gatescope-progress-words > :last-child').join('');
    expect(words()).toBe('');
    // A restart in the middle of it saves nothing.
    page.setStatus({ state: 'notLive', reason: 'It is of an earlier run.' });
    expect(words()).toBe('was running when last heard of');
    page.close();
    const saved = openView(createTrainingView, running);
    expect(saved.texts('.jp-gatescope-progress-words > :last-child')).toEqual([
      'was running when last heard of'
    ]);
    saved.close();
  });

  it('stands in one column below 600 pixels, in two in the lab', () => {
    const input = { metrics: 2, gates: 3, snapshots: 8, labelHeight: 40 };
    const wide = trainingLayout({ ...input, width: 904 });
    for (const width of [642, 691]) {
      const lab = trainingLayout({ ...input, width });
      expect(lab.metrics[0].y).toBeLessThan(lab.gates[0].y);
      expect(lab.metrics[0].x).toBeGreaterThan(
        lab.loss.x + lab.loss.width + lab.end
      );
      for (const box of [lab.loss, ...lab.gates, ...lab.metrics]) {
        expect(box.x + box.width).toBeLessThanOrEqual(width);
        expect(box.width).toBeGreaterThan(130);
      }
      // The number at a line's end may be a power of ten: 11 letters of bold 12 pixels.
      for (const box of lab.metrics) {
        expect(width - box.x - box.width).toBeGreaterThanOrEqual(8 + 11 * 6.5);
      }
    }
    const narrow = trainingLayout({ ...input, width: 380 });
    expect(wide.metrics[0].x).toBeGreaterThan(wide.loss.x + wide.loss.width);
    expect(narrow.metrics[0].y).toBeGreaterThan(narrow.axis.y);
    for (const box of [narrow.loss, ...narrow.gates, ...narrow.metrics]) {
      expect(box.x + box.width).toBeLessThanOrEqual(380);
      expect(box.width).toBeGreaterThan(100);
    }
    // On a phone the name of the loss and of its lines stand above it, else beside it.
    expect(narrow.slim).toBe(true);
    expect(narrow.loss.y - wide.loss.y).toBeGreaterThanOrEqual(16);
  });

  it('lets no column end far above the other, also beside a replay of 400 epochs', () => {
    for (const gates of [0, 2, 3]) {
      const input = { metrics: 1, gates, snapshots: 400, labelHeight: 30 };
      const {
        loss,
        gates: boxes,
        axis,
        replay,
        height
      } = trainingLayout({
        ...input,
        width: 642
      });
      // A row of a pixel an epoch is the least that can be pointed at.
      expect(replay?.map.height).toBe(400);
      expect(height - axis.y - axis.height).toBeLessThan(height / 8);
      // All that stands on the epochs is as high, and nothing lies over another.
      expect(boxes[0]?.y ?? axis.y).toBeGreaterThan(loss.y + loss.height);
      for (const [at, box] of boxes.slice(1).entries()) {
        expect(box.y).toBeGreaterThan(boxes[at].y + boxes[at].height);
      }
    }
    // A short replay leaves everything as high as it is without one.
    const few = { metrics: 1, gates: 3, snapshots: 8, labelHeight: 30 };
    const short = trainingLayout({ ...few, width: 642 });
    const none = trainingLayout({ ...few, snapshots: 0, width: 904 });
    expect(short.loss.height).toBe(none.loss.height);
  });

  it('gives gates the whole width in the lab where no replay would stand beside them', () => {
    const input = { metrics: 1, gates: 3, snapshots: 0, labelHeight: 0 };
    const lab = trainingLayout({ ...input, width: 642 });
    expect(lab.gates[0].width).toBeGreaterThan(642 / 2);
    expect(lab.metrics[0].y).toBeGreaterThan(lab.axis.y);
    // Without gates the loss and what is measured stand side by side.
    const plain = trainingLayout({ ...input, gates: 0, width: 642 });
    expect(plain.metrics[0].y).toBeLessThan(plain.loss.y + plain.loss.height);
    const wide = trainingLayout({ ...input, width: 904 });
    expect(wide.metrics[0].y).toBeLessThan(wide.gates[0].y);
  });

  it('replays an output where there is one, else a unit of the last state', () => {
    const trace = lstmTrace({ steps: 4, units: 2 });
    const quantity = replayQuantity([{ epoch: 0, trace }], 1);
    expect(quantity?.name).toBe('h, unit 1');
    const h = trace.layers[0].channels.find(({ name }) => name === 'h')!;
    expect(Array.from(quantity?.values(trace) ?? [])).toEqual(
      [0, 1, 2, 3].map(step => h.array.values[step * 2 + 1])
    );
  });
});

describe('the words beside the loss', () => {
  /** Where a text begins and ends, and its line; letters as wide as the picture takes them to be. */
  function written(of: History, width = 904) {
    const measure = (words: string): number => words.length * 5.9;
    const shape = {
      history: of,
      choice: { log: false, smoothing: 0 as const },
      unit: 0,
      translate: untranslated
    };
    const surface = { width, measure, theme: pageTheme, name: 'training' };
    const { layout } = replayPlace(shape, surface);
    const placed = trainingPlaced(shape, surface);
    const follow = followEpoch(of, untranslated)!;
    const element = document.createElement('div');
    element.innerHTML = [...placed.marks, ...follow(0, placed, surface)]
      .map(markup)
      .join('');
    const places = [...element.querySelectorAll('text')].map(each => {
      const x = Number(each.getAttribute('x'));
      const wide = measure(each.textContent);
      const anchor = each.getAttribute('text-anchor');
      const left =
        anchor === 'end' ? x - wide : anchor === 'middle' ? x - wide / 2 : x;
      return {
        words: each.textContent,
        left,
        right: left + wide,
        y: Number(each.getAttribute('y'))
      };
    });
    return { layout, places };
  }
  const lossOf = (...values: number[]): History => ({
    ...history,
    epochs: { done: values.length, planned: values.length },
    metrics: [
      {
        name: 'loss',
        training: list(...values),
        validation: list(...values)
      }
    ]
  });

  it.each([
    ['beside it', [0.7, 0.5, 0.3]],
    ['above it', [0.0046, 0.002, 0.001]]
  ])('have room %s for its losses', (where, values) => {
    const { layout, places } = written(lossOf(...values));
    const names = places.filter(({ words }) =>
      ['training', 'validation'].includes(words)
    );
    expect(names).toHaveLength(2);
    const [first, second] = names;
    expect(first.y === second.y).toBe(where === 'above it');
    for (const name of names) {
      for (const other of places.filter(each => each !== name)) {
        const apart =
          Math.abs(other.y - name.y) >= 12 ||
          other.left >= name.right ||
          other.right <= name.left;
        expect([name.words, other.words, apart]).toEqual([
          name.words,
          other.words,
          true
        ]);
      }
    }
    // What stands below does not move while the numbers of the axis change.
    expect(layout).toEqual(written(lossOf(0.7, 0.5, 0.3)).layout);
  });

  it('say how many epochs are planned beside the last number of the axis, where there is room', () => {
    const running: History = {
      ...lossOf(...Array.from({ length: 17_916 }, () => 0.5)),
      status: 'running',
      epochs: { done: 17_916, planned: 1_000_000 }
    };
    const { places } = written(running);
    const last = places.find(({ words }) => words === '20000');
    const planned = places.find(({ words }) => words === 'of 1000000');
    expect(planned?.left).toBeGreaterThan(last?.right ?? Infinity);
    const narrow = written(running, 380).places;
    for (const { right } of narrow) {
      expect(right).toBeLessThanOrEqual(380);
    }
  });
});

describe('what is said of a validation loss', () => {
  const noisy = [0.5, 0.3, 0.2, 0.15, 0.135, 0.131, 0.133, 0.129];

  it('is nothing while it goes up and down as it did before', () => {
    expect(risesBeyondNoise([...noisy, 0.132], 7)).toBe(false);
    expect(risesBeyondNoise([...noisy, 0.132, 0.13, 0.131], 7)).toBe(false);
  });

  it('is that it rises when it has left its noise behind', () => {
    expect(risesBeyondNoise([...noisy, 0.14, 0.155, 0.17, 0.19, 0.21], 7)).toBe(
      true
    );
  });
});

describe('the words about learning by heart', () => {
  const falling = [0.5, 0.3, 0.2, 0.15, 0.13, 0.12, 0.11, 0.1];
  const of = (validation?: readonly number[]): History => {
    const training = Array.from(
      { length: validation?.length ?? falling.length },
      (_, epoch) => 0.5 / (epoch + 1)
    );
    return {
      ...history,
      epochs: { done: training.length, planned: training.length },
      metrics: [
        {
          name: 'loss',
          training: list(...training),
          ...(validation && { validation: list(...validation) })
        }
      ]
    };
  };
  const said = (run: History): string => sinceBest(run, untranslated);
  const byHeart = 'learned the training examples more';
  const plain = { log: false, smoothing: 0 } as const;

  it('are none where no epoch came to its end', () => {
    const none = { ...of(), metrics: [{ name: 'loss', training: list() }] };
    expect(said({ ...none, status: 'running' })).toBe(
      'The first epoch is under way.'
    );
    expect(said({ ...none, status: 'failed' })).toBe(
      'No epoch came to its end.'
    );
  });

  it('are not said without validation data', () => {
    expect(trainingReading(of(), plain, untranslated)).not.toMatch(
      /rising|falls/
    );
    expect(trainingReading(of(falling), plain, untranslated)).toContain(
      'Validation loss rising'
    );
    expect(said(of())).not.toMatch(/validation|by heart|learned/);
  });

  it('are not said of a last epoch that is a little worse, but of a rise beyond the noise', () => {
    const best = [0.5, 0.3, 0.2, 0.15, 0.135, 0.131, 0.133, 0.129];
    expect(said(of([...best, 0.132]))).toContain(
      'validation loss 0.129 → 0.132'
    );
    expect(said(of([...best, 0.132]))).not.toContain(byHeart);
    expect(said(of([...best, 0.14, 0.155, 0.17, 0.19]))).toContain(byHeart);
  });
});

describe('the rows of a replay', () => {
  const named = (epochs: readonly number[], every: number): number[] => {
    const saved = epochs.map(each => ({ epoch: each - 1 }));
    return [...numberedRows(saved, every)]
      .map(row => epochs[row])
      .sort((a, b) => a - b);
  };
  const upTo = (last: number) =>
    Array.from({ length: last }, (_, at) => at + 1);

  it('are named at the round epochs that their axis names, and at both ends', () => {
    expect(named(upTo(100), 20)).toEqual([20, 40, 60, 80, 100]);
    expect(named(upTo(40), 5)).toEqual([5, 10, 15, 20, 25, 30, 35, 40]);
    expect(named(upTo(8), 1)).toEqual(upTo(8));
  });

  it('are named one in so many where no epoch that was saved is round', () => {
    expect(named([3, 13, 23, 33, 43, 53], 2)).toEqual([3, 23, 43]);
  });
});

describe('the scale of a replay', () => {
  const snapshot = (low: number, high: number, range?: [number, number]) => {
    const trace = lstmTrace({ steps: 3, units: 2 });
    const values = float64([low, (low + high) / 2, high], [3]);
    return [
      {
        epoch: 0,
        trace: { ...trace, outputs: [{ name: 'births', values, range }] }
      }
    ];
  };

  it('has its white at a half for a share', () => {
    expect(replayQuantity(snapshot(0.2, 0.9, [0, 1]), 0)).toMatchObject({
      range: [0, 1],
      diverging: true
    });
  });

  it('has no white in the middle of a measured quantity', () => {
    expect(replayQuantity(snapshot(0.2, 0.9), 0)).toMatchObject({
      range: [0.2, 0.9],
      diverging: false
    });
  });

  it('has its white at zero where a quantity has both signs', () => {
    expect(replayQuantity(snapshot(-3, 1), 0)).toMatchObject({
      range: [-3, 3],
      diverging: true
    });
  });
});
