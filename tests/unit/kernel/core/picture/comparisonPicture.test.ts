import '../../nodeMachine';
import {
  compareRuns,
  gru,
  layers,
  lstm,
  rnn,
  sequential
} from '../../../../../src/engine';
import { thin } from '../../../../../src/kernel/core/live/thin';
import { comparisonPicture } from '../../../../../src/kernel/core/picture/comparisonPicture';
import { numberWords } from '../../../../../src/kernel/core/picture/moment';
import type { Comparison } from '../../../../../src/trace';

const x = Array.from({ length: 12 }, (_, step) => [Math.sin(step)]);
const runs = [gru, lstm].map(cell =>
  cell({ inputSize: 1, units: 3, seed: 4 }).run(x, { inputNames: ['wave'] })
);
const bundle = compareRuns(runs, {}, 'show').toBundle();

test('networks stand side by side: each with its name, its parameters, a map, and one cursor', () => {
  const picture = comparisonPicture({
    ...bundle,
    title: 'Two cells',
    view: { step: 7, unit: 2 }
  });
  expect(picture).toContain('>Two cells</text>');
  for (const { name, parameters } of bundle.rows) {
    expect(picture).toContain(`>${name}</text>`);
    expect(picture).toContain(`>${parameters.count} parameters</text>`);
  }
  expect(picture.match(/data:image\/png/g)).toHaveLength(2);
  const h = runs.map(run => run.h.at(7).at(2).item().toFixed(2));
  for (const value of h) {
    expect(picture).toContain(
      `h of unit 2 at step 7 is ${value.replace('-', '−')}`
    );
  }
  expect(/<title>([^<]*)/.exec(picture)?.[1]).toContain('at step 7');
});

test('the state is that of the layer that the answer is read from, and its direction is said', () => {
  const options = { units: 3, returnSequences: true };
  const models = [1, 2].map(seed =>
    sequential(
      [
        layers.lstm({ ...options, inputShape: [null, 1] }),
        layers.bidirectional({ layer: layers.gru(options) }),
        layers.dense({ units: 1 })
      ],
      { seed }
    )
  );
  const traced = models.map(model => model.trace(x));
  const picture = comparisonPicture({
    ...compareRuns(traced, {}, 'show').toBundle(),
    view: { step: 7, unit: 2 }
  });
  for (const run of traced) {
    const value = run.layers[1].channels.h.at(7).at(2).item();
    expect(picture).toContain(
      `h forward of unit 2 at step 7 is ${numberWords(value)}`
    );
  }
});

test('a thinned comparison is drawn from the steps that it has', () => {
  const saved = thin(bundle, 1500) as Comparison;
  expect(saved.traces[0].time.kept?.length).toBeLessThan(12);
  const picture = comparisonPicture(saved);
  expect(picture.match(/data:image\/png/g)).toHaveLength(2);
  expect(picture).not.toContain('NaN');
});

test('networks as lines stand in one plot, each told from the others, with the mean of their state', () => {
  const alike = [1, 2].map(seed =>
    rnn({ inputSize: 1, units: 3, seed }).run(x, { title: `seed ${seed}` })
  );
  const whole = compareRuns(alike, {}, 'show').toBundle();
  for (const bundle of [whole, thin(whole, 1500) as Comparison]) {
    const view = { step: bundle.traces[0].time.kept?.[2] ?? 5, lines: true };
    const picture = comparisonPicture({ ...bundle, view });
    expect(picture).not.toContain('data:image/png');
    const said = alike.map(
      (run, at) =>
        `seed ${at + 1} ${numberWords(run.h.at(view.step).mean().item())}`
    );
    expect(picture).toContain(`At step ${view.step}: ${said.join(', ')}.`);
    const looks = [
      ...picture.matchAll(/stroke="(#\w{6})"[^>]*stroke-dasharray="([^"]+)"/g)
    ].map(([, stroke, dash]) => `${stroke} ${dash}`);
    expect(new Set(looks).size).toBe(2);
  }
});

test('a long name ends before the count beside it, and is written out below', () => {
  const name = 'trained for 40 epochs';
  const picture = comparisonPicture({
    ...bundle,
    rows: bundle.rows.map(row => ({ ...row, name }))
  });
  expect(picture).toContain('>trained for 4…</text>');
  expect(picture).toContain(`${name}: h of unit`);
});
