/** @jest-environment jsdom */
import { lstm } from '../../../../src/engine';
import type { Trace } from '../../../../src/trace';
import { createGatesView } from '../../../../src/widgets/gates/createGatesView';
import { openView } from '../viewPage';

const STEPS = 90;
const trace = (units: number, from: string): Trace => {
  const run = lstm({ inputSize: 1, units, seed: 7 }).run(
    Array.from({ length: STEPS }, (_, step) => [Math.sin(step / 9)])
  );
  const first = Date.parse(from);
  const labels = Array.from({ length: STEPS }, (_, day) =>
    new Date(first + day * 86_400_000).toISOString().slice(0, 10)
  );
  const bundle = run.toBundle();
  return { ...bundle, time: { ...bundle.time, labels } };
};

/** Where lines of months begin and how long they are, in steps and pixels. */
function months(bundle: Trace): string[] {
  const page = openView(createGatesView, bundle);
  const path = page.element.querySelector('.jp-gatescope-months');
  const found = path?.getAttribute('d')?.match(/M[^M]+/g) ?? [];
  page.close();
  return [...found];
}

describe('lines over days', () => {
  it('have one for each month that begins among them, through all channels', () => {
    const found = months(trace(2, '2015-03-10'));
    // April, May and June begin; March was under way.
    expect(found).toHaveLength(3);
    const heights = found.map(each => Number(each.split('v')[1]));
    // Six channels of 50 pixels at least, and the input above them.
    expect(Math.min(...heights)).toBeGreaterThan(6 * 33);
  });

  it('are not drawn over heatmaps', () => {
    expect(months(trace(12, '2015-03-10'))).toEqual([]);
  });
});
