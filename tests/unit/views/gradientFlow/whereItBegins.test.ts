/**
 * @jest-environment jsdom
 */
import {
  add,
  cell,
  gradientFlow,
  lstm,
  matmul,
  mul,
  rnn,
  type Run,
  type Tensor
} from '../../../../src/engine';
import { flowOfTrace } from '../../../../src/views/gradientFlow/flowOfTrace';
import { flowSentence } from '../../../../src/views/gradientFlow/flowSentence';
import { inSteps } from '../../widgets/inSteps';

const said = (run: Run, step: number): string => {
  const flow = gradientFlow(run).toBundle();
  return flowSentence(flow, flow.networks[0], 'hidden', step, inSteps);
};

const x = [[0.1], [0.5], [-0.3], [0.8], [0], [1]];
const gradientsOf = ({ h }: { readonly h: Tensor }): Tensor => h.at(-1).sum();

describe('the way back of a loss that reads c', () => {
  const run = lstm({ inputSize: 1, units: 2, seed: 9 }).run([1, 0, 0, 0, 0], {
    gradientsOf: ({ c }) => c.at(-1).sum()
  });

  it('begins at the step of that c, in the kernel and in a saved run', () => {
    const flow = gradientFlow(run);
    expect(flow.lossStep).toBe(4);
    const [network] = flow.toBundle().networks;
    expect(network.state).toBe('c');
    expect(network.hidden.values[4]).toBeCloseTo(Math.SQRT2, 6);
    const saved = flowOfTrace(run.toBundle())!;
    expect(saved.lossStep).toBe(4);
    expect(saved.networks[0].state).toBe('c');
  });

  it('is that of h where the loss reads h', () => {
    const flow = gradientFlow(
      lstm({ inputSize: 1, units: 2, seed: 9 }).run(x, { gradientsOf })
    ).toBundle();
    expect(flow.networks[0].state ?? 'h').toBe('h');
  });
});

describe('the sentence of an RNN', () => {
  const of = (activation: 'tanh' | 'linear' | 'relu') =>
    said(
      rnn({ inputSize: 1, units: 4, seed: 1, activation }).run(x, {
        gradientsOf
      }),
      1
    );

  it('takes no rounding for more than 1', () => {
    expect(of('tanh')).toContain('ρ(U) is 1.00, not above 1');
  });

  it('calls no growth what stays as large as it is', () => {
    expect(of('linear')).toContain('leave the gradient as large as it is');
  });

  it('names the slope of tanh as that of tanh alone', () => {
    expect(of('relu')).not.toMatch(/factor is diag\(1 − h²\)/);
  });

  it('writes a factor so that the product comes out', () => {
    const run = rnn({ inputSize: 1, units: 2, seed: 1 }).run(
      [[1], [20], [20], [20], [20], [20]],
      { gradientsOf }
    );
    expect(said(run, 1)).toMatch(/1\.41 × \([\d.]+ × 10⁻⁴\)⁴ = 1\.4 × 10⁻¹³/);
  });

  it('says of a growing one what it is, in brackets', () => {
    const grow = cell({
      name: 'grow',
      state: ['h'],
      parameters: ['W'],
      inputSize: 1,
      units: 2,
      seed: 1,
      step: ({ x: input, h }, { W }) => ({
        h: add(mul(2_000_000, h), matmul(input, W))
      })
    });
    expect(said(grow.run(x, { gradientsOf }), 3)).toContain('(2.0 × 10⁶)');
  });
});

test('nothing comes through a held c along the belt', () => {
  const run = lstm({ inputSize: 1, units: 2, seed: 1 })
    .run(x, { gradientsOf })
    .clamp({ channel: 'c', value: 0.5, steps: [3] });
  expect(said(run, 1)).toContain(
    'the mean forget gates of these steps multiply to 0.'
  );
  expect(gradientFlow(run).toBundle().networks[0].direct!.values[3]).toBe(0);
});
