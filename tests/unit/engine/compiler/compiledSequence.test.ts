import {
  cell,
  gru,
  lstm,
  minGru,
  minLstm,
  mLstm,
  deltaNet,
  linearAttention,
  rnn,
  selectiveStateSpace,
  sLstm
} from '../../../../src/engine';
import * as T from '../../../../src/engine';
import { random } from '../../../../src/engine/base/random';
import {
  compiledSequence,
  pathOfStep
} from '../../../../src/engine/compiler/compiledSequence';
import type {
  SequenceRequest,
  SequenceResult
} from '../../../../src/engine/recurrence/sequence';
import { stepThrough } from '../../../../src/engine/recurrence/sequence';
import type { Cell } from '../../../../src/engine/cells/cell';
import type { FloatType } from '../../../../src/engine/tensor/operation';
import { furthest, measured, requestOf } from './passes';

const { add, matmul, mul, sub, sigmoid, tanh, sum, mean, div, exp } = T;

type Sizes = { inputSize: number; units: number; dtype: FloatType };

/** Every cell of the library, and some of one's own. */
const cells: Record<string, (sizes: Sizes) => Cell> = {
  rnn: sizes => rnn({ ...sizes, seed: 1 }),
  'rnn of two biases': sizes =>
    rnn({ ...sizes, seed: 1, convention: 'pytorch', activation: 'relu' }),
  lstm: sizes => lstm({ ...sizes, seed: 2 }),
  'lstm of two biases': sizes =>
    lstm({ ...sizes, seed: 2, convention: 'pytorch' }),
  'lstm of hard gates': sizes =>
    lstm({
      ...sizes,
      seed: 2,
      recurrentActivation: 'hardSigmoid',
      activation: 'softsign'
    }),
  gru: sizes => gru({ ...sizes, seed: 3 }),
  'gru reset before the product': sizes =>
    gru({ ...sizes, seed: 3, resetAfter: false }),
  'gru of PyTorch': sizes => gru({ ...sizes, seed: 3, convention: 'pytorch' }),
  minGru: sizes => minGru({ ...sizes, seed: 4 }),
  minLstm: sizes => minLstm({ ...sizes, seed: 5 }),
  sLstm: sizes => sLstm({ ...sizes, seed: 6 }),
  selectiveStateSpace: sizes =>
    selectiveStateSpace({ ...sizes, states: 3, seed: 7 }),
  linearAttention: sizes => linearAttention({ ...sizes, keyDim: 3, seed: 11 }),
  mLstm: sizes => mLstm({ ...sizes, keyDim: 3, seed: 12 }),
  deltaNet: sizes => deltaNet({ ...sizes, keyDim: 3, seed: 13 }),
  'gated deltaNet': sizes =>
    deltaNet({ ...sizes, keyDim: 3, gated: true, seed: 14 }),
  // exp(A) is one number there.
  'selectiveStateSpace of one': ({ inputSize, dtype }) =>
    selectiveStateSpace({ inputSize, units: 1, states: 1, dtype, seed: 15 }),
  'own, with peepholes': ({ inputSize, units, dtype }) =>
    cell({
      name: 'peephole',
      inputSize,
      units,
      dtype,
      seed: 8,
      state: ['h', 'c'],
      parameters: {
        W: ['inputSize', 'units'],
        U: ['units', 'units'],
        b: ['units'],
        p: ['units'],
        q: ['units']
      },
      step({ x, h, c: before }, { W, U, b, p, q }) {
        const a = add(matmul(x, W), matmul(h, U), b);
        const f = sigmoid(add(a, mul(p, before), 1));
        const c = add(mul(f, before), mul(sub(1, f), tanh(a)));
        const o = sigmoid(add(a, mul(q, c)));
        return { f, o, c, h: mul(o, tanh(c)) };
      }
    }),
  'own, normalized over its units': ({ inputSize, units, dtype }) =>
    cell({
      name: 'normalized',
      inputSize,
      units,
      dtype,
      seed: 9,
      state: ['h'],
      parameters: ['W', 'U', 'b'],
      step({ x, h }, { W, U, b }) {
        const a = add(matmul(x, W), matmul(h, U), b);
        const center = sub(a, mean(a, 1).reshape([x.shape[0], 1]));
        const spread = mul(center, center).mean(1, { keepDims: true });
        const n = div(center, spread.add(0.01).sqrt());
        const share = a.softmax(-1);
        const total = sum(exp(share), 1).reshape([x.shape[0], 1]);
        return { n, share, h: add(tanh(n), mul(share, total)) };
      }
    }),
  'own, cut and joined': ({ inputSize, units, dtype }) =>
    cell({
      name: 'rolled',
      inputSize,
      units,
      dtype,
      seed: 10,
      state: ['h'],
      parameters: ['W', 'U', 'b'],
      step({ x, h }, { W, U, b }) {
        const a = add(matmul(x, W), matmul(tanh(matmul(h, U)), U), b);
        const rolled = T.concat(
          [a.slice(1, units, { axis: 1 }), a.slice(0, 1, { axis: 1 })],
          1
        );
        const bent = rolled.clip(-0.3, 0.4).add(a.pow(3).mul(0.1));
        return { a, h: bent.maximum(a.leakyRelu(0.1)).minimum(a.elu()) };
      }
    })
};

