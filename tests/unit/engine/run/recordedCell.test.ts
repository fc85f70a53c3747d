import type {
  Cell,
  FloatType,
  RunOfNetwork,
  Tensor
} from '../../../../src/engine';
import {
  cell,
  gradients,
  gru,
  jacobian,
  lstm,
  noGradient,
  rnn,
  variable
} from '../../../../src/engine';
import { randomTensor } from '../fused/modelSupport';
import { relativeError } from '../fused/support';

const sizes = { inputSize: 2, units: 5, seed: 3 };
type Make = (dtype: FloatType) => Cell;
const cases: readonly (readonly [string, Make])[] = [
  ['an RNN', dtype => rnn({ ...sizes, dtype })],
  ['an RNN of relu', dtype => rnn({ ...sizes, dtype, activation: 'relu' })],
  ['an LSTM', dtype => lstm({ ...sizes, dtype })],
  [
    'an LSTM with hard gates and no bias',
    dtype =>
      lstm({
        ...sizes,
        dtype,
        recurrentActivation: 'hardSigmoid',
        useBias: false
      })
  ],
  ["PyTorch's LSTM", dtype => lstm({ ...sizes, dtype, convention: 'pytorch' })],
  ['a GRU', dtype => gru({ ...sizes, dtype })],
  [
    'a GRU that resets before',
    dtype => gru({ ...sizes, dtype, resetAfter: false })
  ],
  ["PyTorch's GRU", dtype => gru({ ...sizes, dtype, convention: 'pytorch' })]
];

const x = randomTensor([9, 2], 'x');
type Channels = Readonly<Record<string, Tensor>>;
const gradientsOf = ({ h }: Channels) =>
  h.at(-1).square().sum().add(h.at(3).sum());

const isByCode = (run: RunOfNetwork) => run.record.onTape !== undefined;

function expectClose(found: Tensor, expected: Tensor) {
  expect(found.shape).toEqual(expected.shape);
  expect(relativeError(found.values, expected.values)).toBeLessThan(1e-5);
}

/** At each step by itself, however small it is there; the states' own rounding adds up over the steps. */
function expectEachStep(found: Tensor, expected: Tensor) {
  expect(found.shape).toEqual(expected.shape);
  for (let t = 0; t < found.shape[0]; t++) {
    expect(
      relativeError(found.at(t).values, expected.at(t).values)
    ).toBeLessThan(5e-4);
  }
}

/** The same cell in f32, whose numbers are those of f32 in both. */
function both(make: Make): readonly [Cell, Cell] {
  const [fast, exact] = [make('f32'), make('f64')];
  exact.setWeights(fast.getWeights());
  return [fast, onTape(exact)];
}

/** A cell that says of each step that it is real, which the tape takes. */
function onTape(of: Cell): Cell {
  const run = of.run.bind(of);
  const taped: Cell['run'] = (value, options) =>
    run(value, {
      ...options,
      mask: new Array<number>((value as Tensor).shape[0]).fill(1)
    });
  return Object.assign(of, { run: taped });
}

function expectSame(found: RunOfNetwork, expected: RunOfNetwork) {
  expect(isByCode(found)).toBe(true);
  expect(isByCode(expected)).toBe(false);
  expect(found.loss).toBeCloseTo(expected.loss!, 4);
  expectClose(found.inputGradient!, expected.inputGradient!);
  const [own] = found.layers;
  const [other] = expected.layers;
  expect(own.name).toBe(other.name);
  expect(own.direction).toBe(other.direction);
  expectClose(own.inputGradient!, other.inputGradient!);
  for (const part of [
    'channels',
    'gradients',
    'weightGradients',
    'parameterGradients'
  ] as const) {
    expect(Object.keys(own[part])).toEqual(Object.keys(other[part]));
    Object.entries(other[part]).forEach(([name, tensor]) =>
      expectClose(own[part][name], tensor)
    );
  }
}

