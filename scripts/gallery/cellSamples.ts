import {
  add,
  cell,
  gru,
  lstm,
  matmul,
  minLstm,
  mul,
  oneMinus,
  rnn,
  sigmoid,
  tanh
} from '../../src/engine';
import { weatherModel } from './networks';
import type { SampleEntry } from './samples';
import { stretch } from './stretch';

const notes = { stepName: 'day', inputNames: ['high', 'rain'] };

const peepholeParameters: Readonly<
  Record<string, readonly ('inputSize' | 'units')[]>
> = {
  ...Object.fromEntries(
    ['f', 'i', 'g', 'o'].flatMap(gate => [
      [`W${gate}`, ['inputSize', 'units']],
      [`U${gate}`, ['units', 'units']],
      [`b${gate}`, ['units']]
    ])
  ),
  pf: ['units'],
  pi: ['units'],
  po: ['units']
};

/** Runs that open on the wired cell or on the chain. */
export const cellSamples: readonly SampleEntry[] = [
  {
    name: 'cell-lstm',
    title: 'Cell: LSTM, 6 units, trained to forecast the weather',
    view: { view: 'cell', step: 97, unit: 3 },
    make: () => weatherModel(6)
  },
  {
    name: 'cell-gru',
    title: 'Cell: GRU, 6 units',
    view: { view: 'cell', step: 17, unit: 2 },
    make: async () => {
      const { x, labels } = await stretch(40);
      return gru({ inputSize: 2, units: 6, seed: 7 }).run(x, {
        labels,
        ...notes
      });
    }
  },
  {
    name: 'cell-gru-before',
    title: 'Cell: GRU that resets before the product',
    view: { view: 'cell', step: 17, unit: 2 },
    make: async () => {
      const { x } = await stretch(40);
      return gru({
        inputSize: 2,
        units: 6,
        seed: 7,
        resetAfter: false
      }).run(x, notes);
    }
  },
  {
    name: 'cell-rnn',
    title: 'Cell: RNN, 6 units',
    view: { view: 'cell', step: 17, unit: 2 },
    make: async () => {
      const { x } = await stretch(40);
      return rnn({ inputSize: 2, units: 6, seed: 7 }).run(x, notes);
    }
  },
  {
    name: 'cell-custom',
    title: 'Cell: a minimal gated unit, laid out from its equations',
    view: { view: 'cell', step: 17, unit: 2 },
    make: async () => {
      const { x } = await stretch(40);
      return cell({
        name: 'minimal gated unit',
        inputSize: 2,
        units: 5,
        seed: 3,
        state: ['h'],
        parameters: ['Wf', 'Uf', 'bf', 'Wn', 'Un', 'bn'],
        step({ x: input, h }, p) {
          const f = sigmoid(add(matmul(input, p.Wf), matmul(h, p.Uf), p.bf));
          const n = tanh(
            add(matmul(input, p.Wn), matmul(mul(f, h), p.Un), p.bn)
          );
          return { f, n, h: add(mul(oneMinus(f), h), mul(f, n)) };
        },
        source: [
          'step({ x, h }, p) {',
          '  const f = sigmoid(add(matmul(x, p.Wf), matmul(h, p.Uf), p.bf));',
          '  const n = tanh(add(matmul(x, p.Wn), matmul(mul(f, h), p.Un), p.bn));',
          '  return { f, n, h: add(mul(oneMinus(f), h), mul(f, n)) };',
          '}'
        ].join('\n')
      }).run(x, notes);
    }
  },
  {
    name: 'cell-min-lstm',
    title: 'Cell: a minLSTM, whose gates are named by words',
    view: { view: 'cell', step: 17, unit: 2 },
    make: async () => {
      const { x } = await stretch(40);
      return minLstm({ inputSize: 2, units: 5, seed: 3 }).run(x, notes);
    }
  },
  {
    name: 'cell-peephole',
    title: 'Cell: an LSTM with peepholes, laid out from its equations',
    view: { view: 'cell', step: 17, unit: 2 },
    make: async () => {
      const { x } = await stretch(40);
      return cell({
        name: 'peephole LSTM',
        inputSize: 2,
        units: 5,
        seed: 3,
        state: ['h', 'c'],
        parameters: peepholeParameters,
        step({ x: input, h, c: before }, p) {
          const f = sigmoid(
            add(matmul(input, p.Wf), matmul(h, p.Uf), mul(p.pf, before), p.bf)
          );
          const i = sigmoid(
            add(matmul(input, p.Wi), matmul(h, p.Ui), mul(p.pi, before), p.bi)
          );
          const g = tanh(add(matmul(input, p.Wg), matmul(h, p.Ug), p.bg));
          const c = add(mul(f, before), mul(i, g));
          const o = sigmoid(
            add(matmul(input, p.Wo), matmul(h, p.Uo), mul(p.po, c), p.bo)
          );
          return { f, i, g, c, o, h: mul(o, tanh(c)) };
        }
      }).run(x, notes);
    }
  },
  {
    name: 'unrolled-lstm',
    title: 'Unrolled: LSTM, 6 units, trained to forecast the weather',
    view: { view: 'unrolled', step: 97, unit: 3 },
    make: () => weatherModel(6)
  },
  {
    name: 'unrolled-gru',
    title: 'Unrolled: GRU, 6 units',
    view: { view: 'unrolled', step: 17, unit: 2 },
    make: async () => {
      const { x, labels } = await stretch(40);
      return gru({ inputSize: 2, units: 6, seed: 7 }).run(x, {
        labels,
        ...notes
      });
    }
  },
  {
    name: 'unrolled-start',
    title: 'Unrolled: LSTM that starts from a state of its own',
    view: { view: 'unrolled', step: 4, unit: 1 },
    make: async () => {
      const { x } = await stretch(8);
      return lstm({ inputSize: 2, units: 3, seed: 7 }).run(x, {
        ...notes,
        initialState: { h: [0.1, -0.2, 0.3], c: [1.5, -0.8, 0.4] }
      });
    }
  },
  {
    name: 'unrolled-rnn',
    title: 'Unrolled: RNN, whose state is written over',
    view: { view: 'unrolled', step: 17, unit: 2 },
    make: async () => {
      const { x } = await stretch(40);
      return rnn({ inputSize: 2, units: 6, seed: 7 }).run(x, notes);
    }
  },
  {
    name: 'unrolled-long',
    title: 'Unrolled: LSTM, 1,000 steps: bars are sums',
    view: { view: 'unrolled', step: 700, unit: 2 },
    make: async () => {
      const { x } = await stretch(1000);
      return lstm({ inputSize: 2, units: 8, seed: 7 }).run(x, notes);
    }
  }
];
