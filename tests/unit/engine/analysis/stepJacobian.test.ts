import type { Clamp } from '../../../../src/trace';
import type { RunOfNetwork } from '../../../../src/engine';
import { gru, lstm, rnn } from '../../../../src/engine';
import type { Matrix } from '../../../../src/engine/analysis/matrix';
import { product } from '../../../../src/engine/analysis/matrix';
import {
  singularValues,
  spectralNorm
} from '../../../../src/engine/analysis/singularValues';
import {
  inDouble,
  stepJacobians,
  tapeJacobian
} from '../../../../src/engine/analysis/stepJacobian';

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
  'lstm in f32': () => lstm({ ...sizes, dtype: 'f32' })
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
  ]
};

/** The largest difference to the tape's Jacobian over all steps and sequences. */
function difference({ layers: [{ record }] }: RunOfNetwork): number {
  const parameters = inDouble(record.parameters);
  let largest = 0;
  for (let sequence = 0; sequence < 2; sequence++) {
    const at = stepJacobians(record, sequence);
    for (let step = 0; step < steps; step++) {
      const expected = tapeJacobian(record, parameters, step, sequence);
      const found = at(step);
      expect(found.values).toHaveLength(expected.values.length);
      expected.values.forEach((value, index) => {
        largest = Math.max(largest, Math.abs(found.values[index] - value));
      });
    }
  }
  return largest;
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
  const random = (rows: number, columns: number): Matrix => ({
    rows,
    columns,
    values: Float64Array.from({ length: rows * columns }, (_, at) =>
      Math.sin(1 + 7 * at)
    )
  });
  const plain = (a: Matrix, b: Matrix) =>
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
