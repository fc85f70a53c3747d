import {
  compareRuns,
  layers,
  loadRun,
  lstm,
  sequential
} from '../../../../src/engine';
import { memoryFiles } from '../memoryFiles';

const files = memoryFiles();
const cell = lstm({ inputSize: 1, units: 2, seed: 7 });
const x = [
  [[0.2], [0.9], [-0.4]],
  [[-1], [0.5], [0.3]]
];

function replaced(from: string, to: string): Uint8Array {
  const text = new TextDecoder().decode(files.get('run'));
  expect(text).toContain(from);
  return new TextEncoder().encode(text.replace(from, to));
}

beforeAll(() =>
  cell
    .run(x, { gradientsOf: ({ h }) => h.square().sum() })
    .save('run', { sequence: 1, title: 'the second' })
);

it('a saved run has the numbers that it had', async () => {
  const run = cell.run(x, { gradientsOf: ({ h }) => h.square().sum() });
  const saved = await loadRun('run');
  expect(saved.title).toBe('the second');
  expect(saved.steps).toBe(3);
  expect(saved.toBundle().batch).toEqual({
    sequence: 1,
    size: 2,
    shares: [0.1, 0.9]
  });
  const { channels, gradients } = saved.layer('lstm');
  expect(Object.keys(channels)).toEqual(['f', 'i', 'g', 'o', 'c', 'h']);
  for (const [name, values] of Object.entries(channels)) {
    expect(values.toArray()).toEqual(
      run.channel(name).at(1).cast('f32').toArray()
    );
  }
  expect(gradients.c.toArray()).toEqual(run.gradients.c.at(1).toArray());
  expect(String(saved)).toContain(
    'lstm: LSTM, 2 units, 3 steps: f, i, g, o, c, h'
  );
  expect(() => saved.layer('lstn')).toThrow(
    "run.layer: there is no layer 'lstn' (did you mean 'lstm'?); the layers are lstm"
  );
});

it('stands beside other runs in a comparison', async () => {
  const saved = await loadRun('run');
  const { rows } = compareRuns([saved, cell.run(x[0])]).toBundle();
  expect(rows.map(({ name }) => name)).toEqual(['the second', 'LSTM']);
});

it('keeps a network that answers once, whose outputs before the end are none', async () => {
  const model = sequential(
    [
      layers.gru({ units: 2, inputShape: [null, 1] }),
      layers.dense({ units: 1 })
    ],
    { seed: 1 }
  );
  const run = model.trace([1, 2, 3]);
  await run.save('once');
  const [output] = (await loadRun('once')).toBundle().outputs;
  expect([...output.values.values]).toEqual([
    ...run.toBundle().outputs[0].values.values
  ]);
  expect(output.values.values[0]).toBeNaN();
});

it('answers what is no run in words', async () => {
  const bytes = (text: string) => new TextEncoder().encode(text);
  files.set('noise', new Uint8Array([0xff, 0xfe, 0]));
  files.set('half', files.get('run')!.slice(0, 900));
  files.set('list', bytes('[]'));
  files.set('newer', replaced('"version":1', '"version":9'));
  files.set('spoilt', replaced('"steps":3', '"steps":4'));
  const summary = sequential([
    layers.dense({ units: 1, inputShape: [2] })
  ]).summary();
  files.set('summary', bytes(JSON.stringify(summary.toBundle())));
  await expect(loadRun('noise')).rejects.toThrow(
    'loadRun: this is no saved run: it is not JSON'
  );
  await expect(loadRun('half')).rejects.toThrow('it is not JSON');
  await expect(loadRun('list')).rejects.toThrow(
    'loadRun: this is no saved run: '
  );
  await expect(loadRun('newer')).rejects.toThrow('Upgrade gatescope');
  await expect(loadRun('spoilt')).rejects.toThrow(
    'loadRun: this is no saved run: '
  );
  await expect(loadRun('summary')).rejects.toThrow(
    "loadRun: expected a saved run, got a file of kind 'summary'"
  );
  await expect(loadRun('none')).rejects.toThrow('no file none');
  await expect(cell.run(x).save('run', { sequence: 2 })).rejects.toThrow(
    'run.save: sequence must be a whole number from 0 to 1, got 2'
  );
});
