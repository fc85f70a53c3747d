import type { Cell } from '../../../../src/engine';
import {
  add,
  cell,
  deltaNet,
  div,
  exp,
  initializers,
  linearAttention,
  matmul,
  minGru,
  minLstm,
  mLstm,
  mul,
  neg,
  oneMinus,
  random,
  scan,
  selectiveStateSpace,
  sigmoid,
  sLstm,
  softplus,
  tensor,
  variable
} from '../../../../src/engine';
import { expressionText, type Trace } from '../../../../src/trace';
import { makeVariable } from '../../../../src/engine/tensor/variable';
import { gradientError } from '../finiteDifferences';

const sizes = { inputSize: 2, units: 3, seed: 1 };

const makers: Record<string, () => Cell> = {
  minGRU: () => minGru(sizes),
  minLSTM: () => minLstm(sizes),
  sLSTM: () => sLstm(sizes),
  'selective SSM': () => selectiveStateSpace({ ...sizes, states: 2 }),
  'linear attention': () => linearAttention({ ...sizes, keyDim: 2 }),
  mLSTM: () => mLstm({ ...sizes, keyDim: 2 }),
  DeltaNet: () => deltaNet({ ...sizes, keyDim: 2 }),
  'gated DeltaNet': () =>
    deltaNet({ ...sizes, keyDim: 2, gated: true, negativeEigenvalues: true })
};

function noise(shape: readonly number[], seed: number) {
  const source = random(seed);
  return tensor(
    Float64Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () =>
      source.normal(0, 1)
    ),
    { shape }
  );
}

const equationsOf = (cell: Cell) =>
  cell.equations.map(
    ({ channel, expression }) => `${channel} = ${expressionText(expression)}`
  );

/** The largest difference of two lists of numbers. */
const apart = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Math.max(...Array.from(a, (value, at) => Math.abs(value - b[at])));

