import fc from 'fast-check';
import type { Clamp } from '../../../../src/trace';
import type { Cell, RunOfNetwork } from '../../../../src/engine';
import {
  add,
  cell,
  gru,
  lstm,
  matmul,
  minGru,
  minLstm,
  mul,
  rnn,
  sigmoid,
  sLstm,
  tanh
} from '../../../../src/engine';
import type { RealMatrix } from '../../../../src/engine/analysis/matrix';
import { product } from '../../../../src/engine/analysis/matrix';
import {
  singularValues,
  spectralNorm
} from '../../../../src/engine/analysis/singularValues';
import {
  stepJacobians,
  tapeJacobians
} from '../../../../src/engine/analysis/stepJacobian';
import { draws } from '../../widgets/draws';
import { choices, randomCell } from '../compiler/randomCells';

const steps = 6;
const signal = Array.from({ length: 2 }, (_, b) =>
  Array.from({ length: steps }, (_, t) => [Math.sin(t + b), Math.cos(3 * t)])
);
const sizes = { inputSize: 2, units: 5, seed: 11 };
const biasInitializer = (shape: readonly number[]) =>
  Float64Array.from(
    { length: shape.reduce((a, b) => a * b, 1) },
    (_, at) => 0.3 * Math.cos(at)
  );

const cells = {
  rnn: () => rnn({ ...sizes, biasInitializer }),
  'rnn of relu': () => rnn({ ...sizes, activation: 'relu', biasInitializer }),
  'rnn of softmax': () => rnn({ ...sizes, activation: 'softmax' }),
  'rnn without bias': () => rnn({ ...sizes, useBias: false }),
  lstm: () => lstm({ ...sizes, biasInitializer }),
  "lstm of PyTorch's": () => lstm({ ...sizes, convention: 'pytorch' }),
  'lstm of softplus': () =>
    lstm({
      ...sizes,
      activation: 'softplus',
      recurrentActivation: 'hardSigmoid'
    }),
  'lstm with a softmax gate': () =>
    lstm({ ...sizes, recurrentActivation: 'softmax' }),
  'projected lstm': () => lstm({ ...sizes, projection: 2 }),
  gru: () => gru({ ...sizes, biasInitializer }),
  'gru without bias': () => gru({ ...sizes, useBias: false }),
  "gru of PyTorch's": () => gru({ ...sizes, convention: 'pytorch' }),
  'gru of swish': () => gru({ ...sizes, activation: 'swish' }),
  'gru that resets before': () => gru({ ...sizes, resetAfter: false }),
  'lstm in f32': () => lstm({ ...sizes, dtype: 'f32' }),
  minGru: () => minGru(sizes),
  minLstm: () => minLstm(sizes),
  sLstm: () => sLstm(sizes),
  'a cell with peepholes': () =>
    cell({
      ...sizes,
      name: 'peepholes',
      state: ['h', 'c'],
      parameters: { W: [2, 5], U: [5, 5], p: [5], q: [5] },
      step({ x, h: before, c: kept }, { W, U, p, q }) {
        const f = sigmoid(add(matmul(before, U), mul(p, kept)));
        const c = add(mul(f, kept), tanh(matmul(x, W)));
        const o = sigmoid(add(matmul(before, U), mul(q, c)));
        return { f, c, o, h: mul(o, tanh(c)) };
      }
    }),
  'a cell that chooses among its units': () =>
    cell({
      ...sizes,
      name: 'chooser',
      state: { h: 5, a: 1 },
      parameters: { W: [2, 5], U: [5, 5] },
      step({ x, h: before, a: all }, { W, U }) {
        const s = mul(all, matmul(mul(before, before), U)).softmax();
        const h = add(mul(s, before), matmul(x, W));
        return { s, h, a: h.sum(1, { keepDims: true }).tanh() };
      }
    })
};

const clampsOf: Record<string, Clamp[]> = {
  rnn: [{ layer: 'rnn', channel: 'h', value: 0.2, units: [1], steps: [2, 3] }],
  lstm: [
    { layer: 'lstm', channel: 'f', value: 0.9, units: [0, 3] },
    { layer: 'lstm', channel: 'c', value: 'mean', units: [1], steps: [2] },
    { layer: 'lstm', channel: 'h', value: 0, units: [4], steps: [3] }
  ],
  gru: [
    { layer: 'gru', channel: 'z', value: 1, units: [2] },
    { layer: 'gru', channel: 'n', value: -0.4, units: [0], steps: [1, 2] },
    { layer: 'gru', channel: 'h', value: 0.1, units: [3] }
  ],
  sLstm: [
    { layer: 'sLSTM', channel: 'f', value: 0.7, units: [0, 2] },
    { layer: 'sLSTM', channel: 'c', value: 0.2, units: [1], steps: [2] }
  ]
};

/** The largest difference to the tape's Jacobian over all steps and sequences. */
function difference({ layers: [{ record }] }: RunOfNetwork): number {
  let largest = 0;
  for (let sequence = 0; sequence < 2; sequence++) {
    const at = stepJacobians(record, sequence);
    const tape = tapeJacobians(record, sequence);
    for (let step = 0; step < steps; step++) {
      const expected = tape(step);
      const found = at(step);
      expect(found.values).toHaveLength(expected.values.length);
      expected.values.forEach((value, index) => {
        largest = Math.max(largest, Math.abs(found.values[index] - value));
      });
    }
  }
  return largest;
}

