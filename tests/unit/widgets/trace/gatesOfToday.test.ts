/** @jest-environment jsdom */
import type { Cell } from '../../../../src/engine';
import {
  deltaNet,
  linearAttention,
  minGru,
  minLstm,
  mLstm,
  selectiveStateSpace,
  sLstm
} from '../../../../src/engine';
import { traceViews } from '../../../../src/widgets/trace/traceViews';
import { openView } from '../viewPage';

const sizes = { inputSize: 1, units: 3, seed: 1 };
const cells: Record<string, Cell> = {
  minGRU: minGru(sizes),
  minLSTM: minLstm(sizes),
  sLSTM: sLstm(sizes),
  'selective SSM': selectiveStateSpace({ ...sizes, states: 1 }),
  // Its keep gate and state are wider than its output: 6 and 3.
  'selective SSM, two numbers a unit': selectiveStateSpace({
    ...sizes,
    states: 2
  }),
  'linear attention': linearAttention(sizes),
  mLSTM: mLstm(sizes),
  // As many numbers in a key as there are units.
  DeltaNet: deltaNet({ ...sizes, keyDim: 3 }),
  'gated DeltaNet, one number a unit': deltaNet({
    ...sizes,
    keyDim: 1,
    gated: true
  })
};
const names = ['gates', 'cell', 'unrolled', 'gradients'] as const;

describe.each(Object.entries(cells))('the gates of %s are drawn', (_, cell) => {
  const bundle = cell
    .run([1, 0, -1, 0.5], { gradientsOf: ({ h }) => h.at(-1).sum() })
    .toBundle();

  it.each(names)('in the view %s', async name => {
    const { fits, load } = traceViews[name];
    expect(fits(bundle)).toBe(true);
    const page = openView(await load(), bundle);
    page.view.update(bundle);
    expect(page.element.querySelector('svg')).not.toBeNull();
    expect(page.element.textContent).not.toMatch(/NaN|undefined/);
    if (name === 'gates') {
      // The view has a row for each channel with one number a unit.
      for (const [channel, width] of Object.entries(cell.channels)) {
        if (width === sizes.units) {
          expect(page.element.textContent).toContain(channel);
        }
      }
    }
    page.close();
  });
});
