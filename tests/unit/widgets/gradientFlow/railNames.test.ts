/** @jest-environment jsdom */
import { layers, sequential } from '../../../../src/engine';
import { createTraceFlowView } from '../../../../src/widgets/gradientFlow/createTraceFlowView';
import { openView } from '../viewPage';

const model = sequential(
  [
    layers.bidirectional({
      layer: layers.lstm({ units: 3, returnSequences: true }),
      inputShape: [null, 1]
    }),
    layers.gru({ units: 2, returnSequences: true }),
    layers.dense({ units: 1 })
  ],
  { seed: 3 }
);
model.compile({ loss: 'meanSquaredError', optimizer: 'adam' });
const wave = Array.from({ length: 20 }, (_, step) => [Math.sin(step)]);
const trace = model.trace(wave, { target: wave }).toBundle();

it.each([
  [654, '.jp-gatescope-flow-norms'],
  [308, '.jp-gatescope-flow-table']
])('both directions of a layer are told apart at %i pixels', (width, part) => {
  const page = openView(createTraceFlowView, trace, { width });
  const names = new Set(page.texts(`${part} .jp-gatescope-flow-network`));
  expect(Math.max(...[...names].map(({ length }) => length))).toBeLessThan(21);
  expect(names.size).toBe(3);
  expect([...names].some(name => name.endsWith('forward'))).toBe(true);
  expect([...names].some(name => name.endsWith('backward'))).toBe(true);
  page.close();
});
