/** @jest-environment jsdom */
import { gradientFlow, lstm, type Tensor } from '../../../../src/engine';
import { createGradientFlowView } from '../../../../src/widgets/gradientFlow/createGradientFlowView';
import { openView } from '../viewPage';

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
    expect(page.texts('.jp-gatescope-changed')[0]).toBe(
      `The loss is at step ${at}, the first that lstm computes: it has nothing before it to follow back to.`
    );
    expect(page.element.textContent).toContain('the first step');
    expect(page.element.textContent).not.toContain('all 1');
    page.close();
  });
});
