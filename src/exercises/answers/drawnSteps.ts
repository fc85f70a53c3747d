import type { Cell } from '../../engine/cells/cell';
import { cell } from '../../engine/cells/custom';
import { gru, gruStep } from '../../engine/cells/gru';
import { lstm, lstmStep } from '../../engine/cells/lstm';
import { minGru, minGruStep } from '../../engine/cells/minGru';
import { rnn, rnnStep } from '../../engine/cells/rnn';
import type { Named } from '../../engine/recurrence/definition';
import { sigmoid, tanh } from '../../engine/tensor/activationFunctions';
import { add, mul, oneMinus } from '../../engine/tensor/functions';
import type { Drawn } from './drawn';

/** A cell in which what is kept of the state and what is added to it have a factor each. */
export interface Asked {
  readonly kept: number;
  readonly added: number;
}

export interface StepSizes {
  readonly inputSize: number;
  readonly units: number;
}

/** A step that an exercise asks for, checked by `check.step`. */
export interface DrawnStep extends Drawn<Asked> {
  /** The library's own cell. */
  readonly lesson: Asked;
  readonly cell: (asked: Asked) => (sizes: StepSizes) => Cell;
}

const squashing = { sigmoid, tanh };

/** Both factors are far from 1, and from each other. */
const shared = {
  lesson: { kept: 1, added: 1 },
  draw: draws =>
    draws.until(
      'factors',
      each => ({
        kept: each.number('kept', 0.35, 0.95, 2),
        added: each.number('added', 0.35, 0.95, 2)
      }),
      ({ kept, added }) => Math.abs(kept - added) > 0.05
    )
} satisfies Pick<DrawnStep, 'lesson' | 'draw'>;

type Maker = (options: StepSizes & { readonly seed: number }) => Cell;

/** The library's own cell where the lesson asks for it; the same step with the factors otherwise. */
const either =
  (library: Maker, own: (asked: Asked) => Maker): DrawnStep['cell'] =>
  asked =>
  sizes =>
    (asked.kept === 1 && asked.added === 1 ? library : own(asked))({
      ...sizes,
      seed: 1
    });

const rnnIn: DrawnStep = {
  ...shared,
  words: [
    [
      'Now write the step for any number of units.',
      ({ kept, added }) =>
        `Now write the step of another cell, for any number of units: $h_t = ${kept}\\, h_{t-1} + ${added} \\tanh(W x_t + U h_{t-1} + b)$. \`h.mul(${kept})\` multiplies each number of h.`
    ]
  ],
  cell: either(
    rnn,
    asked => options =>
      cell({
        ...options,
        name: 'RNN with two factors',
        state: ['h'],
        parameters: ['W', 'U', 'b'],
        step: (input, weights) => {
          const { h } = rnnStep(input, weights, squashing);
          return { h: add(mul(asked.kept, input.h), mul(asked.added, h)) };
        }
      })
  )
};

const lstmIn: DrawnStep = {
  ...shared,
  words: [
    [
      'Write one step of the LSTM. Use the letters of the equations.',
      ({ kept, added }) =>
        `Write one step of an LSTM with another cell state: $c_t = ${kept}\\, f_t \\odot c_{t-1} + ${added}\\, i_t \\odot g_t$. All else is as in the equations. Use their letters; \`mul(${kept}, f)\` multiplies each number of f.`
    ]
  ],
  cell: either(
    lstm,
    asked => options =>
      cell({
        ...options,
        name: 'LSTM with two factors',
        state: ['h', 'c'],
        parameters: [
          ...(['Wf', 'Uf', 'bf', 'Wi', 'Ui', 'bi'] as const),
          ...(['Wg', 'Ug', 'bg', 'Wo', 'Uo', 'bo'] as const)
        ],
        step: (input, weights) => {
          const { f, i, g, o } = lstmStep(input, weights, squashing);
          const c = add(
            mul(mul(asked.kept, f), input.c),
            mul(mul(asked.added, i), g)
          );
          return { f, i, g, o, c, h: mul(o, tanh(c)) };
        }
      })
  )
};

const gruIn: DrawnStep = {
  ...shared,
  words: [
    [
      '`oneMinus(z)` is $1 - z$.',
      ({ kept, added }) =>
        `The new state is another one here: $h_t = ${added} (1 - z_t) \\odot n_t + ${kept}\\, z_t \\odot h_{t-1}$. \`mul(${kept}, z)\` multiplies each number of z, and \`oneMinus(z)\` is $1 - z$.`
    ]
  ],
  cell: either(
    gru,
    asked => options =>
      cell({
        ...options,
        name: 'GRU with two factors',
        state: ['h'],
        parameters: [
          ...(['Wz', 'Uz', 'bz', 'bhz', 'Wr', 'Ur'] as const),
          ...(['br', 'bhr', 'Wn', 'Un', 'bn', 'bhn'] as const)
        ],
        step: (input, weights) => {
          const { z, r, n } = gruStep(input, weights, squashing);
          const h = add(
            mul(mul(asked.added, oneMinus(z)), n),
            mul(mul(asked.kept, z), input.h)
          );
          return { z, r, n, h };
        }
      })
  )
};

const minGruIn: DrawnStep = {
  ...shared,
  words: [
    [
      'One thing is turned around, as its authors have it: $z$ is the share that is *written*; the rest is kept.',
      ({ kept, added }) =>
        `One thing is turned around, as its authors have it: $z$ is the share that is *written*; the rest is kept. And here both have a factor: $h_t = ${kept} (1 - z_t) \\odot h_{t-1} + ${added}\\, z_t \\odot n_t$.`
    ],
    [
      'The shares of the old state and of the candidate add up to one.',
      () =>
        'Before the two factors, the shares of the old state and of the candidate add up to one.'
    ]
  ],
  cell: either(
    minGru,
    asked => options =>
      cell({
        ...options,
        name: 'minGRU with two factors',
        state: ['h'],
        parameters: ['Wz', 'bz', 'Wn', 'bn'],
        step: (input, weights: Named<'Wz' | 'bz' | 'Wn' | 'bn'>) => {
          const { z, n } = minGruStep(input, weights);
          const h = add(
            mul(mul(asked.kept, oneMinus(z)), input.h),
            mul(mul(asked.added, z), n)
          );
          return { z, n, h };
        }
      })
  )
};

/** The steps that the lessons ask for, by the names that `check.step` knows them by. */
export const steps = {
  rnn: rnnIn,
  lstm: lstmIn,
  gru: gruIn,
  minGru: minGruIn
} as const;
