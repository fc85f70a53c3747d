import {
  cell,
  gradientFlow,
  gru,
  lstm,
  minGru,
  rnn,
  selectiveStateSpace,
  sLstm
} from '../../../src/engine';
import { add, mul, tanh } from '../../../src/engine';
import type { Tensor } from '../../../src/engine';
import { gradientNormWords, stateReadBack } from '../../../src/trace';

const sizes = { inputSize: 2, units: 3, seed: 5 };
const x = Array.from({ length: 12 }, (_, t) => [Math.sin(t), t === 5 ? 3 : 0]);
const gradientsOf = ({ h }: { readonly h: Tensor }) => h.at(-1).sum();

it('a step is felt in the next by h in each cell that reads h back, and by s where h is only read out', () => {
  const carried = [rnn, gru, minGru, lstm, sLstm, selectiveStateSpace].map(
    make => {
      const { equations, stateNames, output } = make(sizes);
      return stateReadBack(equations, stateNames, output);
    }
  );
  expect(carried).toEqual(['h', 'h', 'h', 'h', 'h', 's']);
});

it('the gradient flow of a cell whose h is only read out is of what it carries', () => {
  const run = selectiveStateSpace(sizes).run(x, { gradientsOf });
  const { networks } = gradientFlow(run).toBundle();
  const [network] = networks;
  expect(network.state).toBe('s');
  expect(gradientNormWords(networks)).toBe('‖dL/ds‖');
  const { values } = run.gradients.s;
  const width = values.length / x.length;
  x.forEach((_, t) => {
    const row = Array.from(values.subarray(t * width, (t + 1) * width));
    expect(network.hidden.values[t]).toBeCloseTo(Math.hypot(...row), 12);
  });
  // What an early step does is felt at the last, and the input's own derivative says so, too.
  expect(network.hidden.values[0]).toBeGreaterThan(0);
  expect(run.layers[0].inputGradient!.at(3).abs().sum().item()).toBeGreaterThan(
    0
  );
  expect(gradientFlow(run).toString()).toContain('‖dL/ds‖ at step 0 is');
});

it('beside another network each is followed by its own state', () => {
  const runs = [selectiveStateSpace(sizes), lstm(sizes)].map(each =>
    each.run(x, { gradientsOf } as never)
  );
  const { networks } = gradientFlow(runs).toBundle();
  expect(networks.map(({ state = 'h' }) => state)).toEqual(['s', 'h']);
  expect(gradientNormWords(networks)).toBe('‖dL/ds‖, ‖dL/dh‖');
});

it('a cell that reads nothing back is followed by its output', () => {
  const forgetful = cell({
    name: 'forgetful',
    state: ['h'],
    inputSize: 2,
    units: 2,
    parameters: { W: ['inputSize', 'units'] },
    step: ({ x: now, h }, { W }) => ({
      h: add(tanh(now.matmul(W)), mul(h, 0))
    }),
    seed: 1
  });
  const { equations, stateNames, output } = forgetful;
  expect(stateReadBack([], stateNames, output)).toBe('h');
  expect(stateReadBack(equations, stateNames, output)).toBe('h');
});
