// Every cell by the machine code that is made from its step: a step of training in f32 beside the tape; and
// an LSTM written as a cell of one's own beside the library's.
import { numbers, timedAsync } from './engine.own.mjs';
import { quick, row, start, takeTurns } from './engine.turns.mjs';

const SIZES = quick
  ? [[16, 32, 16, 50]]
  : [
      [1, 8, 1, 25],
      [16, 32, 16, 50]
    ];
/** Where products are most of a step. */
const LARGE = [
  [64, 128, 32, 100],
  [128, 256, 64, 50]
];
const CELLS = ['minGru', 'minLstm', 'sLstm', 'selectiveStateSpace', 'lstm'];

/** Batches of an epoch. */
const BATCHES = 8;

const { engine, stop } = await start({});
const { add, layers, matmul, mul, sequential, sigmoid, tanh, tensor } = engine;

/** As a student writes it. */
const ownLstm = {
  name: 'own',
  state: ['h', 'c'],
  parameters: 'figo'
    .split('')
    .flatMap(gate => [`W${gate}`, `U${gate}`, `b${gate}`]),
  step({ x, h, c }, p) {
    const f = sigmoid(add(matmul(x, p.Wf), matmul(h, p.Uf), p.bf));
    const i = sigmoid(add(matmul(x, p.Wi), matmul(h, p.Ui), p.bi));
    const g = tanh(add(matmul(x, p.Wg), matmul(h, p.Ug), p.bg));
    const o = sigmoid(add(matmul(x, p.Wo), matmul(h, p.Uo), p.bo));
    const cNew = add(mul(f, c), mul(i, g));
    return { f, i, g, o, c: cNew, h: mul(o, tanh(cNew)) };
  }
};

function layerOf(cell, shape) {
  return cell === 'own'
    ? layers.recurrent({ ...shape, cell: ownLstm })
    : layers[cell](shape);
}

function epochOf(cell, [features, units, batch, steps], compute) {
  const count = BATCHES * batch;
  const model = sequential(
    [
      layerOf(cell, { units, inputShape: [steps, features] }),
      layers.dense({ units: 1 })
    ],
    { seed: 1, compute }
  );
  model.compile({ optimizer: 'adam', loss: 'meanSquaredError' });
  const x = tensor(numbers(count * steps * features)).reshape([
    count,
    steps,
    features
  ]);
  const y = tensor(numbers(count)).reshape([count, 1]);
  return () => model.fit(x, y, { epochs: 1, batchSize: batch, verbose: 0 });
}

for (const sizes of SIZES) {
  for (const cell of CELLS) {
    const compiled = epochOf(cell, sizes, 'auto');
    const tape = epochOf(cell, sizes, 'tape');
    await compiled();
    const { own, taped } = await takeTurns(
      {
        own: seconds => timedAsync(compiled, seconds),
        taped: seconds => timedAsync(tape, seconds)
      },
      quick ? 1 : 3
    );
    row(
      `${cell} (${sizes.join(', ')}), a step of training`,
      'ms',
      own,
      taped,
      'tape',
      1 / BATCHES
    );
  }
}
for (const sizes of quick ? SIZES : [...SIZES, ...LARGE]) {
  const own = epochOf('own', sizes, 'auto');
  const library = epochOf('lstm', sizes, 'auto');
  await own();
  const found = await takeTurns(
    {
      own: seconds => timedAsync(own, seconds),
      library: seconds => timedAsync(library, seconds)
    },
    quick ? 1 : 3
  );
  row(
    `an LSTM of one's own (${sizes.join(', ')}), a step of training`,
    'ms',
    found.own,
    found.library,
    'the library’s',
    1 / BATCHES
  );
}
await stop();
