import { layers } from '../../../../src/engine/layers/layers';
import type { Compute } from '../../../../src/engine/models/sequentialOptions';
import { sequential } from '../../../../src/engine/models/sequential';
import type { Callback } from '../../../../src/engine/training/callback';
import type { Tensor } from '../../../../src/engine';
import { randomTensor } from './modelSupport';
import { relativeError } from './support';

type Step = (
  input: Readonly<Record<'x' | 'h' | 'c', Tensor>>,
  weights: Readonly<Record<string, Tensor>>
) => Record<'h' | 'c', Tensor>;

/** An LSTM whose gates look at c, with the step of one's own. */
const peepholes: Step = ({ x, h, c }, w) => {
  const gate = (letter: string, look: Tensor) =>
    x
      .matmul(w[`W${letter}`])
      .add(h.matmul(w[`U${letter}`]), look, w[`b${letter}`]);
  const i = gate('i', c.mul(w.pi)).sigmoid();
  const f = gate('f', c.mul(w.pf)).sigmoid();
  const next = f.mul(c).add(i.mul(gate('g', w.bg).tanh()));
  const o = gate('o', next.mul(w.po)).sigmoid();
  return { h: o.mul(next.tanh()), c: next };
};
const vector = ['units'] as const;
const parameters = {
  ...Object.fromEntries(
    ['i', 'f', 'g', 'o'].flatMap(letter => [
      [`W${letter}`, ['inputSize', 'units'] as const],
      [`U${letter}`, ['units', 'units'] as const],
      [`b${letter}`, vector]
    ])
  ),
  ...{ pi: vector, pf: vector, po: vector }
};

const x = randomTensor([12, 9, 3], 'x');
const y = randomTensor([12, 2], 'y');

/** Trains on a path; answers the losses and what the summary says of the layer. */
async function trained(
  compute: Compute,
  step: Step,
  callbacks: readonly Callback[] = []
) {
  const cell = { name: 'own', state: ['h', 'c'], parameters, step } as const;
  const model = sequential(
    [
      layers.recurrent({ units: 5, cell, recurrentDropout: 0.2 }),
      layers.dense({ units: 2 })
    ],
    { seed: 2, compute }
  );
  model.compile({ optimizer: 'adam', loss: 'mse' });
  const { batchLosses } = await model.fit(x, y, {
    epochs: 6,
    batchSize: 4,
    callbacks
  });
  return { losses: batchLosses, path: model.summary().layers[0].path, model };
}

describe('a cell of one’s own in a network', () => {
  it('trains as on the tape, by the kernels', async () => {
    const own = await trained('auto', peepholes);
    const tape = await trained('tape', peepholes);
    expect(own.path).toMatch(/^fused/);
    expect(relativeError(own.losses, tape.losses)).toBeLessThan(1e-5);
  });

  it('is followed where a callback changes what its step reads', async () => {
    const run = async (compute: Compute) => {
      let share = 1;
      const step: Step = (input, w) => {
        const { h, c } = peepholes(input, w);
        return { h: h.mul(share), c };
      };
      const { losses, model, path } = await trained(compute, step, [
        { onEpochEnd: epoch => void (share = epoch === 1 ? 0.5 : share) }
      ]);
      share = 2;
      return { losses, path, answers: model.predict(x).values };
    };
    const own = await run('auto');
    const tape = await run('tape');
    expect(own.path).toMatch(/^fused/);
    expect(relativeError(own.losses, tape.losses)).toBeLessThan(1e-5);
    expect(relativeError(own.answers, tape.answers)).toBeLessThan(1e-5);
  });

  it('is not the kernels’ where a weight’s number decides what it does', async () => {
    const step: Step = (input, w) => {
      const { h, c } = peepholes(input, w);
      return { h: w.bg.values[0] > 1 ? h.neg() : h, c };
    };
    const own = await trained('auto', step);
    const tape = await trained('tape', step);
    expect(own.path).toMatch(/^compiled/);
    expect(relativeError(own.losses, tape.losses)).toBeLessThan(1e-9);
  });

  it('says so where a step becomes one of chance while it trains', async () => {
    let isRandom = false;
    const step: Step = (input, w) => {
      const { h, c } = peepholes(input, w);
      return { h: isRandom ? h.mul(Math.random()) : h, c };
    };
    await expect(
      trained('auto', step, [{ onEpochEnd: () => void (isRandom = true) }])
    ).rejects.toThrow(
      "model.fit: the step of a cell became one while it trained that only the tape can take; use sequential(layers, { compute: 'tape' })"
    );
  });
});
