/** @jest-environment jsdom */
import { compareRuns, gru, lstm } from '../../../../src/engine';
import type { Comparison, Trace } from '../../../../src/trace';
import { createCompareView } from '../../../../src/widgets/compare/createCompareView';
import { openView } from '../viewPage';

const inputs = Array.from({ length: 6 }, (_, step) => [Math.sin(step)]);
const sound = compareRuns(
  [gru, lstm].map(make =>
    make({ inputSize: 1, units: 3, seed: 1 }).run(inputs)
  ),
  {},
  'show'
).toBundle() as Comparison;

/** One of the networks has left the numbers from step 3 on, or all have. */
function broken(value: number, all = false): Comparison {
  const spoil = (trace: Trace): Trace => ({
    ...trace,
    layers: trace.layers.map(layer => ({
      ...layer,
      channels: layer.channels.map(channel =>
        all || channel.role === 'state'
          ? {
              ...channel,
              array: {
                ...channel.array,
                values: channel.array.values.map((each, index) =>
                  index >= 3 * layer.units ? value : each
                )
              }
            }
          : channel
      )
    }))
  });
  const [first, second] = sound.traces;
  return { ...sound, traces: [spoil(first), all ? spoil(second) : second] };
}

describe('a comparison with a network whose numbers have become', () => {
  it.each([NaN, Infinity, -Infinity, 1.1502475360289045e36])(
    '%d is drawn, and writes what can be read',
    value => {
      const page = openView(createCompareView, broken(value));
      for (const step of [5, 3, 2, 0]) {
        page.cursor.move({ step, unit: 1 }, {});
        for (const each of page.element.querySelectorAll('*')) {
          for (const { name, value: text } of each.attributes) {
            expect(`${each.tagName} ${name}: ${text}`).not.toMatch(
              /\bNaN|Infinity|undefined/
            );
          }
        }
        const words = document.createTreeWalker(
          page.element,
          NodeFilter.SHOW_TEXT
        );
        while (words.nextNode()) {
          expect(words.currentNode.nodeValue).not.toMatch(
            /NaN|Infinity|e\+|\d{9}|undefined/
          );
        }
      }
      page.close();
    }
  );

  it('NaN everywhere has no sentence of them', () => {
    const page = openView(createCompareView, broken(NaN, true));
    page.cursor.move({ step: 5, unit: 1 }, {});
    expect(page.element.textContent).not.toContain('At step 5');
    page.cursor.move({ step: 1, unit: 1 }, {});
    expect(page.element.textContent).toMatch(/At step 1: .*moves by/);
    page.close();
  });
});
