import {
  add,
  cell,
  gru,
  hardSigmoid,
  lstm,
  matmul,
  mul,
  noGradient,
  rnn,
  tanh
} from '../../../../src/engine';
import { stepData } from '../../../../src/engine/compiler/stepData';
import type { RecurrentCell } from '../../../../src/engine/recurrence/recurrentCell';
import type { Expression } from '../../../../src/trace';
import { expressionText } from '../../../../src/trace';

const dataOf = (of: RecurrentCell) => stepData(of).data!;

/** All that has a derivative at a step: no numbers, and no matrices, whose is a sum over steps. */
function* partsOf(part: Expression): Generator<string> {
  if (part.kind === 'number') {
    return;
  }
  yield expressionText(part);
  if (part.kind !== 'symbol') {
    const isProduct = part.kind === 'operation' && part.name === 'matmul';
    for (const inner of isProduct ? part.args.slice(1) : part.args) {
      yield* partsOf(inner);
    }
  }
}

const options = { inputSize: 2, units: 3, seed: 1 } as const;
const cells = {
  lstm: lstm(options),
  'lstm of PyTorch with a projection': lstm({
    ...options,
    convention: 'pytorch',
    projection: 2
  }),
  gru: gru(options),
  'gru without biases': gru({ ...options, useBias: false }),
  'gru that resets before': gru({ ...options, resetAfter: false }),
  'rnn with bent activation': rnn({ ...options, activation: 'hardSigmoid' })
};

describe("a step's data", () => {
  it.each(Object.entries(cells))(
    'has the equations of a %s, and a derivative by each of their parts',
    (_, of) => {
      const { equations, channels, before, parts } = dataOf(of);
      expect(equations).toEqual(of.equations);
      const known = [...channels, ...before, ...parts].map(one => one.of);
      const expected = equations.flatMap(({ channel, expression }) => [
        channel,
        ...partsOf(expression)
      ]);
      expect([...known].sort()).toEqual([...new Set(expected)].sort());
    }
  );

  it('tells what comes back to a product, to the bias beside it and to their sum', () => {
    const { parts } = dataOf(cells['gru that resets before']);
    const of = (text: string) =>
      expressionText(parts.find(one => one.of === text)!.expression);
    expect(of('W_r x + U_r h[t−1] + b_r')).toBe('dL/dr ⊙ r ⊙ (1 − r)');
    expect(of('b_r')).toBe('dL/dr ⊙ r ⊙ (1 − r)');
    expect(of('r ⊙ h[t−1]')).toBe('U_nᵀ (dL/dn ⊙ (1 − n ⊙ n))');
  });

  it('tells derivatives by two channels apart that are the same number', () => {
    const own = cell({
      name: 'own',
      inputSize: 1,
      units: 1,
      state: ['h'],
      parameters: ['W'],
      step({ x, h }, { W }) {
        const n = tanh(matmul(x, W));
        return { n, h: add(h, n) };
      }
    });
    const { channels, parts } = dataOf(own);
    const of = Object.fromEntries(
      [...channels, ...parts].map(one => [
        one.of,
        expressionText(one.expression)
      ])
    );
    expect(of.n).toBe('dL/dh');
    expect(of['W x']).toBe('dL/dn ⊙ (1 − n ⊙ n)');
  });

  it('names the pairs whose products add up to the derivative by a weight', () => {
    const [first] = dataOf(cells.gru).weights.filter(({ of }) => of === 'U_n');
    expect(
      first.sums.map(({ left, delta }) => [left!, delta].map(expressionText))
    ).toEqual([['h[t−1]', 'dL/dn ⊙ (1 − n ⊙ n) ⊙ r']]);
  });

  it('leaves out the biases that a cell has not', () => {
    const { channels, weights } = dataOf(cells['gru without biases']);
    expect(weights.map(({ of }) => of).join()).toBe('W_z,U_z,W_r,U_r,W_n,U_n');
    expect(
      expressionText(channels.find(({ of }) => of === 'r')!.expression)
    ).toBe('dL/dn ⊙ (1 − n ⊙ n) ⊙ U_n h[t−1]');
  });

  it('has nothing by what is a constant to the rest of the step', () => {
    const own = cell({
      name: 'own',
      inputSize: 1,
      units: 1,
      state: ['h'],
      parameters: ['W'],
      step({ x, h }, { W }) {
        const gate = noGradient(() => hardSigmoid(matmul(x, W)));
        return { gate, h: mul(gate, h) };
      }
    });
    const { equations, channels, before, parts } = dataOf(own);
    expect(equations).toEqual(own.equations);
    const known = [...channels, ...before, ...parts].map(({ of }) => of);
    expect(known).toContain('gate ⊙ h[t−1]');
    expect(known).not.toContain('W x');
    expect(known).not.toContain('x');
  });
});
