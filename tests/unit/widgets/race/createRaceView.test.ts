/**
 * @jest-environment jsdom
 */
import { float64, TRACE_VERSION, type Race } from '../../../../src/trace';
import { toCsv } from '../../../../src/scene/dataTable';
import { dataTable } from '../../../../src/scene/table';
import { untranslated } from '../../../../src/scene/words/translate';
import {
  heldCount,
  heldFrom,
  raceRows,
  shareOf
} from '../../../../src/views/race/raceShares';
import { createRaceView } from '../../../../src/widgets/race/createRaceView';
import { raceView } from '../../../../src/views/race/raceView';
import { openView } from '../viewPage';

const bundle: Race = {
  version: TRACE_VERSION,
  kind: 'race',
  id: 'race-1',
  status: 'running',
  epochs: { done: 2, planned: 4 },
  metric: { name: 'accuracy', greaterIsBetter: true },
  groupName: 'delay',
  groups: [2, 5, 9],
  baseline: { value: 0.5 },
  best: 1,
  networks: [
    {
      name: 'RNN',
      parameters: 20,
      scores: float64([0.5, 0.4, 0.6, 0.9, 0.75, NaN], [2, 3])
    },
    {
      name: 'LSTM',
      parameters: 80,
      scores: float64([1, 0.9, 0.5, 1, 1, 0.875], [2, 3])
    }
  ]
};

const later: Race = {
  ...bundle,
  status: 'finished',
  epochs: { done: 3, planned: 4 },
  networks: bundle.networks.map(network => ({
    ...network,
    scores: float64([...network.scores.values, 1, 1, 1], [3, 3])
  }))
};

const press = (page: ReturnType<typeof openView>, key: string) => {
  page.element
    .querySelector('.jp-gatescope-picture')!
    .dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
};
const frame = () => new Promise(resolve => requestAnimationFrame(resolve));
const changed = async (page: ReturnType<typeof openView>) => {
  await frame();
  return page.texts('.jp-gatescope-changed')[0];
};

describe('the shares of a race', () => {
  it('run from the palest score to the best, also of errors, and no number holds nothing', () => {
    expect([0.5, 0.75, 1, 0.2, NaN].map(each => shareOf(bundle, each))).toEqual(
      [0, 0.5, 1, 0, 0]
    );
    const errors = { baseline: { value: 4 }, best: 0 };
    expect([4, 1, 0, 9].map(each => shareOf(errors, each))).toEqual([
      0, 0.75, 1, 0
    ]);
    expect(heldFrom(errors)).toBe(1);
    expect(heldFrom(bundle)).toBe(0.875);
  });

  it('are a row an epoch, of which those of three quarters and more are held', () => {
    const [rnn, lstm] = raceRows(bundle);
    expect(
      rnn.map(row => [...row].map(each => Number(each.toFixed(3))))
    ).toEqual([
      [0, 0, 0.2],
      [0.8, 0.5, 0]
    ]);
    expect([...rnn, ...lstm].map(heldCount)).toEqual([0, 1, 2, 3]);
  });
});

describe('the view of a race', () => {
  it('opens on the newest epoch and the last group, and keys lead elsewhere', async () => {
    const page = openView(createRaceView, bundle);
    expect(await changed(page)).toBe(
      'Epoch 2, delay 9: RNN no number, LSTM 0.88 (accuracy).'
    );
    expect(page.texts('.jp-gatescope-asked p')).toEqual([
      'Which network is ahead after epoch 2?',
      'LSTM. After epoch 2, accuracy of 0.88 or more: RNN in 1 of 3 groups, LSTM in 3 of 3 groups.'
    ]);
    press(page, 'ArrowLeft');
    press(page, 'ArrowDown');
    expect(await changed(page)).toContain(
      'Epoch 1, delay 5: RNN 0.40, LSTM 0.90'
    );
    press(page, 'Home');
    press(page, 'ArrowUp');
    expect(await changed(page)).toContain('Epoch 2, delay 2: RNN 0.90, LSTM 1');
    press(page, 'End');
    press(page, 'ArrowRight');
    press(page, 'ArrowUp');
    expect(await changed(page)).toContain('Epoch 2, delay 9:');
    page.close();
  });

  it('follows the newest epoch while it goes on, and keeps one that was chosen', async () => {
    const page = openView(createRaceView, bundle);
    page.view.update(later);
    expect(await changed(page)).toContain('Epoch 3, delay 9: RNN 1, LSTM 1');
    press(page, 'ArrowDown');
    page.view.update({ ...later, title: 'again' });
    expect(await changed(page)).toContain('Epoch 2, delay 9:');
    // Who has come back to the newest one follows it again.
    page.view.update(bundle);
    press(page, 'ArrowUp');
    page.view.update(later);
    expect(await changed(page)).toContain('Epoch 3, delay 9:');
    page.close();
  });

  it('asks a kernel where the race stands, stops it and goes on with it', async () => {
    const page = openView(createRaceView, bundle, {
      status: { state: 'live' },
      answer: method => (method === 'race' ? { race: later } : {})
    });
    await page.settle();
    expect(await changed(page)).toContain('Epoch 3');
    expect(page.asked).toEqual([{ method: 'race', params: { id: 'race-1' } }]);
    expect(page.texts('.jp-gatescope-progress-words')[0]).toContain(
      '3 of 4 epochs done'
    );
    page.view.update(bundle);
    await frame();
    [...page.element.querySelectorAll('button')]
      .find(({ textContent }) => textContent!.includes('Stop'))!
      .click();
    expect(page.asked.at(-1)).toEqual({
      method: 'stop',
      params: { id: 'race-1' }
    });
    page.close();
  });

  it('has the scores of an epoch as a table, and all of them for a file', () => {
    const now = {
      ...{ bundle, data: null, translate: untranslated },
      chosen: { epoch: 1 }
    };
    expect(dataTable(raceView.table(now))).toMatchObject({
      caption: 'Race after epoch 2',
      columns: ['delay', 'RNN', 'LSTM'],
      rows: [
        [2, 0.9, 1],
        [5, 0.75, 1],
        [9, 'no number', 0.875]
      ]
    });
    expect(toCsv(raceView.csv!(now)).split(/\r?\n/).slice(0, 3)).toEqual([
      'epoch,delay,RNN,LSTM',
      '1,2,0.5,1',
      '1,5,0.4,0.9'
    ]);
  });

  it('says that it has begun before its first epoch, and nothing of scores', async () => {
    const page = openView(createRaceView, {
      ...bundle,
      epochs: { done: 0, planned: 4 },
      networks: bundle.networks.map(network => ({
        ...network,
        scores: float64([], [0, 3])
      }))
    });
    expect(await changed(page)).toBe('');
    press(page, 'ArrowRight');
    expect(await changed(page)).toBe('');
    page.close();
  });

  it('says which network dropped out, and why', async () => {
    const [rnn, lstm] = bundle.networks;
    const page = openView(createRaceView, {
      ...bundle,
      networks: [{ ...rnn, failure: 'fit: the loss became NaN' }, lstm]
    });
    await frame();
    expect(page.element.textContent).toContain(
      'RNN dropped out: its training diverged. fit: the loss became NaN'
    );
    page.close();
  });
});
