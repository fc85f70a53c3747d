/** @jest-environment jsdom */
import { layers, sequential } from '../../../../src/engine';
import { createGatesView } from '../../../../src/widgets/gates/createGatesView';
import { openView } from '../viewPage';

/** As far apart as the lines of small words must be at least, in CSS pixels. */
const LINE = 14;

describe('the words right of the charts', () => {
  it.each([
    ['one input and an answer at every step', 1, 1, true],
    ['an answer and its target', 3, 1, true],
    ['two inputs, an answer and its target', 2, 1, true],
    ['three answers', 3, 3, false],
    ['two answers and their targets', 2, 2, true]
  ] as const)('stand a line apart: %s', (_, features, outputs, withTarget) => {
    const model = sequential(
      [
        layers.lstm({
          units: 2,
          inputShape: [null, features],
          returnSequences: true
        }),
        layers.dense({ units: outputs })
      ],
      { seed: 4 }
    );
    model.compile({ loss: 'meanSquaredError', optimizer: 'sgd' });
    const x = Array.from({ length: 20 }, (_, step) =>
      Array.from({ length: features }, (_, at) => Math.sin(step + at))
    );
    const target = x.map((_, step) =>
      Array.from({ length: outputs }, (_, at) => Math.cos(step + at))
    );
    const trace = model.trace(x, withTarget ? { target } : {}).toBundle();
    const page = openView(createGatesView, trace);
    page.cursor.move({ step: 9, unit: 1 }, {});
    const texts = [
      ...page.element.querySelectorAll('.jp-gatescope-scene text')
    ].filter(({ textContent }) => textContent !== '');
    const heading = texts.find(({ textContent }) => textContent === 'change')!;
    const rail = texts.filter(
      text => Number(text.getAttribute('x')) >= railLeft(texts)
    );
    const rows = [
      ...new Set(rail.map(text => Number(text.getAttribute('y'))))
    ].sort((a, b) => a - b);
    expect(rows).toContain(Number(heading.getAttribute('y')));
    const least = Math.min(...rows.slice(1).map((y, at) => y - rows[at]));
    expect(least).toBeGreaterThanOrEqual(LINE);
    page.close();
  });
});

/** Where the heading of the unit begins: left of it stand the charts. */
const railLeft = (texts: readonly Element[]): number =>
  Number(
    texts.find(({ textContent }) => textContent === 'unit 1')!.getAttribute('x')
  );
