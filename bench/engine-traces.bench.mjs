// What looking into a network costs as a user calls it: a model's trace with all gradients beside
// PyTorch keeping gates, a run computed again with a clamp, the gradient flow, and the orthogonal start.
import { numbers, timed } from './engine.own.mjs';
import { row, start, takeTurns } from './engine.turns.mjs';
import { report } from './results.mjs';

const { engine, torch, stop } = await start({ torch: 'torch_peer.py' });
const torchName = `PyTorch ${torch?.version} 1 thread, gates kept`;
const { layers, lstm, sequential, tensor, initializers, random } = engine;

/** An LSTM with a dense head on one sequence, and what asks for everything in its trace. */
function traceOf(inputs, units, steps) {
  const model = sequential(
    [
      layers.lstm({ units, inputShape: [null, inputs] }),
      layers.dense({ units: 1 })
    ],
    { seed: 7 }
  );
  model.compile({ loss: 'meanSquaredError' });
  const x = tensor(Array.from(numbers(steps * inputs))).reshape([
    steps,
    inputs
  ]);
  const trace = () => model.trace(x, { target: [0.5] });
  const whole = () => {
    const run = trace();
    const [layer] = run.layers;
    for (const part of [layer.channels, layer.gradients]) {
      Object.keys(part).forEach(name => part[name].values);
    }
    return [layer.weightGradients, run.inputGradient];
  };
  return { trace, whole };
}

for (const size of [
  [1, 8, 1, 25],
  [8, 16, 1, 50],
  [16, 32, 1, 50]
]) {
  const [inputs, units, , steps] = size;
  const { whole } = traceOf(inputs, units, steps);
  const task = { kind: 'trace', sizes: ['lstm', ...size] };
  const found = await takeTurns({
    own: seconds => timed(whole, seconds),
    torch: seconds => (torch ? torch.ask({ ...task, seconds }) : null)
  });
  row(
    `model.trace with all gradients (${size.join(', ')})`,
    'ms',
    found.own,
    found.torch,
    torchName
  );
}

const alone = async (name, call) => {
  const { own } = await takeTurns({ own: seconds => timed(call, seconds) });
  report({ name, value: own.value, unit: 'ms' });
};

for (const [steps, units] of [
  [50, 32],
  [200, 128]
]) {
  const run = traceOf(1, units, steps).trace();
  const clamps = [{ layer: run.layers[0].name, channel: 'f', value: 1 }];
  await alone(
    `run.recompute with a clamp, T = ${steps}, H = ${units}`,
    () => run.recompute({ clamps }).gradients.h.values
  );
  for (const dtype of ['f32', 'f64']) {
    const ofCell = lstm({ inputSize: 1, units, seed: 7, dtype }).run(
      Array.from(numbers(steps)),
      { gradientsOf: ({ h }) => h.at(-1).sum() }
    );
    const held = [{ ...clamps[0], layer: ofCell.layers[0].name }];
    await alone(
      `the same of a cell in ${dtype}, T = ${steps}, H = ${units}`,
      () => ofCell.recompute({ clamps: held }).gradients.h.values
    );
  }
}
const flow = traceOf(1, 64, 60).trace();
await alone('gradientFlow of 64 units over 60 steps', () =>
  flow.gradientFlow()
);
await alone('orthogonal start of 512 units, 512 × 512', () =>
  initializers.orthogonal()([512, 512], random(7))
);
await alone('orthogonal start of an LSTM of 512 units', () =>
  initializers.orthogonal()([512, 2048], random(7))
);
await stop();
