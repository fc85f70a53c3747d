import type { Cell, Tensor } from '../../src/engine';
import {
  add,
  cell,
  concat,
  gru,
  lstm,
  matmul,
  mul,
  rnn,
  sigmoid,
  stack,
  tanh,
  tensor,
  zeros
} from '../../src/engine';
import { fixture } from './fixture';
import { relativeError } from './relativeError';

interface OnnxCase {
  name: string;
  operator: 'RNN' | 'LSTM' | 'GRU';
  attributes: {
    hidden_size: number;
    direction?: 'forward' | 'reverse' | 'bidirectional';
    layout?: 0 | 1;
  };
  inputs: Record<'X' | 'W' | 'R', number[][][]> &
    Partial<Record<'B' | 'P', number[][]>> &
    Partial<Record<'initial_h' | 'initial_c', number[][][]>>;
  outputs: Partial<Record<'Y' | 'Y_h' | 'Y_c', number[][][]>>;
}

/** The fixtures are float32. */
const TOLERANCE = 2e-6;

const make = { RNN: rnn, LSTM: lstm, GRU: gru };
/** ONNX stacks i, o, f, c and z, r, h; Keras i, f, c, o and z, r, h. */
const order = { RNN: [0], LSTM: [0, 2, 3, 1], GRU: [0, 1, 2] };

/** One direction of an ONNX operator as a cell of ours. */
function cellOf(of: OnnxCase, direction: number): Cell {
  const { W, R, B, P } = of.inputs;
  const units = of.attributes.hidden_size;
  const gates = order[of.operator];
  const blocks = (stacked: Tensor) => {
    const parts = stacked.split(gates.length, 0);
    return concat(
      gates.map(gate => parts[gate]),
      0
    );
  };
  const both = B
    ? tensor(B[direction]).split(2)
    : [zeros([gates.length * units]), zeros([gates.length * units])];
  const kernel = blocks(tensor(W[direction])).transpose();
  const recurrentKernel = blocks(tensor(R[direction])).transpose();
  const bias = blocks(both[0]).add(blocks(both[1]));
  if (P) {
    return peephole(W[0][0].length, units, kernel, recurrentKernel, bias, P[0]);
  }
  const result: Cell = make[of.operator]({
    inputSize: W[0][0].length,
    units,
    // linear_before_reset is 0 in all of these
    ...(of.operator === 'GRU' && { resetAfter: false })
  });
  result.setWeights({ kernel, recurrentKernel, bias });
  return result;
}

/** An LSTM whose gates also see the cell state (Gers and Schmidhuber 2000), as a student may write it. */
function peephole(
  inputSize: number,
  units: number,
  kernel: Tensor,
  recurrentKernel: Tensor,
  bias: Tensor,
  P: number[]
): Cell {
  const [Wi, Wf, Wg, Wo] = kernel.split(4);
  const [Ui, Uf, Ug, Uo] = recurrentKernel.split(4);
  const [bi, bf, bg, bo] = bias.split(4);
  const [pi, po, pf] = tensor(P).split(3);
  return cell({
    name: 'peephole',
    inputSize,
    units,
    state: ['h', 'c'],
    parameters: {
      Wi,
      Wf,
      Wg,
      Wo,
      Ui,
      Uf,
      Ug,
      Uo,
      bi,
      bf,
      bg,
      bo,
      pi,
      po,
      pf
    },
    step({ x, h, c }, p) {
      const pre = (W: Tensor, U: Tensor, b: Tensor) =>
        add(matmul(x, W), matmul(h, U), b);
      const i = sigmoid(add(pre(p.Wi, p.Ui, p.bi), mul(p.pi, c)));
      const f = sigmoid(add(pre(p.Wf, p.Uf, p.bf), mul(p.pf, c)));
      const g = tanh(pre(p.Wg, p.Ug, p.bg));
      const next = add(mul(f, c), mul(i, g));
      const o = sigmoid(add(pre(p.Wo, p.Uo, p.bo), mul(p.po, next)));
      return { i, f, g, o, c: next, h: mul(o, tanh(next)) };
    }
  });
}

it.each(fixture<OnnxCase>('onnx/recurrent.json'))('$name', of => {
  const { direction = 'forward', layout = 0 } = of.attributes;
  const { X, initial_h: h, initial_c: c } = of.inputs;
  const x = layout === 1 ? tensor(X) : tensor(X).transpose([1, 0, 2]);
  const directions =
    direction === 'bidirectional' ? [false, true] : [direction === 'reverse'];
  const runs = directions.map((reverse, at) =>
    cellOf(of, at).run(x, {
      reverse,
      ...(h && { initialState: { h: h[at], ...(c && { c: c[at] }) } })
    })
  );
  // [directions, B, T, H]
  const all = stack(runs.map(run => run.channel('h')));
  const lastOf = (name: string) =>
    stack(
      runs.map((run, at) =>
        run.channel(name).at(directions[at] ? 0 : -1, { axis: 1 })
      )
    );
  const expected = {
    Y: layout === 1 ? all.transpose([1, 2, 0, 3]) : all.transpose([2, 0, 1, 3]),
    Y_h: layout === 1 ? lastOf('h').transpose([1, 0, 2]) : lastOf('h'),
    ...(of.operator === 'LSTM' && { Y_c: lastOf('c') })
  };
  expect(Object.keys(of.outputs).length).toBeGreaterThan(0);
  for (const [name, value] of Object.entries(of.outputs)) {
    expect(
      relativeError(expected[name as keyof typeof expected], value)
    ).toBeLessThan(TOLERANCE);
  }
});