const masks: Record<string, Partial<SequenceRequest>> = {
  whole: {},
  reversed: { reverse: true },
  'padded, repeated': {
    mask: T.tensor([
      [0, 1, 1, 0, 1],
      [1, 1, 1, 1, 1],
      [0, 0, 0, 0, 0]
    ])
  },
  'padded, zero, reversed': {
    mask: T.tensor([
      [0, 1, 1, 0, 0],
      [1, 1, 1, 0, 0],
      [1, 1, 1, 1, 1]
    ]),
    paddedOutput: 'zero',
    reverse: true
  }
};

describe('a compiled step', () => {
  it.each(['lstm', 'gru reset before the product', 'sLstm'])(
    'reads the h that recurrent dropout leaves (%s)',
    name => {
      const of = cells[name]({ inputSize: 3, units: 6, dtype: 'f64' });
      const mask = Array.from({ length: 3 }, (_, row) =>
        Array.from({ length: 6 }, (__, at) => ((row + at) % 3 === 0 ? 0 : 1.5))
      );
      const request = requestOf(
        of,
        { batch: 3, steps: 4, dtype: 'f64' },
        { recurrentDropout: T.tensor(mask) }
      );
      const own = measured(request, compiledSequence);
      for (const [what, tensor] of Object.entries(
        measured(request, stepThrough)
      )) {
        expect([what, furthest(own[what], tensor) < 1e-12]).toEqual([
          what,
          true
        ]);
      }
    }
  );

  it('leaves to the tape a step that is always another one', () => {
    let factor = 1;
    const changing = cell({
      name: 'changing',
      inputSize: 1,
      units: 2,
      state: ['h'],
      parameters: ['W'],
      step: ({ x, h }, { W }) => ({ h: add(matmul(x, W), mul(h, factor)) })
    });
    const request = requestOf(changing, { batch: 1, steps: 2, dtype: 'f64' });
    const results = Array.from({ length: 40 }, () => {
      factor *= 0.99;
      return compiledSequence(request);
    });
    expect(results.filter(result => result === null)).toHaveLength(8);
    expect(pathOfStep(changing).reason).toBe(
      'the step of changing is another one again and again'
    );
  });

  it('goes back through a pass whose memory another pass has used since', () => {
    const of = cells.minLstm({ inputSize: 3, units: 6, dtype: 'f64' });
    const request = requestOf(of, { batch: 2, steps: 4, dtype: 'f64' });
    const twice = (run: (of: typeof request) => SequenceResult | null) =>
      measured(request, given => {
        const first = run(given)!;
        const second = run({ ...given, initial: first.state })!;
        return { ...second, output: first.output.add(second.output) };
      });
    const own = twice(compiledSequence);
    for (const [what, tensor] of Object.entries(twice(stepThrough))) {
      expect([what, furthest(own[what], tensor) < 1e-12]).toEqual([what, true]);
    }
  });

  it.each(
    Object.keys(cells)
      .filter(name => !name.startsWith('own'))
      .flatMap(name => [[name, 'f64'] as const, [name, 'f32'] as const])
  )(
    'is finite where the tape is, at sums of ±1000 before the gates (%s, %s)',
    (name, dtype) => {
      for (const seed of [1, 2, 3]) {
        const of = cells[name]({ inputSize: 3, units: 6, dtype });
        const stream = random(seed, 'far');
        for (const { name: parameter, tensor } of of.variables) {
          if (/^b(?![qkv])|^A$/.test(parameter)) {
            tensor.values.forEach((_, at) => {
              tensor.values[at] = [-1e3, 0, 1e3][stream.integer(3)];
            });
          }
        }
        const request = requestOf(of, { batch: 3, steps: 5, dtype });
        const own = measured(request, compiledSequence);
        for (const [what, tensor] of Object.entries(
          measured(request, stepThrough)
        )) {
          const far = (values: ArrayLike<number>) =>
            Array.from(values).filter(value => !Number.isFinite(value));
          expect([what, far(tensor.values), far(own[what].values)]).toEqual([
            what,
            [],
            []
          ]);
        }
      }
    }
  );

  const rows = Object.keys(cells).flatMap(name =>
    (['f64', 'f32'] as const).flatMap(dtype =>
      Object.keys(masks).map(masked => [name, dtype, masked] as const)
    )
  );

  it.each(rows)(
    'computes a %s in %s as the tape (%s)',
    (name, dtype, masked) => {
      const of = cells[name]({ inputSize: 3, units: 6, dtype });
      const request = requestOf(
        of,
        { batch: 3, steps: 5, dtype },
        masks[masked]
      );
      const own = measured(request, compiledSequence);
      expect(pathOfStep(of).path).toMatch(/^compiled/);
      const tape = measured(request, stepThrough);
      // The exponentials of an sLSTM make derivatives of thousands, in which f32 itself is 3e-5 off.
      const allowed = dtype === 'f64' ? 1e-12 : 1e-4;
      for (const [what, tensor] of Object.entries(tape)) {
        const apart = furthest(own[what], tensor);
        expect(`${what} ${apart < allowed ? '' : apart}`).toBe(`${what} `);
      }
    }
  );
});
