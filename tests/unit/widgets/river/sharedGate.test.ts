/** @jest-environment jsdom */
import {
  add,
  cell,
  matmul,
  mul,
  oneMinus,
  rnn,
  sigmoid,
  tanh
} from '../../../../src/engine';
import { createRiverView } from '../../../../src/widgets/river/createRiverView';
import { riverOf } from '../../../../src/views/river/streams';
import { feltWords } from '../../../../src/widgets/river/riverSentence';
import { createUnrolledView } from '../../../../src/widgets/unrolled/createUnrolledView';
import { inSteps } from '../inSteps';
import { openView } from '../viewPage';

const x = Array.from({ length: 7 }, (_, step) => [Math.sin(step), 0.5]);

/** One gate for all units: the mean, or the largest, of what each would open by itself. */
const sharing = (by: 'mean' | 'max', units: number) =>
  cell({
    name: 'One gate',
    inputSize: 2,
    units,
    seed: 4,
    state: ['h'],
    parameters: ['Wf', 'Uf', 'bf'],
    step({ x, h: before }, { Wf, Uf, bf }) {
      const each = add(matmul(x, Wf), matmul(before, Uf), bf);
      const g = sigmoid(each[by](-1, { keepDims: true }));
      const c = tanh(add(matmul(x, Wf), matmul(before, Uf)));
      return { g, c, h: add(mul(g, before), mul(oneMinus(g), c)) };
    }
  }).run(x);

describe('a state that one gate keeps for all units', () => {
  const cases = (['mean', 'max'] as const).flatMap(by =>
    [1, 3].map(units => [by, units] as const)
  );

  it.each(cases)('is taken apart by it: the %s of %s', (by, units) => {
    const trace = sharing(by, units).toBundle();
    const [layer] = trace.layers;
    const h = layer.channels.find(({ name }) => name === 'h')!;
    const gate = trace.layers
      .flatMap(({ channels }) => channels)
      .find(({ name }) => name === 'g')!;
    for (let unit = 0; unit < units; unit += 1) {
      const river = riverOf(trace, layer, unit)!;
      for (let step = 0; step < x.length; step += 1) {
        const total = river.amountsAt(step).reduce((a, b) => a + b);
        expect(total).toBeCloseTo(h.array.values[step * units + unit], 6);
        expect(river.keep[step]).toBeCloseTo(gate.array.values[step], 6);
      }
    }
  });

  it.each([
    ['River', createRiverView],
    ['Unrolled', createUnrolledView]
  ] as const)('is shown by %s, which has the gate', (_, factory) => {
    const page = openView(factory, sharing('mean', 3).toBundle());
    page.cursor.move({ step: 3, unit: 1 }, {});
    expect(page.element.textContent).not.toMatch(/does not hold|not in this/);
    expect(
      page.texts('.jp-gatescope-changed, .jp-gatescope-asked').join()
    ).toMatch(/keeps \d/);
    page.close();
  });
});

describe('the words of a river', () => {
  it('say of a small change how large it is', () => {
    const trace = rnn({ inputSize: 2, units: 1, seed: 1 }).run(x).toBundle();
    const said = (value: number, steps: number): string =>
      feltWords(
        { steps, most: { step: 2, unit: 0, value } },
        trace,
        'h',
        inSteps
      );
    expect(said(0.0032, 4)).toContain('step 2, +3.2 × 10⁻³.');
    expect(said(-4e-30, 1)).toContain('step 2, −4.0 × 10⁻³⁰.');
    expect(said(0.21, 4)).toContain('step 2, +0.21.');
  });
});
