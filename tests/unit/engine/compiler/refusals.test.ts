import {
  add,
  cell,
  layers,
  matmul,
  mul,
  ones,
  sequential,
  tanh,
  zeros
} from '../../../../src/engine';
import type { Cell } from '../../../../src/engine/cells/cell';
import { compiledSequence } from '../../../../src/engine/compiler/compiledSequence';
import { traceStep } from '../../../../src/engine/compiler/traceStep';
import type { Tensor } from '../../../../src/engine/tensor/tensor';
import { requestOf } from './passes';

type Step = (
  input: Readonly<Record<'x' | 'h', Tensor>>,
  weights: Readonly<Record<'W' | 'U' | 'b', Tensor>>
) => Readonly<Record<string, Tensor>>;

function own(step: Step): Cell {
  return cell({
    name: 'own',
    inputSize: 2,
    units: 4,
    seed: 1,
    state: ['h'],
    parameters: ['W', 'U', 'b'],
    step
  });
}

const reasonOf = (of: Cell): string | undefined =>
  traceStep(of, { parameters: of.weights.parameters(), dtype: 'f64' }).reason;

const sumOf: Step = ({ x, h }, { W, U, b }) => ({
  h: add(matmul(x, W), matmul(h, U), b)
});

describe('a step that no machine code can hold', () => {
  let calls = 0;
  const changing =
    (after: number): Step =>
    (input, w) => ({ h: mul(sumOf(input, w).h, ++calls > after ? 2 : 1) });

  it.each<[string, Step, RegExp]>([
    [
      'reads numbers of its input',
      ({ x, h }, w) =>
        x.values[0] > 0 ? sumOf({ x, h }, w) : { h: mul(h, 0.5) },
      /reads the numbers of 'x' while it is followed/
    ],
    [
      'reads numbers of what it computes',
      (input, w) => {
        const { h } = sumOf(input, w);
        return { h: h.toArray<number[][]>()[0][0] > 0 ? tanh(h) : h };
      },
      /reads the numbers of 'add'/
    ],
    [
      'draws numbers',
      (input, w) => ({ h: mul(sumOf(input, w).h, Math.random()) }),
      /computes something else each time/
    ],
    [
      'counts its calls',
      (input, w) => ({ h: add(sumOf(input, w).h, calls++) }),
      /computes something else each time/
    ],
    [
      'has an empty slice',
      (input, w) => {
        const { h } = sumOf(input, w);
        return {
          h: h.add(h.slice(0, 0, { axis: 1 }).sum(1, { keepDims: true }))
        };
      },
      /'slice' in the line .*: it gives a tensor without numbers/
    ],
    [
      'reads how many sequences there are',
      (input, w) => ({ h: mul(sumOf(input, w).h, 1 / input.x.shape[0]) }),
      /by the size of the batch/
    ],
    [
      'averages over the batch',
      (input, w) => {
        const { h } = sumOf(input, w);
        return { h: h.sub(h.mean(0)) };
      },
      /'mean' in the line .*h\.mean\(0\).*: it is taken over the sequences/
    ],
    [
      'sums over all numbers',
      (input, w) => {
        const { h } = sumOf(input, w);
        return { h: mul(h, h.sum()) };
      },
      /'sum'.*over the sequences of a batch/
    ],
    [
      'takes the largest of its units',
      (input, w) => {
        const { h } = sumOf(input, w);
        return { h: h.sub(h.max(1, { keepDims: true })) };
      },
      /'max'.*no such operation/
    ],
    [
      'multiplies what it computes with what it computes',
      (input, w) => {
        const { h } = sumOf(input, w);
        return { h: matmul(h, matmul(h.transpose(), h)) };
      },
      /transpose/
    ],
    [
      'returns a constant',
      ({ h }) => ({ h: zeros([h.shape[0], 4]), z: h }),
      /neither its input nor a state/
    ]
  ])('is refused by what it does: it %s', (_, step, said) => {
    expect(reasonOf(own(step))).toMatch(said);
  });

  it('is followed as often as the tape would call it, and left to it where it changes', async () => {
    // Twice as much from the 21st call on: what the tape gives of the last of 30 steps.
    const answers = await Promise.all(
      (['tape', 'auto'] as const).map(async compute => {
        calls = 0;
        const model = sequential(
          [
            layers.recurrent({
              units: 4,
              cell: {
                name: 'own',
                state: ['h'],
                parameters: ['W', 'U', 'b'],
                step: ({ x, h }, w) => changing(20)({ x, h: mul(h, 0) }, w)
              },
              inputShape: [30, 2]
            })
          ],
          { seed: 1, compute }
        );
        const answer = await model.predict(ones([1, 30, 2]));
        return [answer.toArray(), model.summary().layers[0].path];
      })
    );
    expect(answers[1]).toEqual(answers[0]);
  });

  it('follows a branch on its weights, which are the same at every step', () => {
    const of = own((input, w) =>
      w.b.values[0] > 0 ? { h: tanh(sumOf(input, w).h) } : sumOf(input, w)
    );
    expect(reasonOf(of)).toBeUndefined();
  });

  it('still trains, on the tape, and the summary says why', async () => {
    const branching: Step = (input, w) =>
      input.h.values[0] > 9 ? { h: input.h } : sumOf(input, w);
    const model = sequential(
      [
        layers.recurrent({
          units: 4,
          cell: {
            name: 'branching',
            state: ['h'],
            parameters: ['W', 'U', 'b'],
            step: branching
          },
          inputShape: [3, 2],
          name: 'first'
        }),
        layers.dense({ units: 1 })
      ],
      { seed: 1 }
    );
    model.compile({ optimizer: 'sgd', loss: 'mse' });
    await model.fit(ones([4, 3, 2]), ones([4, 1]));
    const { notes, layers: rows } = model.summary();
    expect(rows[0].path).toBe('step by step');
    expect(notes.join('\n')).toMatch(
      /'first' is not compiled: the step of branching reads the numbers of 'h'/
    );
  });
});

describe('a power', () => {
  const ofPower = (exponent: number) =>
    own((input, weights) => ({
      // Of what is above 0, where a root has a value.
      h: tanh(sumOf(input, weights).h.pow(2).add(0.5).pow(exponent))
    }));

  it.each([2, 8, -1, -8, 0.5])('of %s is products, or a root', exponent => {
    const of = ofPower(exponent);
    expect(reasonOf(of)).toBeUndefined();
    // It compares its numbers with the tape's, and gives none that differ.
    const request = requestOf(of, { batch: 2, steps: 3, dtype: 'f64' });
    expect(compiledSequence(request)).not.toBeNull();
  });

  it.each([9, -9, 1.5, 0])('of %s is the tape’s', exponent => {
    expect(reasonOf(ofPower(exponent))).toMatch(/power/);
  });
});
