/** @jest-environment jsdom */
import { gru, random } from '../../../../src/engine';
import type { Trace } from '../../../../src/trace';
import { createGatesView } from '../../../../src/widgets/gates/createGatesView';
import { toldBy } from '../truth/told';
import { openView, type ViewPage } from '../viewPage';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

const STEPS = 6;
const UNITS = 30;
const SIZE = 9;
const SHOWN = 4;
const generator = random(3);
const inputs = Array.from({ length: SIZE }, () =>
  Array.from({ length: STEPS }, () => [generator.uniform() * 4 - 2])
);
/** The first sequence ends after two steps, the second after three, … */
const masks = inputs.map((_, sequence) =>
  Array.from({ length: STEPS }, (_each, step) => (step < sequence + 2 ? 1 : 0))
);
const cell = gru({ inputSize: 1, units: UNITS, seed: 2 });
const run = cell.run(inputs, { mask: masks });
const alone = inputs.map((input, sequence) =>
  cell.run(input, { mask: masks[sequence] })
);
const trace: Trace = {
  ...run.toBundle({ sequence: SHOWN }),
  view: { overSequences: true }
};

/** The least number that so large a share of all numbers reaches, with what is between two of them. */
function quantile(share: number, name: string, step: number, unit: number) {
  const all = alone
    .filter((_, sequence) => masks[sequence][step] === 1)
    .map(each => each.layers[0].channels[name].values[step * UNITS + unit])
    .sort((a, b) => a - b);
  const rank = (all.length - 1) * share;
  const [low, high] = [all[Math.floor(rank)], all[Math.ceil(rank)]];
  return low * (1 - (rank % 1)) + high * (rank % 1);
}

const numberOf = (text: string): number => Number(text.replace('−', '-'));

/** All that the key D tells of a picture. */
function described(page: ViewPage): string[] {
  const told: string[] = [];
  for (;;) {
    const picture = page.element.querySelector<HTMLElement>(
      '.jp-gatescope-picture'
    );
    picture?.focus();
    picture?.dispatchEvent(
      new KeyboardEvent('keydown', { key: 'd', bubbles: true })
    );
    jest.advanceTimersByTime(1000);
    const said = page.texts('.jp-gatescope-hidden[role="status"]').join('');
    if (said.startsWith('That was all')) {
      return told;
    }
    told.push(said);
  }
}

const choose = (page: ViewPage, label: RegExp): HTMLElement => {
  page.element.querySelector<HTMLElement>('[data-tool="show"]')?.click();
  const items = [
    ...page.element.ownerDocument.querySelectorAll<HTMLElement>(
      '[role^="menuitem"]'
    )
  ];
  const item = items.find(({ textContent }) => label.test(textContent));
  item?.click();
  return item!;
};