describe('the gated cells of today', () => {
  it('show their equations', () => {
    expect(equationsOf(makers.minGRU())).toEqual([
      'z = σ(W_z x + b_z)',
      'n = W_n x + b_n',
      'h = (1 − z) ⊙ h[t−1] + z ⊙ n'
    ]);
    expect(equationsOf(makers.minLSTM()).at(-1)).toBe(
      'h = keep ⊙ h[t−1] + write ⊙ g'
    );
    expect(equationsOf(makers['linear attention']()).slice(-3)).toEqual([
      'S = S[t−1] + v ⊙ k',
      'z = z[t−1] + k',
      'h = sum(S ⊙ q) / (sum(z ⊙ q) + 0.000001)'
    ]);
    expect(equationsOf(makers.mLSTM()).slice(-3)).toEqual([
      'C = f ⊙ C[t−1] + i ⊙ v ⊙ k',
      'n = f ⊙ n[t−1] + i ⊙ k',
      'h = o ⊙ sum(C ⊙ q) / maximum(abs(sum(n ⊙ q)), exp(−minimum(m, 43)))'
    ]);
    expect(equationsOf(makers.DeltaNet()).slice(-4)).toEqual([
      'beta = σ(W_b x + b_b)',
      'recall = sum(S[t−1] ⊙ k)',
      'S = S[t−1] + beta ⊙ (v − recall) ⊙ k',
      'h = sum(S ⊙ q)'
    ]);
    expect(equationsOf(makers['gated DeltaNet']()).slice(-5)).toEqual([
      'beta = 2 ⊙ σ(W_b x + b_b)',
      'alpha = exp(−(exp(minimum(A, 44)) ⊙ softplus(W_a x + b_a)))',
      'recall = sum(alpha ⊙ S[t−1] ⊙ k)',
      'S = alpha ⊙ S[t−1] + beta ⊙ (v − recall) ⊙ k',
      'h = sum(S ⊙ q)'
    ]);
    expect(equationsOf(makers.sLSTM()).slice(-3, -1)).toEqual([
      'c = f ⊙ c[t−1] + i ⊙ g',
      'n = f ⊙ n[t−1] + i'
    ]);
  });

  it.each(Object.keys(makers))(
    '%s has the gradient that finite differences find',
    name => {
      const cell = makers[name]();
      const x = variable(noise([5, 2], 3));
      const loss = () => cell.run(x).channel('h').square().sum();
      expect(gradientError(loss, [x])).toBeLessThan(1e-7);
    }
  );

  it('keep every number finite when the exponential gate is wide open', () => {
    const cell = sLstm({ inputSize: 1, units: 1, seed: 1 });
    cell.setWeights({ ...cell.getWeights(), Wi: [[1]] });
    // exp(900) is no number; c / n still is one.
    const { h } = cell.run([0, 900, 0, -900]);
    expect(Array.from(h.values).every(Number.isFinite)).toBe(true);
  });

  it('DeltaNet puts a new value in the place of the one under its key', () => {
    const cell = deltaNet({ inputSize: 2, units: 1, keyDim: 1, seed: 1 });
    const weights = { Wq: [[9], [0]], Wk: [[9], [0]], Wv: [[0], [1]] };
    const sequence = [
      [1, 5],
      [1, -3]
    ];
    const last = (bb: number) => {
      cell.setWeights({ ...weights, Wb: [[0], [0]], bb: [bb] });
      return cell.run(sequence).h.values[1];
    };
    // β = 1 replaces; β = ½ keeps half of what was there, itself half of 5.
    expect(last(50)).toBeCloseTo(-3, 5);
    expect(last(0)).toBeCloseTo(0.5 * 2.5 - 1.5, 5);
    // β = 2 turns it over: −(2 · 5) + 2 · (−3).
    const wide = deltaNet({
      inputSize: 2,
      units: 1,
      keyDim: 1,
      negativeEigenvalues: true
    });
    wide.setWeights({ ...weights, Wb: [[0], [0]], bb: [50] });
    expect(wide.run(sequence).h.values[1]).toBeCloseTo(-16, 4);
  });

  it('DeltaNet with a gate that never shuts is the one without', () => {
    const of = { inputSize: 2, units: 3, keyDim: 4, seed: 2 };
    const plain = deltaNet(of);
    const gated = deltaNet({ ...of, gated: true });
    const opened = { Wa: [[0], [0]], ba: [-800], A: [0] };
    gated.setWeights({ ...plain.parameters, ...opened });
    const x = noise([12, 2], 6);
    expect(apart(gated.run(x).h.values, plain.run(x).h.values)).toBe(0);
    expect([...gated.run(x).alpha.values]).toEqual(new Array(12).fill(1));
    // A fresh one keeps 99 in a hundred.
    expect(
      deltaNet({ ...of, gated: true })
        .run([[0, 0]])
        .alpha.item()
    ).toBeCloseTo(0.99, 4);
  });

  it.each([0, -1000, 1000])(
    'mLSTM gives a number where nothing is stored, with the input gate at exp(%d)',
    bi => {
      const cell = mLstm({ inputSize: 1, units: 2, seed: 1 });
      cell.setWeights({ ...cell.parameters, bi: [bi] });
      const run = cell.run([0, 0], { gradientsOf: ({ h }) => h.sum() });
      expect([...run.h.values]).toEqual([0, 0, 0, 0]);
      expect(run.inputGradient!.values.every(Number.isFinite)).toBe(true);
    }
  );

  it('mLSTM divides by |n · q| however small it is beside what was written', () => {
    const cell = mLstm({ inputSize: 1, units: 2, keyDim: 2, seed: 1 });
    const zero = Object.fromEntries(
      Object.entries(cell.parameters).map(([name, each]) => [name, each.mul(0)])
    );
    cell.setWeights({
      ...zero,
      Wq: [[1e-13, 0]],
      Wk: [[1, 0]],
      Wv: [[1, 2]],
      bi: [36]
    } as unknown as typeof zero);
    // C q = v (k · q) and n · q = k · q, which is more than exp(−36): o v, with o = σ(0).
    const { h } = cell.run([1]);
    expect(h.values[0]).toBeCloseTo(0.5, 12);
    expect(h.values[1]).toBeCloseTo(1, 12);
  });

  it('are one another where the papers say so: Mamba, theorem 1', () => {
    // N = 1, A = −1, B = 1, discretised by a held input: h = (1 − g) h + g x with g = σ(W x).
    const cell = minGru({ inputSize: 1, units: 1, seed: 4 });
    const x = noise([20, 1], 5);
    const { Wz, Wn } = cell.parameters;
    const drive = matmul(x, Wz);
    const step = drive.softplus();
    const keep = exp(neg(step));
    const write = mul(oneMinus(keep), matmul(x, Wn));
    expect(apart(scan(keep, write).values, cell.run(x).h.values)).toBeLessThan(
      1e-12
    );
  });
});

