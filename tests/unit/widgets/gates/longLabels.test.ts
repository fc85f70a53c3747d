/** @jest-environment jsdom */
import { createGatesView } from '../../../../src/widgets/gates/createGatesView';
import { lstmTrace } from '../cells';
import { openView } from '../viewPage';

test('labels that are long are cut where they stand and whole where the pointer is', () => {
  const trace = lstmTrace({ steps: 60, units: 2 });
  const labels = Array.from(
    { length: 60 },
    (_, step) => `reading ${step} of the second sensor in the cellar`
  );
  const page = openView(createGatesView, {
    ...trace,
    time: { ...trace.time, labels }
  });
  page.cursor.move({ step: 31, unit: 0 }, {});
  const drawn = page.texts('.jp-gatescope-token').filter(text => text !== '');
  expect(drawn.length).toBeGreaterThan(10);
  drawn.forEach(text => expect(text).toMatch(/^reading \d+.*…$/));
  // The label at the cursor stands, too, where not every step has one.
  expect(drawn.some(text => text.startsWith('reading 31'))).toBe(true);
  const tooltip = page.element.querySelector('.jp-gatescope-tooltip')!;
  const host = tooltip.parentElement!.querySelector(':scope > div')!;
  for (let y = 60; y < 400; y += 20) {
    host.dispatchEvent(
      new MouseEvent('pointermove', { clientX: 400, clientY: y, bubbles: true })
    );
  }
  expect(page.texts('.jp-gatescope-tooltip')[0]).toMatch(
    /“reading \d+ of the second sensor in the cellar”/
  );
  page.close();
});
