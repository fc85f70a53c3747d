// Cells without kernels of their own: a step of training by the machine code that is made from their
// step, beside the tape, in f32 and f64; and the LSTM's kernels at the same sizes.
import { numbers, timedAsync } from './engine.own.mjs';
import { quick, row, start, takeTurns } from './engine.turns.mjs';

const SIZES = quick
  ? [[16, 32, 16, 50]]
  : [
      [1, 8, 1, 25],
      [16, 32, 16, 50]
    ];
const CELLS = ['minGru', 'minLstm', 'sLstm', 'selectiveStateSpace', 'lstm'];

/** Batches of an epoch. */
const BATCHES = 8;

const { engine, stop } = await start({});
const { layers, sequential, tensor } = engine;

function epochOf(cell, [features, units, batch, steps], dtype, compute) {
  const count = BATCHES * batch;
  const model = sequential(
    [
      layers[cell]({ units, inputShape: [steps, features] }),
      layers.dense({ units: 1 })
    ],
    { seed: 1, dtype, compute }
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
    for (const dtype of cell === 'lstm' ? ['f32'] : ['f32', 'f64']) {
      const compiled = epochOf(cell, sizes, dtype, 'auto');
      const tape = epochOf(cell, sizes, dtype, 'tape');
      await compiled();
      const { own, taped } = await takeTurns(
        {
          own: seconds => timedAsync(compiled, seconds),
          taped: seconds => timedAsync(tape, seconds)
        },
        quick ? 1 : 3
      );
      row(
        `${cell} (${sizes.join(', ')}), a step of training in ${dtype}`,
        'ms',
        own,
        taped,
        'tape',
        1 / BATCHES
      );
    }
  }
}
await stop();
