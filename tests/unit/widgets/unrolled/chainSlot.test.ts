/** @jest-environment jsdom */
import { lstm, rnn } from '../../../../src/engine';
import { textMeasure } from '../../../../src/widgets/base/measure';
import { createUnrolledView } from '../../../../src/widgets/unrolled/createUnrolledView';
import { openView } from '../viewPage';

const sequence = Array.from({ length: 9 }, (_, step) => [Math.sin(step)]);
const runs = {
  LSTM: lstm({ inputSize: 1, units: 2, seed: 7 }).run(sequence),
  RNN: rnn({ inputSize: 1, units: 2, seed: 7 }).run(sequence)
};

const number = (element: Element | null, name: string): number =>
  Number(element?.getAttribute(name));

describe('a cell of the chain', () => {
  it.each(
    Object.entries(runs).flatMap(([name, run]) =>
      [703, 660, 580].map(width => ({ name, width, run }))
    )
  )(
    'of an $name leaves its numbers free of bars at $width pixels',
    ({ run, width }) => {
      const page = openView(createUnrolledView, run.toBundle(), { width });
      const rows = [
        ...page.element.querySelectorAll('.jp-gatescope-chain-row')
      ];
      expect(rows.length).toBeGreaterThan(5);
      for (const row of rows) {
        const track = row.querySelector('.jp-gatescope-part-track');
        const value = [...row.querySelectorAll('.jp-gatescope-chain-value')].at(
          -1
        )!;
        const size = /font-size: ([\d.]+)px/.exec(
          value.getAttribute('style') ?? ''
        )?.[1];
        const measure = textMeasure(`700 ${size ?? '12.5'}px sans-serif`);
        expect(number(track, 'x') + number(track, 'width')).toBeLessThanOrEqual(
          number(value, 'x') - measure('−0.00')
        );
      }
      page.close();
    }
  );
});

test.each([703, 960])(
  'what enters five cells at %i pixels stands below each without touching the next',
  width => {
    const days = Array.from({ length: 9 }, (_, day) => `2015-04-0${day + 1}`);
    const run = lstm({ inputSize: 2, units: 2, seed: 7 }).run(
      days.map((_, day) => [-12.5 - day, -17.25]),
      { labels: days, inputNames: ['high', 'rain'] }
    );
    const page = openView(createUnrolledView, run.toBundle(), { width });
    const words = [
      ...page.element.querySelectorAll('.jp-gatescope-chain-step')
    ];
    expect(words).toHaveLength(5);
    const measure = textMeasure('700 12px sans-serif');
    const ends = words.map(each => {
      const half = measure(each.textContent ?? '') / 2;
      return [number(each, 'x') - half, number(each, 'x') + half];
    });
    for (const [at, [from]] of ends.slice(1).entries()) {
      expect(from).toBeGreaterThan(ends[at][1]);
    }
    expect(words[0].textContent).toMatch(/x = −1\d.50, −17.25/);
    page.close();
  }
);
