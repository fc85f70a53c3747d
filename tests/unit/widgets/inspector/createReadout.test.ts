/** @jest-environment jsdom */
import {
  encoderDecoder,
  gru,
  layers,
  lstm,
  minGru,
  minLstm,
  mLstm,
  deltaNet,
  linearAttention,
  rnn,
  selectiveStateSpace,
  sequential,
  sLstm
} from '../../../../src/engine';
import { comparisonBundle } from '../../../../src/engine/study/comparison';
import { untranslated } from '../../../../src/scene/words/translate';
import {
  asCompared,
  openingStep
} from '../../../../src/views/compare/compareView';
import { createReadout } from '../../../../src/widgets/inspector/createReadout';
import { openView } from '../viewPage';

const cells = {
  deltaNet,
  gru,
  linearAttention,
  lstm,
  minGru,
  minLstm,
  mLstm,
  rnn,
  selectiveStateSpace,
  sLstm
};

test.each(Object.entries(cells))(
  'the model of a network with a layer of %s is named by its cell',
  (_, make) => {
    const cell = make({ inputSize: 1, units: 2, seed: 7 });
    const model = sequential(
      [layers.recurrent({ cell }), layers.dense({ units: 1 })],
      { seed: 1 }
    );
    model.build([3, 1]);
    const page = openView(createReadout, model.trace([1, 0, 0]).toBundle());
    expect(page.texts('dt')[0]).toContain(`${cell.name} `);
    const alone = openView(createReadout, cell.run([1, 0, 0]).toBundle());
    expect(alone.texts('dt')[0]).toMatch(new RegExp(`^${cell.name}\\s+→`));
  }
);

test('beside attention stands what was written at a step, and where it looked', async () => {
  const model = encoderDecoder({
    sourceSize: 5,
    targetSize: 4,
    units: 3,
    attention: 'additive',
    seed: 5
  });
  const bundle = model
    .attentionOf([1, 2, 3], { sourceWord: id => `word ${id}` })
    .toBundle();
  const page = openView(createReadout, bundle);
  expect(page.texts('h3')[0]).toBe('Step 0');
  expect(page.texts('p')[0]).toContain(bundle.decodings[0].target[0]);
  expect(page.texts('p')[0]).toContain('“word ');
  page.element.querySelectorAll('button')[1].click();
  expect(page.cursor.position.step).toBe(1);
  await page.settle();
  expect(page.texts('h3')[0]).toBe('Step 1');
});

test('beside several networks stands the step at which their picture opens, and whose numbers they are', () => {
  const pulse = Array.from({ length: 20 }, (_, step) => Number(step === 5));
  const bundle = comparisonBundle(
    'pair',
    [1, 2].map(seed =>
      gru({ inputSize: 1, units: 2, seed }).run(pulse).toBundle()
    )
  );
  for (const step of [17, undefined]) {
    const shown = { ...bundle, view: { ...bundle.view, step } };
    const page = openView(createReadout, shown);
    const opens = openingStep(asCompared(shown), untranslated);
    expect(opens).toBe(step ?? opens);
    const [heading] = page.texts('h3');
    expect(heading).toMatch(new RegExp(`^Step ${opens}, `));
    expect(heading.endsWith(` · ${shown.rows[0].name}`)).toBe(true);
    page.close();
  }
});
