/** @jest-environment jsdom */
import { lstm } from '../../../../src/engine';
import type { Trace } from '../../../../src/trace';
import { withSlid, withSlider } from '../../../../src/widgets/base/slider';
import type { ViewFactory } from '../../../../src/widgets/context';
import { openView, type ViewPageOptions } from '../viewPage';

const slider = {
  name: 'forget gate f',
  range: [0, 1] as [number, number],
  step: 0.01,
  value: 0.9
};
const cell = lstm({ inputSize: 1, units: 1, seed: 7 });
const traceAt = (f: number): Trace => ({
  ...cell.run([1, 0, 0]).clamp({ channel: 'f', value: f }).toBundle(),
  id: 'slid',
  view: { slider: { ...slider, value: f } }
});

function opened(options: ViewPageOptions) {
  const drawn: number[] = [];
  const factory: ViewFactory<Trace> = element => {
    element.append('picture');
    return {
      update: next =>
        drawn.push(next.kind === 'trace' ? Number(next.clamps[0].value) : NaN),
      resize: () => undefined,
      themeChanged: () => undefined,
      dispose: () => undefined
    };
  };
  const page = openView(withSlider(factory), traceAt(0.9), options);
  const input = page.element.querySelector('input');
  if (input === null) {
    throw new Error('There is no slider.');
  }
  const move = (value: number) => {
    input.value = String(value);
    input.dispatchEvent(new Event('input'));
  };
  return { page, drawn, input, move };
}

const live: ViewPageOptions = {
  status: { state: 'live' },
  answer: (_method, { value }: { value: number }) => ({
    bundle: traceAt(value)
  })
};

test('each move asks the kernel, and what it answers is drawn', async () => {
  const { page, drawn, move } = opened(live);
  move(0.5);
  expect(page.texts('output')).toEqual(['0.50']);
  await page.settle();
  expect(page.asked).toEqual([
    { method: 'slide', params: { id: 'slid', value: 0.5 } }
  ]);
  expect(drawn).toEqual([0.5]);
});

test('while the kernel computes, only the newest place is kept', async () => {
  const { page, drawn, move } = opened(live);
  [0.1, 0.2, 0.3, 0.4].forEach(move);
  await page.settle();
  await page.settle();
  expect(drawn).toEqual([0.1, 0.4]);
});

test('it has a name and says its value', () => {
  const { input } = opened(live);
  expect(input.getAttribute('aria-label')).toBe('forget gate f');
  expect(input.getAttribute('aria-valuetext')).toBe('0.90');
});

test('without a kernel it stands still and says so, until there is one', () => {
  const { page, input } = opened({});
  expect(input.disabled).toBe(true);
  expect(page.texts('[role="status"]')).toEqual([
    'Not live: run the notebook cell to move this.'
  ]);
  page.setStatus({ state: 'live' });
  expect(input.disabled).toBe(false);
  expect(page.texts('[role="status"]')).toEqual(['']);
});

test('what the kernel refuses is said beside the slider', async () => {
  const { page, drawn, move } = opened({
    ...live,
    answer: () => {
      throw new Error('too wide');
    }
  });
  try {
    move(0.3);
  } catch {
    // The stand-in throws at once, as the kernel's failure would come later.
  }
  await page.settle();
  expect(drawn).toEqual([]);
  expect(page.texts('[role="status"]')).toEqual(['too wide']);
});

test('a view of which no slider is asked for is left alone', () => {
  const factory: ViewFactory<Trace> = jest.fn(() => ({
    update: () => undefined,
    resize: () => undefined,
    themeChanged: () => undefined,
    dispose: () => undefined
  }));
  const page = openView(withSlider(factory), { ...traceAt(0.5), view: {} });
  expect(page.element.querySelector('input')).toBeNull();
  expect(factory).toHaveBeenCalledTimes(1);
});

test('a view beside it without a slider shows what the slider has made, and the saved run when that is back', async () => {
  const { page, move } = opened(live);
  const beside: number[] = [];
  const follower: ViewFactory<Trace> = (_, first) => {
    beside.push(Number(first.clamps[0].value));
    return {
      update: next =>
        beside.push(next.kind === 'trace' ? Number(next.clamps[0].value) : NaN),
      resize: () => undefined,
      themeChanged: () => undefined,
      dispose: () => undefined
    };
  };
  const other = openView(withSlid(follower), traceAt(0.9), {
    context: page.context
  });
  move(0.2);
  await page.settle();
  expect(beside).toEqual([0.9, 0.2]);
  const late = openView(withSlid(follower), traceAt(0.9), {
    context: page.context
  });
  expect(beside).toEqual([0.9, 0.2, 0.9, 0.2]);
  late.close();
  page.view.update(traceAt(0.7));
  other.view.update(traceAt(0.7));
  expect(beside.at(-1)).toBe(0.7);
});

test('a view that is made anew stands where the slider was left', async () => {
  const { page, move } = opened(live);
  move(0.2);
  await page.settle();
  page.view.dispose();
  const again = opened({ ...live, context: page.context });
  expect(again.input.value).toBe('0.2');
  expect(again.drawn).toEqual([0.2]);
});