describe('a run of a cell by what is compiled of its step', () => {
  it.each(cases)('of %s equals the tape in f64', (_, make) => {
    const [fast, exact] = both(make);
    for (const reverse of [false, true]) {
      const options = { gradientsOf, reverse, name: 'mine' };
      const run = fast.run(x, options);
      const other = exact.run(x, options);
      expectSame(run, other);
      if (!reverse) {
        expectClose(jacobian(run), jacobian(other));
      }
      const [own, theirs] = [run, other].map(
        of => of.gradientFlow().networks[0].hidden
      );
      expect(relativeError(own, theirs)).toBeLessThan(1e-5);
    }
  });

  it.each(cases)(
    'of %s is computed again with a clamp and an edit',
    (_, make) => {
      const [fast, exact] = both(make);
      for (const channel of Object.keys(fast.channels)) {
        // One unit's r would be in every unit's candidate: the tape holds it.
        const held = fast.who === 'gru' && !('bhz' in fast.parameters);
        if (held && channel === 'r') {
          continue;
        }
        const again = (of: Cell) =>
          of.run(x, { gradientsOf }).recompute({
            clamps: [
              {
                layer: of.who,
                channel,
                value: 'mean',
                units: [1, 3],
                steps: [4]
              },
              { layer: of.who, channel, value: 0.25, units: [0] }
            ],
            edits: [{ step: 2, feature: 1, value: 0.75 }]
          });
        expectSame(again(fast), again(exact));
      }
    }
  );

  it('is shown as the tape shows it', () => {
    const [fast, exact] = both(dtype => lstm({ ...sizes, dtype }));
    const [own, other] = [fast, exact].map(
      of => of.run(x, { gradientsOf }).toBundle().layers[0]
    );
    expect(own.channels.map(({ name }) => name)).toEqual(
      other.channels.map(({ name }) => name)
    );
    other.channels.forEach(({ array }, at) =>
      expect(
        relativeError(
          own.channels[at].array.values as Float32Array,
          array.values as Float32Array
        )
      ).toBeLessThan(1e-5)
    );
  });

  it.each(cases)(
    'of %s can be differentiated on from its channels',
    (_, make) => {
      const [fast, exact] = both(make);
      const found = [fast, exact].map(of => {
        const run = of.run(x);
        const loss = Object.values(run.layers[0].channels)
          .map(channel => channel.square().sum())
          .reduce((sum, each) => sum.add(each));
        return gradients(
          loss,
          of.variables.map(({ tensor }) => tensor)
        );
      });
      expect(found[1].length).toBeGreaterThan(1);
      found[1].forEach((tensor, at) => expectClose(found[0][at], tensor));
    }
  );

  it('keeps the weights that it had', () => {
    const [fast, exact] = both(dtype => rnn({ ...sizes, dtype }));
    const expected = exact.run(x, { gradientsOf });
    const run = fast.run(x, { gradientsOf });
    // As someone does who trains by hand.
    fast.variables.forEach(({ tensor }) => tensor.values.fill(0.5));
    const later = fast.run(x, { gradientsOf });
    expectSame(run, expected);
    exact.variables.forEach(({ tensor }) => tensor.values.fill(0.5));
    expectSame(later, exact.run(x, { gradientsOf }));
  });

  it('takes weights of another layout', () => {
    const [fast, exact] = both(dtype => gru({ ...sizes, dtype }));
    fast.run(x);
    const weights = exact.getWeights({ convention: 'pytorch' });
    fast.setWeights(weights, { convention: 'pytorch' });
    exact.setWeights(weights, { convention: 'pytorch' });
    expectSame(fast.run(x, { gradientsOf }), exact.run(x, { gradientsOf }));
  });

  it('runs itself again within its loss', () => {
    const [fast, exact] = both(dtype => gru({ ...sizes, dtype }));
    const found = [fast, exact].map(of =>
      of.run(x, { gradientsOf: ({ h }) => h.sub(of.run(x).channel('h')).sum() })
    );
    expectClose(found[0].gradients.h, found[1].gradients.h);
  });

  it.each<readonly [string, Make]>([
    ['of a projected state', dtype => lstm({ ...sizes, dtype, projection: 2 })],
    [
      'of another activation',
      dtype => gru({ ...sizes, dtype, activation: 'relu' })
    ],
    [
      "of a student's own cell",
      dtype =>
        cell({
          name: 'mine',
          inputSize: 2,
          units: 5,
          dtype,
          seed: 1,
          state: ['h'],
          parameters: ['W'],
          step: ({ x: now, h }, { W }) => ({ h: now.matmul(W).add(h) })
        })
    ]
  ])('%s equals the tape, in both precisions', (_, make) => {
    for (const own of [make('f32'), make('f64')]) {
      const expected = make('f64');
      expected.setWeights(own.getWeights());
      const options = { gradientsOf: ({ h }: Channels) => h.at(3).sum() };
      expectSame(own.run(x, options), onTape(expected).run(x, options));
    }
  });

  it('may read any channel, and weights, in its loss', () => {
    const [fast, exact] = both(dtype => lstm({ ...sizes, dtype }));
    const [found, expected] = [fast, exact].map(of =>
      of.run(x, {
        gradientsOf: ({ c, f }: Channels) =>
          c.sum().add(f.at(2).sum(), of.variables[0].tensor.square().sum())
      })
    );
    expectSame(found, expected);
  });

  const fast = lstm({ ...sizes, dtype: 'f32' });
  it.each<readonly [string, () => RunOfNetwork]>([
    ['of a batch', () => fast.run(x.reshape([1, 9, 2]))],
    ['with padding', () => fast.run(x, { mask: [1, 1, 1, 1, 1, 1, 1, 1, 0] })],
    [
      'from a state',
      () => fast.run(x, { initialState: { h: [1, 0, 0, 0, 0] } })
    ],
    ['of numbers on the tape', () => fast.run(variable(x.cast('f32')))],
    ['without a tape', () => noGradient(() => fast.run(x))]
  ])('%s comes from the tape', (_, run) => {
    expect(isByCode(run())).toBe(false);
  });

  const long = randomTensor([160, 2], 'long').square();
  const last = ({ h }: Channels) => h.at(-1).sum();
  /** Weights so small that the first steps are out of the reach of f32. */
  const vanishing = (make: Make) => {
    const [fast, exact] = both(make);
    for (const { variables } of [fast, exact]) {
      variables.forEach(({ tensor }) =>
        tensor.values.set(
          tensor.values.map(value => Math.fround(Math.abs(value) / 16))
        )
      );
    }
    return [fast, exact] as const;
  };

  it.each(cases)(
    'of %s has derivatives beyond f32, and what is held lets none pass',
    (_, make) => {
      const [fast, exact] = vanishing(make);
      const resetsBefore = fast.who === 'gru' && !('bhz' in fast.parameters);
      const held = Object.keys(fast.channels).filter(
        channel => !(resetsBefore && channel === 'r')
      );
      for (const reverse of [false, true]) {
        const [run, other] = [fast, exact].map(of =>
          of.run(long, {
            gradientsOf: reverse ? ({ h }) => h.at(0).sum() : last,
            reverse
          })
        );
        for (const channel of [null, ...held]) {
          // An open forget gate keeps what would vanish.
          const value = channel === 'f' || channel === 'z' ? 0.1 : 0.9;
          const clamps = channel
            ? [
                { layer: fast.who, channel, value, units: [0, 2] },
                {
                  layer: fast.who,
                  channel,
                  value,
                  units: [1],
                  steps: [3, 66, 150]
                }
              ]
            : [];
          const own = run.recompute({ clamps });
          const theirs = other.recompute({ clamps });
          expect(isByCode(own)).toBe(true);
          expectEachStep(own.inputGradient!, theirs.inputGradient!);
          for (const [name, expected] of Object.entries(theirs.gradients)) {
            expectEachStep(own.gradients[name], expected);
          }
          const { values } = theirs.gradients.h;
          expect(
            values.some(value => value !== 0 && Math.abs(value) < 1e-38)
          ).toBe(true);
        }
      }
    }
  );

  it('of a gate that is shut for f32 has the slope that it has', () => {
    const [fast, exact] = vanishing(dtype => lstm({ ...sizes, dtype }));
    for (const { variables } of [fast, exact]) {
      // σ(20) is 1 in f32.
      variables[2].tensor.values.fill(20);
    }
    const [own, theirs] = [fast, exact].map(of =>
      of.run(long, { gradientsOf: last }).clamp({ channel: 'f', value: 0 })
    );
    expect(own.channel('o').at(1).values[0]).toBe(1);
    expect(isByCode(own)).toBe(true);
    // From the step on at which f32 ends.
    for (let t = 0; t < 150; t++) {
      expect(
        relativeError(
          own.gradients.h.at(t).values,
          theirs.gradients.h.at(t).values
        )
      ).toBeLessThan(1e-3);
    }
  });
});
