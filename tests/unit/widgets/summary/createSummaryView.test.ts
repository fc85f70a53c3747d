/** @jest-environment jsdom */
import { layers, sequential } from '../../../../src/engine';
import { createSummaryView } from '../../../../src/widgets/summary/createSummaryView';
import { toldBy } from '../truth/told';
import { openView } from '../viewPage';

it('the table of a network says of each layer what its bundle holds', () => {
  jest.useFakeTimers();
  const bundle = sequential([
    layers.gru({ units: 3, inputShape: [null, 2] }),
    layers.dense({ units: 1, trainable: false })
  ])
    .summary()
    .toBundle();
  const page = openView(createSummaryView, bundle);
  expect(toldBy(page, {}).table?.slice(1)).toEqual(
    bundle.layers.map(
      ({ name, type, outputShape, parameters, trainable, path }) => [
        name,
        type,
        `[${['B', ...outputShape.map(extent => extent ?? 'T')].join(', ')}]`,
        String(parameters.count),
        parameters.formula,
        parameters.arithmetic,
        trainable ? 'yes' : 'no',
        path ?? ''
      ]
    )
  );
  expect(bundle.layers[0].path).toBeTruthy();
  // How it is computed is in the table alone, and no layer is called by its type twice.
  expect(page.texts('.jp-gatescope-summary-type')).toEqual(['GRU', 'Dense']);
  expect(page.texts('.jp-gatescope-summary text')).toContain('held fixed');
  page.close();
  jest.useRealTimers();
});
