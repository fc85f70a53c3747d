/** @jest-environment jsdom */
import {
  gradientFlow,
  layers,
  lstm,
  sequential,
  type Tensor
} from '../../../../src/engine';
import { createGradientFlowView } from '../../../../src/widgets/gradientFlow/createGradientFlowView';
import { openView } from '../viewPage';

it('says of padding that nothing is computed there, also of what all answers send back', () => {
  const model = sequential(
    [
      layers.masking({ maskValue: -7, inputShape: [null, 1] }),
      layers.gru({ units: 2, returnSequences: true }),
      layers.dense({ units: 1 })
    ],
    { seed: 1 }
  );
  model.compile({ loss: 'meanSquaredError' });
  const run = model.trace([[1], [0.5], [-7]], { target: [[1], [0], [0]] });
  const page = openView(createGradientFlowView, run.gradientFlow().toBundle());
  [...page.element.querySelectorAll('button')]
    .find(({ textContent }) => textContent === 'whole loss')!
    .click();
  page.cursor.move({ step: 1 }, {});
  expect(page.texts('.jp-gatescope-asked span')[0]).toContain(
    'is what the 2 answers send back to this step together'
  );
  page.cursor.move({ step: 2 }, {});
  expect(page.texts('.jp-gatescope-asked span')[0]).toMatch(
    /^Step 2 is padding:/
  );
  page.close();
});

const cell = lstm({ inputSize: 1, units: 2, seed: 7 });

describe.each([
  ['forward', [[1], [0.5], [-1]], 0],
  ['backward', [[1], [0.5], [-1]], 2],
  ['forward', [[1]], 0]
] as const)('a gradient flow %s from the first step of %j', (way, x, at) => {
  it('says that nothing is before it, and sends nobody there', () => {
    const run = cell.run(x, {
      reverse: way === 'backward',
      gradientsOf: ({ h }: { h: Tensor }) => h.at(at, { axis: 0 }).sum()
    });
    const page = openView(createGradientFlowView, gradientFlow(run).toBundle());
    page.cursor.move({ step: at }, {});
    expect(page.texts('.jp-gatescope-asked span')[0]).toBe(
      `The loss is at step ${at}, the first that lstm computes: it has nothing before it to follow back to.`
    );
    expect(page.element.textContent).toContain('the first step');
    expect(page.element.textContent).not.toContain('all 1');
    page.close();
  });
});
