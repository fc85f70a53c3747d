import type { Cell } from '../../../../src/engine';
import {
  add,
  cell,
  div,
  exp,
  matmul,
  minGru,
  minLstm,
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
import { gradientError } from '../finiteDifferences';

const sizes = { inputSize: 2, units: 3, seed: 1 };

const makers: Record<string, () => Cell> = {
  minGRU: () => minGru(sizes),
  minLSTM: () => minLstm(sizes),
  sLSTM: () => sLstm(sizes),
  'selective SSM': () => selectiveStateSpace({ ...sizes, states: 2 })
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
