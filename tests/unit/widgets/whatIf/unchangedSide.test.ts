/** @jest-environment jsdom */
import { lstm } from '../../../../src/engine';
import type { Trace } from '../../../../src/trace';
import { createWhatIfView } from '../../../../src/widgets/whatIf/createWhatIfView';
import { openView, type ViewPage } from '../viewPage';

const cell = lstm({ inputSize: 1, units: 12, seed: 7 });
const x = Array.from({ length: 40 }, (_, step) => [Math.sin(step / 5)]);
const run = cell.run(x);

/** Each drawn element of the picture of the run before, and of the one after. */
function drawings(page: ViewPage): [Element[], Element[]] {
  const [left, right] = [
    ...page.element.querySelectorAll('.jp-gatescope-side-plot')
  ].map(plot => [
    ...plot.querySelectorAll('.jp-gatescope-layer:first-child > *')
  ]);
  return [left, right];
}

/** The view after one more clamp, which the kernel answers with this. */
async function clamped(answer: Trace): Promise<{
  before: [Element[], Element[]];
  after: [Element[], Element[]];
  ends: number[];
}> {
  const page = openView(createWhatIfView, run.toBundle(), {
    status: { state: 'live' },
    answer: () => ({ trace: answer })
  });
  const before = drawings(page);
  page.element.querySelector<HTMLElement>('[data-tool="one"]')?.click();
  await page.settle();
  const after = drawings(page);
  const words = page.texts('.jp-gatescope-side-plot text').join(' ');
  page.close();
  const ends = [...words.matchAll(/± (\d+)/g)].map(([, end]) => Number(end));
  return { before, after, ends };
}

describe('the run before a change', () => {
  it('is not drawn again while the run after has the same scales', async () => {
    // Differs by less than one half, the least scale of a difference, and in no cell state.
    const held = run.clamp({ channel: 'o', steps: [39], value: 0.6 });
    const { before, after } = await clamped(held.toBundle());
    expect(before[0].length).toBeGreaterThan(0);
    expect(after[0]).toEqual(before[0]);
    after[0].forEach((each, at) => expect(each).toBe(before[0][at]));
    expect(after[1][0]).not.toBe(before[1][0]);
  });

  it('is drawn again when the run after needs a wider scale', async () => {
    const far = run.clamp({ channel: 'c', value: 90, units: [0] }).toBundle();
    const { before, after, ends } = await clamped(far);
    expect(after[0][0]).not.toBe(before[0][0]);
    expect(Math.max(...ends)).toBeGreaterThanOrEqual(90);
  });
});
