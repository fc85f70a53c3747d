/** @jest-environment jsdom */
import { lstm, rnn } from '../../../../src/engine';
import { createTraceView } from '../../../../src/widgets/trace/createTraceView';
import { openView } from '../viewPage';

it.each([
  ['Gates', lstm({ inputSize: 1, units: 2, seed: 1 })],
  ['States', rnn({ inputSize: 1, units: 2, seed: 1 })]
] as const)(
  'calls what a network has over its steps %s',
  async (name, cell) => {
    const page = openView(createTraceView, cell.run([1, 0, 0]).toBundle());
    await page.settle();
    expect(page.texts('.jp-gatescope-title')[0]).toContain(name);
    page.close();
  }
);