describe('scan', () => {
  const STEPS = [1, 2, 3, 8, 37, 200];

  it.each(STEPS)('equals the loop of minGRU over %d steps', steps => {
    const cell = minGru({ inputSize: 3, units: 5, seed: 2 });
    const x = noise([steps, 3], steps);
    const { Wz, bz, Wn, bn } = cell.parameters;
    const z = sigmoid(matmul(x, Wz).add(bz));
    const found = scan(oneMinus(z), mul(z, matmul(x, Wn).add(bn)));
    expect(apart(found.values, cell.run(x).h.values)).toBeLessThan(1e-10);
  });

  it.each(STEPS)('equals the loop of minLSTM over %d steps', steps => {
    const run = minLstm({ inputSize: 3, units: 4, seed: 2 }).run(
      noise([steps, 3], steps)
    );
    const found = scan(run.keep, mul(run.write, run.g));
    expect(apart(found.values, run.h.values)).toBeLessThan(1e-10);
  });

  it('begins at a given state, and has the gradient of finite differences', () => {
    expect(scan([0.5, 2], [1, 1], 4).toArray()).toEqual([3, 7]);
    const keep = variable(noise([6, 2], 1));
    const write = variable(noise([6, 2], 2));
    const first = variable([0.3, -1]);
    const loss = () => scan(keep, write, first).square().sum();
    expect(gradientError(loss, [keep, write, first])).toBeLessThan(1e-7);
  });

  it('refuses what is no sequence of steps', () => {
    expect(() => scan([1, 2], [1])).toThrow('one shape, time first');
    expect(() => scan([1, 2], [1, 2], [1])).toThrow('scan: initial must have');
  });

  it('scales a channel by its numbers, also where others of it are none', () => {
    // log of what is below 0 is no number; log of 0 is −∞.
    const logs = cell({
      inputSize: 1,
      units: 1,
      name: 'logs',
      state: ['h'],
      parameters: [],
      step({ x }) {
        const s = x.log();
        return { s, h: mul(s, 2) };
      }
    });
    const [layer] = logs.run([1, -1, 0, Math.exp(5)]).toBundle().layers;
    const rangeOf = (name: string) =>
      layer.channels.find(each => each.name === name)?.range[1];
    expect(rangeOf('s')).toBeCloseTo(5, 5);
    expect(rangeOf('h')).toBeCloseTo(10, 5);
  });

  it('draws shares of one whole from 0 to 1, as gates', () => {
    const channels = (of: { run(x: number[]): { toBundle(): Trace } }) =>
      Object.fromEntries(
        of
          .run([1, 0, -1])
          .toBundle()
          .layers.flatMap(layer => layer.channels)
          .map(({ name, role, range }) => [name, { role, range }])
      );
    const one = { inputSize: 1, units: 2, seed: 3 };
    const gate = { role: 'gate', range: [0, 1] };
    const shares = channels(minLstm(one));
    expect(shares.keep).toEqual(gate);
    expect(shares.write).toEqual(gate);
    // What may leave 0 to 1 is none, wherever its numbers happen to lie.
    const others = cell({
      inputSize: 1,
      units: 2,
      seed: 3,
      name: 'shares',
      state: ['h'],
      parameters: ['W'],
      step({ x, h }, { W }) {
        const f = sigmoid(matmul(x, W));
        const i = softplus(matmul(x, W));
        const n = matmul(x, W);
        return {
          f,
          i,
          n,
          part: div(f, add(f, i)),
          ratio: div(f, i),
          mixed: div(f, add(f, n)),
          left: exp(neg(i)),
          grown: exp(i),
          both: mul(f, f),
          h: add(mul(f, h), n)
        };
      }
    });
    const found = channels(others);
    expect(
      Object.keys(found).filter(name => found[name].role === 'gate')
    ).toEqual(['f', 'part', 'left', 'both']);
  });
});

it.each([
  ['minLSTM', minLstm(sizes), 'Wn'],
  ['sLSTM', sLstm(sizes), 'Wz']
] as const)('a seed makes the %s that it always made', (_, made, drawnAs) => {
  const { tensor: drawn } = makeVariable(
    'Wg',
    [sizes.inputSize, sizes.units],
    initializers.glorotUniform(),
    { seed: sizes.seed, dtype: 'f64', drawnAs }
  );
  expect(made.getWeights().Wg.toArray()).toEqual(drawn.toArray());
});
