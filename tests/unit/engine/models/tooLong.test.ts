import { layers, lstm, rnn, sequential, tensor } from '../../../../src/engine';
import { Tensor } from '../../../../src/engine/tensor/tensor';

// A sequence beyond memory is refused before any step of it is computed.
const steps = 2_000_000;
const long = () => new Tensor(new Float32Array(steps), [1, steps, 1]);
const refusal =
  /this network needs \d+ MB for one batch, but there are 1024 MB; take a smaller batchSize or shorter sequences/;

function model() {
  const made = sequential(
    [
      layers.lstm({ units: 64, inputShape: [null, 1] }),
      layers.dense({ units: 1 })
    ],
    { seed: 7 }
  );
  made.compile({ loss: 'meanSquaredError' });
  return made;
}

/** Counts the calls of tanh, which every step here makes, while something runs. */
async function stepsDuring(run: () => unknown): Promise<number> {
  let calls = 0;
  const { prototype } = Tensor as unknown as {
    prototype: { tanh: () => Tensor };
  };
  const { tanh } = prototype;
  const spy = jest.spyOn(prototype, 'tanh').mockImplementation(function (
    this: Tensor
  ) {
    // A step that is followed has no numbers.
    if (this.tracer) {
      return tanh.call(this);
    }
    calls++;
    throw new Error('a step was computed');
  });
  try {
    await run();
  } finally {
    spy.mockRestore();
  }
  return calls;
}

describe('a sequence that is too long', () => {
  it.each<[string, (x: Tensor) => unknown]>([
    ['fit', x => model().fit(x, [[0]], { epochs: 1, verbose: 0 })],
    ['evaluate', x => model().evaluate(x, [[0]])],
    ['predict', x => model().predict(x)]
  ])('is refused by %s before a step is computed', async (_, call) => {
    const calls = await stepsDuring(() =>
      expect((async () => call(long()))()).rejects.toThrow(refusal)
    );
    expect(calls).toBe(0);
  });

  it.each<[string, string, () => unknown]>([
    [
      'lstm.run',
      'lstm',
      () => lstm({ inputSize: 1, units: 64 }).run(long().at(0))
    ],
    [
      'rnn.run',
      'rnn',
      () => rnn({ inputSize: 1, units: 64 }).run(long().at(0))
    ],
    ['model.trace', 'lstm', () => model().trace(long().at(0), { target: [0] })]
  ])('is refused by %s', (_, name, run) => {
    expect(run).toThrow(
      new RegExp(
        `${name}: ${steps} steps through 64 units would take about \\d+ GB step by step; take shorter sequences or a smaller batch`
      )
    );
  });

  it('is not refused where it fits', () => {
    expect(
      lstm({ inputSize: 1, units: 2 }).run(tensor(new Float64Array(2000))).steps
    ).toBe(2000);
    const made = model();
    expect(
      made.predict(new Tensor(new Float32Array(20_000), [1, 20_000, 1])).shape
    ).toEqual([1, 1]);
  });
});

describe('what a fit asks of its targets', () => {
  it('is the shape that the layers say, without computing an example', async () => {
    const made = model();
    const calls = await stepsDuring(() =>
      expect(
        made.fit(
          new Tensor(new Float32Array(6), [2, 3, 1]),
          [
            [1, 2],
            [3, 4]
          ],
          { verbose: 0 }
        )
      ).rejects.toThrow(
        'the model answers with shape [1] for each example, but y holds [2]'
      )
    );
    expect(calls).toBe(0);
  });
});
