import {
  add,
  cell,
  compareRuns,
  deltaNet,
  gradientFlow,
  layers,
  lstm,
  matmul,
  mul,
  oneMinus,
  selectiveStateSpace,
  sequential,
  sigmoid,
  tanh,
  tensor,
  type RunOfNetwork
} from '../../src/engine';
import type { SampleEntry } from './samples';
import { stretch } from './stretch';

const STEPS = 40;

/**
 * A cell with letters of its own: the state s keeps what its gate a says and takes the rest from the
 * candidate k.
 *
 *     a_t = σ(W_a x_t + U_a s_{t−1} + b_a)
 *     k_t = tanh(W_k x_t + b_k)
 *     s_t = a_t ⊙ s_{t−1} + (1 − a_t) ⊙ k_t
 */
async function keeper(): Promise<RunOfNetwork> {
  const { x, labels } = await stretch(STEPS);
  return cell({
    name: 'keeper',
    inputSize: 2,
    units: 9,
    seed: 4,
    state: ['s'],
    parameters: ['Wa', 'Ua', 'ba', 'Wk', 'bk'],
    step({ x: input, s }, p) {
      const a = sigmoid(add(matmul(input, p.Wa), matmul(s, p.Ua), p.ba));
      const k = tanh(add(matmul(input, p.Wk), p.bk));
      return { a, k, s: add(mul(a, s), mul(oneMinus(a), k)) };
    }
  }).run(x, {
    labels,
    stepName: 'day',
    inputNames: ['high', 'rain'],
    title: 'keeper',
    gradientsOf: ({ s }) => s.at(-1).sum()
  });
}

/** An LSTM, its h of the same size as its c or projected to 4 numbers. */
async function lstmOf(projection?: number): Promise<RunOfNetwork> {
  const { x, labels } = await stretch(STEPS);
  return lstm({ inputSize: 2, units: 12, seed: 6, projection }).run(x, {
    labels,
    stepName: 'day',
    inputNames: ['high', 'rain'],
    title: projection === undefined ? 'LSTM' : 'LSTM, h of 4',
    gradientsOf: ({ h }) => h.at(-1).sum()
  });
}

/** A state space of four units, whose state has so many numbers a unit. */
async function space(states = 3): Promise<RunOfNetwork> {
  const { x, labels } = await stretch(STEPS);
  return selectiveStateSpace({
    inputSize: 2,
    units: 4,
    states,
    seed: 6
  }).run(x, {
    labels,
    stepName: 'day',
    inputNames: ['high', 'rain'],
    title: 'selective state space',
    gradientsOf: ({ h }) => h.at(-1).sum()
  });
}

/** A DeltaNet of four units, each with a value under keys of three numbers. */
async function matrix(): Promise<RunOfNetwork> {
  const { x, labels } = await stretch(STEPS);
  return deltaNet({
    inputSize: 2,
    units: 4,
    keyDim: 3,
    gated: true,
    seed: 6
  }).run(x, {
    labels,
    stepName: 'day',
    inputNames: ['high', 'rain'],
    title: 'gated DeltaNet',
    gradientsOf: ({ h }) => h.at(-1).sum()
  });
}

/** Cells that nobody drew a picture for, in every view. */
export const customSamples: readonly SampleEntry[] = [
  {
    name: 'space-cell',
    title: 'Cell, wired: a state of three numbers a unit',
    view: { view: 'cell', step: 20, unit: 1 },
    make: () => space()
  },
  {
    name: 'square-space-cell',
    title: 'Cell, wired: a state of as many numbers a unit as there are units',
    view: { view: 'cell', step: 20, unit: 1 },
    make: () => space(4)
  },
  {
    name: 'matrix-cell',
    title: 'Cell, wired: a state that is a matrix',
    view: { view: 'cell', step: 20, unit: 1 },
    make: matrix
  },
  {
    name: 'matrix-gates',
    title: 'Gates: a state that is a matrix',
    make: matrix
  },
  {
    name: 'custom-gates',
    title: 'Gates: a cell with letters of its own',
    make: keeper
  },
  {
    name: 'custom-flow',
    title: 'Gradient flow: a cell of one’s own, an LSTM and a projected one',
    make: async () =>
      gradientFlow([await keeper(), await lstmOf(), await lstmOf(4)])
  },
  {
    name: 'space-flow',
    title: 'Gradient flow: a state space by what it carries, beside an LSTM',
    make: async () => gradientFlow([await space(), await lstmOf()])
  },
  {
    name: 'custom-compare',
    title: 'Compare: a cell of one’s own, an LSTM and a projected one',
    make: async () =>
      compareRuns([await keeper(), await lstmOf(), await lstmOf(4)])
  },
  {
    name: 'directions-compare',
    title:
      'Compare: a GRU that reads in both directions, and one that does not',
    make: async () => {
      const { x, labels } = await stretch(STEPS);
      const inner = { units: 8, returnSequences: true };
      const inputShape = [null, 2];
      const networks = {
        'both directions': layers.bidirectional({
          layer: layers.gru(inner),
          inputShape
        }),
        'forward alone': layers.gru({ ...inner, inputShape })
      };
      return compareRuns(
        Object.entries(networks).map(([title, layer]) =>
          sequential([layer, layers.dense({ units: 1 })], { seed: 3 }).trace(
            x,
            {
              title,
              labels,
              stepName: 'day'
            }
          )
        )
      );
    }
  },
  {
    name: 'projected-gates',
    title: 'Gates: LSTM, 12 units, whose h is projected to 4',
    make: () => lstmOf(4)
  },
  {
    name: 'custom-closed',
    title: 'Cell: one whose second state is computed where nobody can read it',
    view: { view: 'cell', step: 20, unit: 1 },
    make: async () => {
      const { x } = await stretch(STEPS);
      return cell({
        name: 'with a counter',
        inputSize: 2,
        units: 4,
        seed: 4,
        state: ['h', 'm'],
        parameters: ['W', 'U', 'b'],
        step({ x: input, h, m }, p) {
          const next = tanh(
            add(matmul(input, p.W), matmul(mul(h, m), p.U), p.b)
          );
          // Plain numbers, past the tape: how they come about is not recorded.
          const count = tensor([...m.values].map(value => value * 0.9 + 0.1));
          return { h: next, m: count.reshape(m.shape) };
        }
      }).run(x, { inputNames: ['high', 'rain'] });
    }
  }
];