describe('a unit of the gates over the sequences of its batch', () => {
  it.each([
    [1, 0],
    [5, 29],
    [3, 7]
  ])(
    'has the quantiles of the runs of every sequence alone, told, in the table and in CSV (step %p, unit %p)',
    (step, unit) => {
      const page = openView(createGatesView, trace);
      const said = toldBy(page, { step, unit, channel: 'z' });
      const expected = (name: string, at: number, of: number, digits: number) =>
        [0.1, 0.5, 0.9].map(share =>
          Number(quantile(share, name, at, of).toFixed(digits))
        );
      const told =
        /over 9 sequences: 10\u202f% (.*), median (.*), 90\u202f% (.*)/;
      const numbers = told.exec(said.spoken)!.slice(1);
      expect(numbers.map(numberOf)).toEqual(expected('z', step, unit, 2));
      const [heads, ...rows] = said.table!;
      const [csvHeads, ...csvRows] = said.csv!;
      for (const name of ['z', 'r', 'n', 'h']) {
        const names = ['10\u202f%', 'median', '90\u202f%'].map(
          which => `${name} ${which}`
        );
        expect(heads).toEqual(expect.arrayContaining(names));
        for (const row of rows) {
          expect(names.map(head => numberOf(row[heads.indexOf(head)]))).toEqual(
            expected(name, Number(row[0]), unit, 4)
          );
        }
        for (const row of csvRows) {
          const of = Number(row[csvHeads.indexOf('unit')]);
          names.forEach((head, at) =>
            expect(Number(row[csvHeads.indexOf(head)])).toBeCloseTo(
              quantile([0.1, 0.5, 0.9][at], name, Number(row[0]), of),
              5
            )
          );
        }
      }
      expect(csvRows).toHaveLength(STEPS * UNITS);
      page.close();
    }
  );

  it('draws one line, a band and a median for each gate and state, and the units again when it is switched off', () => {
    const page = openView(createGatesView, trace);
    const drawn = (name: string): number =>
      page.element.querySelectorAll(`path.jp-gatescope-${name}[d^="M"]`).length;
    expect(drawn('spread-band')).toBe(4);
    expect(drawn('spread-median')).toBe(4);
    expect(drawn('line-chosen')).toBe(4);
    expect(drawn('line-thin')).toBe(0);
    expect(page.texts('.jp-gatescope-reading').join(' ')).toContain(
      `in sequence ${SHOWN + 1}; over all ${SIZE} sequences`
    );
    choose(page, /^as heatmap/);
    expect(drawn('spread-band') + drawn('line-chosen')).toBe(0);
    choose(page, new RegExp(`^one unit over the ${SIZE} sequences`));
    expect(drawn('spread-band')).toBe(4);
    page.close();
  });

  it.each([
    [SHOWN, 7, 4],
    [1, 29, 1]
  ])(
    'is described beside its batch, by the numbers of every sequence alone (sequence %p, unit %p, %p never leave it)',
    (sequence, unit, staying) => {
      const page = openView(createGatesView, {
        ...run.toBundle({ sequence }),
        view: { overSequences: true, unit }
      });
      const told = described(page);
      page.close();
      expect(told.every(words => words.includes(`nit ${unit}'s `))).toBe(true);
      const steps = Array.from({ length: STEPS }, (_, step) => step).filter(
        step => masks[sequence][step] === 1
      );
      let stayed = 0;
      for (const channel of ['z', 'r', 'n', 'h']) {
        const values = (step: number): number =>
          alone[sequence].layers[0].channels[channel].values[
            step * UNITS + unit
          ];
        const [low, high] = [0.1, 0.9].map(
          share => (step: number) => quantile(share, channel, step, unit)
        );
        const beyond = steps.map(step =>
          Math.max(0, low(step) - values(step), values(step) - high(step))
        );
        // What is outside by less than it is written with is not told.
        const atMost = beyond.filter(by => by > 1e-6).length;
        const atLeast = beyond.filter(by => by > 0.01).length;
        const own = told.filter(words => words.includes(` ${channel} `));
        const leaves = own.find(words => /leaves/.test(words))!;
        if (/never/.test(leaves)) {
          stayed += 1;
          expect(atLeast).toBe(0);
          expect(leaves).toContain(
            'never leaves the band from 10\u202f% to 90\u202f% over 9 sequences.'
          );
        } else {
          const [, count, of, step, value, from, to] =
            /leaves .* on (\d+) of (\d+) steps?, farthest at step (\d+): (.*), where the band runs from (.*) to (.*)\.$/.exec(
              leaves
            )!;
          expect(Number(count)).toBeGreaterThanOrEqual(Math.max(1, atLeast));
          expect(Number(count)).toBeLessThanOrEqual(atMost);
          expect(Number(of)).toBe(steps.length);
          const at = Number(step);
          expect(beyond[at]).toBeCloseTo(Math.max(...beyond), 6);
          expect(numberOf(value)).toBeCloseTo(values(at), 2);
          expect(numberOf(from)).toBeCloseTo(low(at), 2);
          expect(numberOf(to)).toBeCloseTo(high(at), 2);
        }
        const wide = steps.map(step => high(step) - low(step));
        const widest = own.find(words => words.startsWith('Over the '))!;
        const at = Number(/most at step (\d+)/.exec(widest)![1]);
        expect(wide[at]).toBeCloseTo(Math.max(...wide), 6);
        expect(widest).toContain(
          ': the band from 10\u202f% to 90\u202f% over 9 sequences runs from '
        );
      }
      expect(stayed).toBe(staying);
    }
  );

  it('is refused with the reason for a run with changes, which has no spread', () => {
    const changed = run.clamp({ channel: 'z', value: 0 }).toBundle();
    expect(changed.batch?.shares).toBeUndefined();
    const page = openView(createGatesView, changed);
    const item = choose(page, /one unit over/);
    expect(item.getAttribute('aria-disabled')).toBe('true');
    expect(
      page.element.querySelectorAll('.jp-gatescope-spread-band')
    ).toHaveLength(0);
    page.close();
  });
});
