/** @jest-environment jsdom */
import type { Cell } from '../../../../src/engine';
import {
  add,
  cell,
  deltaNet,
  linearAttention,
  mul,
  sigmoid,
  tanh
} from '../../../../src/engine';
import { createCellView } from '../../../../src/widgets/cell/createCellView';
import { openView } from '../viewPage';

const STEP = 3;
const UNIT = 1;

/** What a state that nothing fades in is said to have become, with its numbers. */
function said(
  shown: Cell,
  x: readonly number[] = [0.4, -0.9, 1, 0.6, -0.2]
): {
  readonly words: string;
  at(step: number): number;
} {
  const run = shown.run(x);
  const page = openView(createCellView, {
    ...run.toBundle(),
    view: { step: STEP, unit: UNIT }
  });
  const words = page.element.textContent ?? '';
  page.close();
  const [name] = Object.keys(shown.channels).filter(each =>
    /^[Sc]$/.test(each)
  );
  const values = run.channel(name).toArray<number[][]>();
  const each = values[0].length / 3;
  return {
    words,
    at: step =>
      values[step]
        .slice(UNIT * each, (UNIT + 1) * each)
        .reduce((sum, value) => sum + value, 0) / each
  };
}
const shown = (value: number): string =>
  value
    .toFixed(2)
    .replace('-', '−')
    .replace(/^−0\.00$/, '0.00');

describe('what became of a state that is carried on whole', () => {
  const sizes = { inputSize: 1, units: 3, keyDim: 2, seed: 4 };
  it('says of DeltaNet what was added, and no share of what stayed', () => {
    const { words, at } = said(deltaNet(sizes));
    expect(words).toMatch(/Since step 2: all of S is carried on, .*k is added/);
    expect(words).toContain(
      `the mean of its 2 numbers went from ${shown(at(STEP - 1))} to ${shown(at(STEP))}.`
    );
    expect(words).not.toMatch(/keeps [0-9]/);
  });

  it('tells two numbers apart that two decimals call the same', () => {
    const { words, at } = said(
      deltaNet({ inputSize: 1, units: 3, keyDim: 2, seed: 4 }),
      [0.4, -0.9, 1, -0.0002, 0.2]
    );
    const [was, is] = [at(STEP - 1), at(STEP)];
    expect(was.toFixed(2)).toBe(is.toFixed(2));
    const [, from, to] = /numbers went from (\S+) to (\S+)\./.exec(words)!;
    expect(from).not.toBe(to);
    const read = (words: string): number => Number(words.replace('−', '-'));
    expect(Math.abs(read(from) - was)).toBeLessThan(5e-4);
    expect(Math.abs(read(to) - is)).toBeLessThan(5e-4);
  });

  it('says the same of the keys that linear attention adds up', () => {
    const { words } = said(linearAttention(sizes));
    expect(words).toMatch(
      /Since step 2: all of z is carried on, k is added: the mean of its 2 numbers went from/
    );
    expect(words).not.toMatch(/keeps [0-9]/);
  });

  it('says of a sum of one’s own what each step adds', () => {
    const { words, at } = said(
      cell({
        name: 'a sum',
        ...{ inputSize: 1, units: 3, seed: 2 },
        state: { c: 'units', h: 'units' },
        parameters: { w: ['units'] },
        step({ x, c }, { w }) {
          const i = sigmoid(mul(x, w));
          const next = add(c, mul(i, tanh(x)));
          return { i, c: next, h: tanh(next) };
        }
      })
    );
    expect(words).toContain('Since step 2: all of c is carried on, ');
    expect(words).toContain(` adds ${shown(at(STEP) - at(STEP - 1))}: c = `);
  });
});
