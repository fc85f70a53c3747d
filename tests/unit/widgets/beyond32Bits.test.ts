/** @jest-environment jsdom */
import { rnn } from '../../../src/engine';
import { decodeBundle, encode, floats, type Trace } from '../../../src/trace';
import { createCellView } from '../../../src/widgets/cell/createCellView';
import type { ViewFactory } from '../../../src/widgets/context';
import { createGatesView } from '../../../src/widgets/gates/createGatesView';
import { createUnrolledView } from '../../../src/widgets/unrolled/createUnrolledView';
import { openView } from './viewPage';

const STEPS = 312;

/** A state that grows tenfold a step: beyond 32 bits from step 38 on, infinite from step 308 on. */
function growing(): Trace {
  const cell = rnn({ inputSize: 1, units: 1, activation: 'linear', seed: 1 });
  cell.setWeights(
    Object.fromEntries(
      Object.entries(cell.getWeights()).map(([name, { shape }]) => [
        name,
        shape.length === 2 ? [[/^U|recurrent/i.test(name) ? 10 : 1]] : [0]
      ])
    ) as never
  );
  const x = Array.from({ length: STEPS }, (_, step) => [step === 0 ? 1 : 0]);
  return cell.run(x).toBundle();
}

describe('numbers that 32 bits cannot hold', () => {
  const bundle = growing();
  const h = (trace: Trace): ArrayLike<number> =>
    trace.layers[0].channels.find(({ name }) => name === 'h')!.array.values;

  it('are kept as they were computed, and only these take 64 bits', () => {
    expect(floats([1, 0.1, NaN, Infinity, 0], [5]).dtype).toBe('f32');
    expect(floats([1, 3.5e38], [2]).dtype).toBe('f64');
    expect(floats([1, -1e-60], [2]).dtype).toBe('f64');
    // One that 32 bits hold is what it is beside no other: a huge number changes none of them.
    expect(h(bundle)[38]).toBe(Math.fround(h(bundle)[38]));
    expect(h(bundle)[38] / 1e38).toBeCloseTo(1, 6);
    expect(h(bundle)[300] / 1e300).toBeCloseTo(1, 9);
    expect(h(bundle)[STEPS - 1]).toBe(Infinity);
    const saved = decodeBundle(encode(bundle)) as Trace;
    expect(h(saved)[300]).toBe(h(bundle)[300]);
  });

  it.each([
    ['Gates', createGatesView],
    ['Cell', createCellView],
    ['Unrolled', createUnrolledView]
  ] as const)(
    'are said by %s, and no sum with them is infinite before the run is',
    (_, factory: ViewFactory<Trace>) => {
      const page = openView(factory, bundle);
      for (const step of [37, 39, 200, 307]) {
        page.cursor.move({ step }, {});
        const words = page.element.textContent;
        expect(words).not.toMatch(/= −?∞/);
        expect(words).toContain(
          `10${[...String(step)].map(digit => '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(digit)]).join('')}`
        );
      }
      page.cursor.move({ step: 310 }, {});
      expect(page.element.textContent).toContain('∞');
      page.close();
    }
  );
});
