/** @jest-environment jsdom */
import { lstm } from '../../../../src/engine';
import { float32, type Channel, type Trace } from '../../../../src/trace';
import {
  alikeUnits,
  startThreshold
} from '../../../../src/views/map/alikeUnits';
import { createGatesView } from '../../../../src/widgets/gates/createGatesView';
import { openView } from '../viewPage';

const channel = (columns: readonly (readonly number[])[]): Channel => ({
  name: 'h',
  label: 'hidden state',
  role: 'state',
  range: [-1, 1],
  array: float32(columns.flat(), [columns.length, columns[0].length])
});

describe('units that do what was brushed', () => {
  // One row a step: unit 0 is on at 2 and 3 alone, 1 always, 2 never, 3 from 1 on, 4 like 0 and at 0.
  const h = channel([
    [0.0, 0.9, 0.1, 0.1, 0.8],
    [0.1, 0.9, 0.1, 0.7, 0.0],
    [0.8, 0.9, 0.1, 0.7, 0.7],
    [0.9, 0.9, 0.1, 0.7, 0.6],
    [0.1, 0.9, 0.1, 0.7, 0.1]
  ]);
  const time = { steps: 5, name: 'step' };

  it('are on over all of its steps and off beside them, the rarest first', () => {
    const { matched, order } = alikeUnits(h, time, {
      channel: 'h',
      steps: [2, 3],
      threshold: 0.5
    });
    expect(matched).toEqual([0, 4]);
    expect([...order]).toEqual([0, 4, 3, 1, 2]);
  });

  it('go below a threshold under zero', () => {
    const turned = channel([
      [0.5, -0.6],
      [-0.7, -0.6],
      [0.5, -0.6]
    ]);
    const pattern = { channel: 'h', steps: [1, 1] as const, threshold: -0.4 };
    expect(
      alikeUnits(turned, { steps: 3, name: 'step' }, pattern).matched
    ).toEqual([0]);
  });

  it('are asked for with a threshold that the brushed unit passes', () => {
    expect(startThreshold(h, [2, 3], [0])).toBe(0.42);
    expect(startThreshold({ ...h, range: [0, 1] }, [2, 3], [0])).toBe(0.5);
  });
});

test('the brush finds units that behave alike and puts them on top', async () => {
  const trace = lstm({ inputSize: 1, units: 12, seed: 2 })
    .run(Array.from({ length: 20 }, (_, step) => [step === 8 ? 3 : 0]))
    .toBundle() as Trace;
  const page = openView(createGatesView, trace);
  page.cursor.move({ step: 8, unit: 4, channel: 'h' }, {});
  const picture = page.element.querySelector<HTMLElement>(
    '.jp-gatescope-picture'
  )!;
  jest.useFakeTimers();
  for (const key of ['ArrowRight', 'ArrowRight']) {
    picture.dispatchEvent(
      new KeyboardEvent('keydown', { key, shiftKey: true, bubbles: true })
    );
  }
  jest.runAllTimers();
  jest.useRealTimers();
  await page.settle();
  page.element.querySelector<HTMLElement>('[data-tool="alike"]')!.click();
  const text = page.texts('.jp-gatescope-selection')[0];
  expect(text).toMatch(/and not just before or after/);
  expect(text).toMatch(/of 12 units do|None of 12 units does/);
  expect(
    page.element.querySelector('[data-tool="sort"]')?.textContent
  ).toContain('alike');
  page.close();
});

test('a scale for each channel is said in its gutter and in the legend', () => {
  const trace = lstm({ inputSize: 1, units: 12, seed: 2 })
    .run([[0.1], [0.2], [0.3]])
    .toBundle() as Trace;
  const page = openView(createGatesView, trace);
  expect(page.texts('svg text')).toContain('0 … 1');
  page.element.querySelector<HTMLElement>('[data-tool="show"]')!.click();
  [...document.querySelectorAll<HTMLElement>('[role^="menuitem"]')]
    .find(({ textContent }) => textContent?.includes('scale for each'))!
    .click();
  const texts = page.texts('svg text');
  expect(texts).not.toContain('0 … 1');
  expect(texts.filter(text => text === 'own scale')).toHaveLength(6);
  expect(texts).toContain('greatest');
  expect(texts).not.toContain('1 open');
  const f = trace.layers[0].channels.find(({ name }) => name === 'f')!;
  const values = [...f.array.values];
  expect(
    texts.some(text => text.startsWith(Math.min(...values).toFixed(2)))
  ).toBe(true);
  page.close();
});
