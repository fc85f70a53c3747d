import { cell, gru, mul, square, type Tensor } from '../../../../src/engine';
import type { LayerTrace } from '../../../../src/trace';
import { expressionText } from '../../../../src/trace';

const options = { inputSize: 1, units: 2, seed: 1 } as const;
const loss = { gradientsOf: ({ h }: { h: Tensor }) => h.at(-1).sum() };
const steps = [0.5, -1, 0.2];

const layerOf = (made: { toBundle(): { layers: readonly LayerTrace[] } }) =>
  made.toBundle().layers[0];

describe('the adjoints of a traced layer', () => {
  it('stand together where the same comes back, and leave out what is recorded', () => {
    const { adjoints } = layerOf(gru(options).run(steps, loss));
    const texts = adjoints!.map(({ of, expression }) => [
      of.join('; '),
      expressionText(expression)
    ]);
    expect(texts[0]).toEqual(['n', 'dL/dh ⊙ (1 − z)']);
    expect(texts).toContainEqual([
      'U_n h[t−1]; b_hn; U_n h[t−1] + b_hn',
      'dL/dn ⊙ (1 − n ⊙ n) ⊙ r'
    ]);
    expect(adjoints!.flatMap(({ of }) => of)).not.toContain('h');
  });

  it('are a few thousand letters', () => {
    const { adjoints } = layerOf(gru(options).run(steps, loss));
    expect(JSON.stringify(adjoints).length).toBeLessThan(4000);
  });

  it('are not there without gradients, and for a step that cannot be followed', () => {
    expect(layerOf(gru(options).run(steps)).adjoints).toBeUndefined();
    const own = cell({
      ...options,
      name: 'own',
      state: ['h'],
      parameters: ['b'],
      step: ({ h }) => ({ h: mul(h, h.values[0]) })
    });
    expect(layerOf(own.run(steps, loss)).adjoints).toBeUndefined();
  });

  it('leave out what is nested more deeply than a bundle may be', () => {
    const own = cell({
      ...options,
      name: 'own',
      state: ['h'],
      parameters: ['b'],
      step({ h }, { b }) {
        let deep = b;
        for (let level = 0; level < 41; level++) {
          deep = mul(deep, b);
        }
        const gate = mul(deep, h);
        return { gate, h: square(gate) };
      }
    });
    const bundle = own.run(steps, loss).toBundle();
    const known = bundle.layers[0].adjoints!.flatMap(({ of }) => of);
    expect(known).toContain('gate');
    expect(known).not.toContain('b');
  });
});
