import '../../nodeMachine';
import {
  compareRuns,
  gru,
  layers,
  lstm,
  rnn,
  sequential
} from '../../../../../src/engine';
import { thin } from '../../../../../src/trace';
import { bundlePicture } from '../../../../../src/kernel/core/picture/bundlePicture';
import { formatFixed } from '../../../../../src/scene/words/format';
import { fileTheme } from '../../../../../src/scene/fileTheme';
import { savedPicture } from '../../../../../src/scene/saved';
import { compareView } from '../../../../../src/views/compare/compareView';
import type { Comparison } from '../../../../../src/trace';

const x = Array.from({ length: 12 }, (_, step) => [Math.sin(step)]);
const runs = [gru, lstm].map(cell =>
  cell({ inputSize: 1, units: 3, seed: 4 }).run(x, { inputNames: ['wave'] })
);
const bundle = compareRuns(runs, {}, 'show').toBundle();

/** All words of a picture, those of one line of it that has several joined. */
const wordsOf = (picture: string): string =>
  [...picture.matchAll(/<text[^>]*>(.*?)<\/text>/g)]
    .map(([, words]) => words.replaceAll(/<title>.*?<\/title>|<[^>]*>/g, ''))
    .join(' ');

test('networks stand side by side: each with its name, its parameters, a map, and one cursor', () => {
  const picture = bundlePicture({
    ...bundle,
    title: 'Two cells',
    view: { step: 7, unit: 2, channels: ['hidden 0'] }
  });
  expect(picture).toContain('Compare · Two cells');
  for (const { name, parameters } of bundle.rows) {
    expect(picture).toContain(`>${name}</text>`);
    expect(picture).toContain(`>${parameters.count} parameters</text>`);
    expect(picture).toContain(`>= ${parameters.arithmetic}</text>`);
  }
  expect(picture.match(/data:image\/png/g)).toHaveLength(2);
  const words = wordsOf(picture);
  for (const run of runs) {
    const h = run.h.at(7);
    expect(words).toContain(
      `h mean ${formatFixed(h.mean().item())}, unit 2: ${formatFixed(h.at(2).item())}`
    );
  }
});

test('on top stands what is asked, and its answer with the numbers that it is of', () => {
  const title = /<title>([^<]*)/.exec(bundlePicture(bundle))?.[1] ?? '';
  expect(title).toMatch(/^Where do the states of GRU and LSTM differ most\?/);
  const spread = (step: number) => {
    const [one, other] = runs.map(run => run.h.at(step).mean().item());
    return Math.abs(one - other);
  };
  const steps = Array.from({ length: 12 }, (_, step) => step);
  const [most] = steps.toSorted((a, b) => spread(b) - spread(a));
  const means = runs.map((run, at) => {
    const mean = formatFixed(run.h.at(most).mean().item());
    return `${mean} (${bundle.rows[at].name})`;
  });
  expect(title).toContain(
    `At step ${most}: there the mean h is ${means.join(', ')}.`
  );
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
  const words = wordsOf(
    bundlePicture({
      ...compareRuns(traced, {}, 'show').toBundle(),
      view: { step: 7, unit: 2 }
    })
  );
  for (const run of traced) {
    const h = run.layers[1].channels.h.at(7);
    expect(words).toContain(
      `h forward mean ${formatFixed(h.mean().item())}, unit 2: ${formatFixed(h.at(2).item())}`
    );
  }
});

test('a thinned comparison is drawn from the steps that it has', () => {
  const saved = thin(bundle, 1500) as Comparison;
  expect(saved.traces[0].time.kept?.length).toBeLessThan(12);
  const picture = bundlePicture(saved);
  expect(picture.match(/data:image\/png/g)).toHaveLength(4);
  expect(picture).not.toContain('NaN');
});

test('networks as lines stand in one plot, each told from the others, with the mean of their state', () => {
  const alike = [1, 2].map(seed =>
    rnn({ inputSize: 1, units: 3, seed }).run(x, { title: `seed ${seed}` })
  );
  const whole = compareRuns(alike, {}, 'show').toBundle();
  for (const bundle of [whole, thin(whole, 1500) as Comparison]) {
    const view = { step: bundle.traces[0].time.kept?.[2] ?? 5, lines: true };
    const picture = bundlePicture({ ...bundle, view });
    expect(picture).not.toContain('data:image/png');
    // Names stand, numbers follow the cursor: each beside its own.
    const words = wordsOf(picture);
    expect(words).toContain('seed 1 seed 2');
    expect(words).toContain(
      alike.map(run => formatFixed(run.h.at(view.step).mean().item())).join(' ')
    );
    const looks = [
      ...picture.matchAll(/stroke="(#\w{6})"[^>]*stroke-dasharray="([^"]+)"/g)
    ].map(([, stroke, dash]) => `${stroke} ${dash}`);
    expect(new Set(looks).size).toBe(2);
  }
});

test('a name that has no room beside the count stands above it, whole', () => {
  const name = 'trained for 40 epochs, twice as long as the other';
  const picture = bundlePicture({
    ...bundle,
    rows: bundle.rows.map(row => ({ ...row, name }))
  });
  expect(wordsOf(picture)).toContain(name);
  expect(picture).not.toContain('…</text>');
});

test.each(['light', 'dark', 'contrast'] as const)(
  'in the %s theme every color is one of that theme',
  theme => {
    const picture = savedPicture(compareView, bundle, { theme });
    expect(picture).not.toContain('var(');
    expect(picture).toContain(`fill="${fileTheme(theme).color('page')}"`);
    expect(picture).toContain(`fill="${fileTheme(theme).color('gru')}"`);
  }
);