/** ∂s/∂s_before by central differences of runs of one step, of a cell of the state h. */
function byDifferences(of: Cell, x: readonly number[], h: readonly number[]) {
  const step = 1e-6;
  const moved = (unit: number, by: number) =>
    of
      .run([x], {
        initialState: {
          h: h.map((value, at) => value + (at === unit ? by : 0))
        }
      })
      .channel('h').values;
  const columns = h.map((_, unit) => {
    const [up, down] = [moved(unit, step), moved(unit, -step)];
    return Array.from(
      up,
      (value: number, row) => (value - down[row]) / (2 * step)
    );
  });
  return columns[0].flatMap((_, row) => columns.map(column => column[row]));
}

describe('the step Jacobian', () => {
  it.each(Object.entries(cells))('of %s is that of the tape', (_, make) => {
    expect(difference(make().run(signal) as RunOfNetwork)).toBeLessThan(1e-13);
  });

  it.each(Object.entries(clampsOf))(
    'of %s under clamps is that of the tape',
    (name, clamps) => {
      const make = cells[name as keyof typeof cells];
      const run = (make() as ReturnType<typeof lstm>).run(signal, { clamps });
      expect(difference(run as RunOfNetwork)).toBeLessThan(1e-13);
    }
  );

  it('of random steps is that of the tape', () => {
    fc.assert(
      fc.property(choices, chosen => {
        const run = randomCell(chosen, 'f64').run(
          signal.map(row => row.map(([a, b]) => [a, b, a * b]))
        );
        expect(difference(run as RunOfNetwork)).toBeLessThan(1e-10);
      }),
      draws(2000, { gate: 20 })
    );
  });

  it.each([
    ['what is compiled', () => gru({ ...sizes, resetAfter: false })],
    [
      'what is not',
      () =>
        cell({
          ...sizes,
          name: 'largest',
          state: ['h'],
          parameters: ['W', 'U'],
          step: ({ x, h }, { W, U }) => ({
            h: tanh(
              add(matmul(x, W), matmul(h, U), h.max(1, { keepDims: true }))
            )
          })
        })
    ]
  ] as const)('of %s is that of finite differences', (_, make) => {
    const of = make() as unknown as Cell;
    const h = [0.3, -0.5, 0.2, 0.8, -0.1];
    const run = of.run([[0.4, -0.7]], { initialState: { h } });
    const found = stepJacobians(run.layers[0].record)(0).values;
    byDifferences(of, [0.4, -0.7], h).forEach((value, at) =>
      expect(found[at]).toBeCloseTo(value, 8)
    );
  });

  it('is read off what the step does, not computed by taking it', () => {
    let taken = 0;
    const of = cell({
      ...sizes,
      name: 'counted',
      state: ['h'],
      parameters: ['W', 'U'],
      step({ x, h }, { W, U }) {
        taken++;
        return { h: tanh(add(matmul(x, W), matmul(h, U))) };
      }
    });
    const { record } = of.run(signal[0]).layers[0];
    const at = stepJacobians(record);
    const followed = taken;
    Array.from({ length: steps }, (_, step) => at(step));
    expect(taken).toBe(followed);
  });

  it('has no more than the diagonals that it names beside its dense columns', () => {
    const run = cells.lstm().run(signal);
    const { values, columns, rows, denseColumns } = stepJacobians(
      run.layers[0].record
    )(3);
    expect([rows, columns, denseColumns]).toEqual([10, 10, 5]);
    for (let row = 0; row < rows; row++) {
      for (let column = 5; column < columns; column++) {
        if (row % 5 !== column % 5) {
          expect(values[row * columns + column]).toBe(0);
        }
      }
    }
  });
});

describe('a matrix with diagonals', () => {
  const random = (rows: number, columns: number): RealMatrix => ({
    rows,
    columns,
    values: Float64Array.from({ length: rows * columns }, (_, at) =>
      Math.sin(1 + 7 * at)
    )
  });
  const plain = (a: RealMatrix, b: RealMatrix) =>
    Array.from({ length: a.rows * b.columns }, (_, at) => {
      let sum = 0;
      for (let k = 0; k < a.columns; k++) {
        sum +=
          a.values[Math.floor(at / b.columns) * a.columns + k] *
          b.values[k * b.columns + (at % b.columns)];
      }
      return sum;
    });
  const close = (found: ArrayLike<number>, expected: readonly number[]) =>
    expected.forEach((value, at) => expect(found[at]).toBeCloseTo(value, 12));

  it.each([
    [1, 1, 1],
    [2, 4, 3],
    [5, 7, 6],
    [9, 6, 1]
  ])('multiplies %d × %d by as many × %d', (rows, inner, columns) => {
    const a = random(rows, inner);
    const b = random(inner, columns);
    close(product(a, b).values, plain(a, b));
  });

  it('multiplies and stretches as the whole matrix does', () => {
    const run = lstm({ inputSize: 2, units: 7, seed: 3 }).run(signal);
    const at = stepJacobians(run.layers[0].record);
    const whole = { ...at(2), denseColumns: undefined };
    close(product(at(3), at(2)).values, plain(at(3), whole));
    expect(spectralNorm(at(2))).toBeCloseTo(singularValues(whole)[0], 12);
  });
});
