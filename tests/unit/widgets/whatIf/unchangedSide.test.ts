/** @jest-environment jsdom */
import { lstm } from '../../../../src/engine';
import type { Trace } from '../../../../src/trace';
import { createWhatIfView } from '../../../../src/widgets/whatIf/createWhatIfView';
import { mapOptions } from '../../../../src/views/map/mapChoices';
import { whatIfScenes } from '../../../../src/views/whatIf/whatIfScenes';
import { openView, type ViewPage } from '../viewPage';

const cell = lstm({ inputSize: 1, units: 12, seed: 7 });
const x = Array.from({ length: 40 }, (_, step) => [Math.sin(step / 5)]);
const run = cell.run(x);

/** What is drawn of the run before, and of the one after. */
function drawings(page: ViewPage): [string, string] {
  const [left, right] = [
    ...page.element.querySelectorAll(
      '.jp-gatescope-side-plot .jp-gatescope-scene > g:first-of-type'
    )
  ].map(({ innerHTML }) => innerHTML);
  return [left, right];
}

/** The view after one more clamp, which the kernel answers with this. */
async function clamped(answer: Trace): Promise<{
  before: [string, string];
  after: [string, string];
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

describe('a narrow view', () => {
  it('has room for every letter beside the maps, also for the difference', () => {
    const trace = run.toBundle();
    const frame = {
      width: 400,
      narrow: true,
      settings: { linesUpTo: 0, minimumColumnWidth: 2 },
      measure: (words: string) => words.length * 9,
      translate: (words: string) => words,
      ratio: 1
    };
    const options = mapOptions(trace);
    const { after } = whatIfScenes(
      { trace, options, channel: 'f' },
      trace,
      frame
    );
    const widest = Math.max(
      ...after.rows.map(({ channel }) => frame.measure(channel.name))
    );
    expect(after.layout.plotLeft).toBeGreaterThan(widest + 10);
  });
});

describe('the run before a change', () => {
  it('stays as it is drawn while the run after has the same scales', async () => {
    // Differs by less than one half, the least scale of a difference, and in no cell state.
    const held = run.clamp({ channel: 'o', steps: [39], value: 0.6 });
    const { before, after } = await clamped(held.toBundle());
    expect(before[0]).not.toBe('');
    expect(after[0]).toBe(before[0]);
    expect(after[1]).not.toBe(before[1]);
  });

  it('is drawn anew when the run after needs a wider scale', async () => {
    // One unit of twelve would be marked as beyond the scale.
    const far = run
      .clamp({ channel: 'c', value: 90, units: [0, 1, 2] })
      .toBundle();
    const { before, after, ends } = await clamped(far);
    expect(after[0]).not.toBe(before[0]);
    expect(Math.max(...ends)).toBeGreaterThanOrEqual(90);
  });
});

test('both runs stand as far down, also where the names above the charts take two rows', () => {
  const long = (name: string): string => `${name} of the last day in the town`;
  const named = lstm({ inputSize: 2, units: 4, seed: 7 })
    .run(
      Array.from({ length: 40 }, (_, step) => [Math.sin(step / 5), step % 3]),
      {
        inputNames: [long('highest temperature'), long('precipitation')],
        gradientsOf: ({ h }) => h.at(-1).sum()
      }
    )
    .toBundle();
  const options = mapOptions(named);
  const heights: number[] = [];
  for (const width of [620, 640, 660, 720, 900, 1500]) {
    const { before, after } = whatIfScenes(
      { trace: named, options, channel: 'f' },
      named,
      {
        width,
        narrow: false,
        settings: {
          linesUpTo: 8,
          minimumColumnWidth: 2
        },
        measure: words => words.length * 6.6,
        translate: (words: string) => words,
        ratio: 1
      }
    );
    expect(before.layout.groups.map(({ y }) => y)).toEqual(
      after.layout.groups.map(({ y }) => y)
    );
    heights.push(before.layout.series[0].y);
    expect(after.layout.series[0].y).toBe(before.layout.series[0].y);
  }
  // In a narrow picture the names take more rows.
  expect(heights[0]).toBeGreaterThan(heights[heights.length - 1]);
});
