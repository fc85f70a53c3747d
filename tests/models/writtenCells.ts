import fc from 'fast-check';
import type { Cell } from '../../src/engine';
import {
  add,
  cell,
  deltaNet,
  gru,
  linearAttention,
  lstm,
  matmul,
  minGru,
  minLstm,
  mLstm,
  mul,
  noGradient,
  rnn,
  selectiveStateSpace,
  sLstm,
  tanh
} from '../../src/engine';
import { random } from '../../src/engine/base/random';
import { stepThrough } from '../../src/engine/recurrence/sequence';
import { gradients } from '../../src/engine/tensor/tape';
import { Tensor } from '../../src/engine/tensor/tensor';
import { choices, randomCell } from '../unit/engine/compiler/randomCells';

const sizes = { inputSize: 2, units: 3 };

/** An LSTM whose gates look at the memory, too (Gers 2000). */
export const peephole = {
  name: 'peephole LSTM',
  state: ['h', 'c'],
  parameters: { W: ['inputSize', 12], U: ['units', 12], b: [12], p: [9] },
  step({ x, h, c }, { W, U, b, p }) {
    const all = add(matmul(x, W), matmul(h, U), b);
    const part = (from: Tensor, at: number) =>
      from.slice(3 * at, 3 * at + 3, { axis: -1 });
    const i = add(part(all, 0), mul(part(p, 0), c)).sigmoid();
    const f = add(part(all, 1), mul(part(p, 1), c)).sigmoid();
    const next = add(mul(f, c), mul(i, tanh(part(all, 2))));
    const o = add(part(all, 3), mul(part(p, 2), next)).sigmoid();
    return { i, f, o, c: next, h: mul(o, tanh(next)) };
  }
} as const satisfies Omit<Parameters<typeof cell>[0], 'inputSize' | 'units'>;

/** States that are read after their place is taken, and names that mean something else in Python. */
const awkward = cell({
  ...sizes,
  name: '2 "awkward" cells',
  state: ['previous', 'h', 'lambda'],
  parameters: {
    W: ['inputSize', 'units'],
    U: ['units', 'units'],
    dtype: ['units'],
    self: ['units'],
    'b-1': ['units']
  },
  step({ x, h, previous, lambda }, { W, U, dtype, self, ...rest }) {
    const torch = add(matmul(x, W), matmul(previous, U), rest['b-1']).tanh();
    const nn = mul(torch, dtype).sub(mul(h, self).sub(previous.sub(0.25)));
    return {
      torch,
      nn,
      h: nn.tanh(),
      previous: h,
      lambda: h.add(lambda.mul(-0.5))
    };
  },
  seed: 5
});

/** What random steps do not hold: the batch's own products, largest numbers, tables, roots. */
const unusual = cell({
  ...sizes,
  name: 'unusual',
  state: ['h'],
  parameters: ['W', 'U', 'b'],
  step({ x, h }, { W, U, b }) {
    const a = add(matmul(x, W), matmul(h.relu(), U.transpose()), b.exp());
    const rows = a.reshape([a.shape[0], 3, 1]);
    const table = matmul(rows, h.reshape([h.shape[0], 1, 3])).sum(1);
    const most = a.max(1, { keepDims: true }).sub(a.min(1, { keepDims: true }));
    const power = a.square().add(1).pow(-1.5).add(a.abs().add(0.1).pow(0.3));
    const n = add(
      table.mul([0.25, -0.5, 0.125]),
      most.mul(0.1),
      power,
      a.gelu(),
      a.logSoftmax(1).mul(0.1),
      noGradient(() => mul(a, h)).mul(a)
    );
    return { n, h: n.div(n.square().add(2).sqrt()).neg().oneMinus().mul(0.5) };
  },
  seed: 6
});

const ofLibrary = {
  minGru,
  minLstm,
  sLstm,
  selectiveStateSpace,
  deltaNet,
  linearAttention,
  mLstm,
  rnn,
  lstm,
  gru
} as const;

/** Cells of the library, of one's own, and of steps drawn at random. */
function cells(count: number, seed: number): Record<string, Cell> {
  const made: Record<string, Cell> = Object.fromEntries(
    Object.entries(ofLibrary).map(([name, make]) => [
      name,
      make({ ...sizes, seed: 1, dtype: 'f64' })
    ])
  );
  const drawn = fc
    .sample(choices, { numRuns: count, seed })
    .map((chosen, at) => [`drawn ${at} of ${seed}`, randomCell(chosen, 'f64')]);
  return {
    ...made,
    'gated DeltaNet': deltaNet({
      ...sizes,
      gated: true,
      negativeEigenvalues: true,
      seed: 1
    }),
    peephole: cell({ ...peephole, ...sizes, seed: 4 }),
    awkward,
    unusual,
    ...Object.fromEntries(drawn)
  };
}

/** Each cell as three programs, with an input, its outputs and the slopes of Σ h² by its parameters. */
export function writtenCells(count: number, seed: number) {
  return Object.entries(cells(count, seed)).map(([name, of]) => {
    const draw = random(seed, name);
    const shape = [2, 4, of.inputSize];
    const x = new Tensor(
      Float64Array.from({ length: 8 * of.inputSize }, () => draw.normal()),
      shape
    );
    const parameters = of.weights.parameters();
    const { output } = stepThrough({
      cell: of,
      parameters,
      x,
      initial: Object.fromEntries(
        of.stateNames.map(state => [
          state,
          new Tensor(new Float64Array(2 * of.definition.state[state]), [
            2,
            of.definition.state[state]
          ])
        ])
      )
    })!;
    const slopes = gradients(
      output.square().sum(),
      of.variables.map(({ tensor }) => tensor)
    );
    return {
      name,
      x: x.toArray(),
      output: output.toArray(),
      // Of a cell of the library its variables are several parameters side by side.
      slopes:
        of.kind === 'custom' ? slopes.map(slope => slope.toArray()) : null,
      torch: of.toPyTorch(),
      keras: of.toKeras(),
      jax: of.toJax()
    };
  });
}
