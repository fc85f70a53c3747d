import fc from 'fast-check';
import { flowOfTrace } from '../../../../src/views/gradientFlow/flowOfTrace';
import { totalGradient } from '../../../../src/engine/run/layerRun';
import {
  effectiveMemory,
  encoderDecoder,
  gradientFlow,
  gru,
  layers,
  lstm,
  minLstm,
  rnn,
  sequential,
  type Tensor
} from '../../../../src/engine';
import { draws } from '../../widgets/draws';

const cells = { rnn, lstm, gru, minLstm };

const sine = (steps: number): number[][] =>
  Array.from({ length: steps }, (_, t) => [Math.sin(1 + t * 2.3)]);

/** A network that answers at each step, with a loss over all of its answers. */
const answersEachStep = (units = 6): ReturnType<typeof sequential> => {
  const model = sequential(
    [
      layers.simpleRNN({ units, returnSequences: true, inputShape: [null, 1] }),
      layers.dense({ units: 1 })
    ],
    { seed: 3 }
  );
  model.compile({ loss: 'meanSquaredError' });
  return model;
};

describe('gradientFlow of a loss that reads every step', () => {
  const steps = 40;
  const x = sine(steps);
  const target = x.map(([value]) => [value / 2]);

  it('is that of the last answer, as if the loss read it alone', () => {
    const model = answersEachStep();
    const [network] = gradientFlow(model, x, { target }).networks;
    const [alone] = gradientFlow(model, x, {
      gradientsOf: (output: Tensor) => output.at(-1, { axis: 1 }).sum()
    }).networks;
    expect(network.lossStep).toBe(steps - 1);
    expect(network.effectiveMemory).toBe(alone.effectiveMemory);
    // The network forgets within the sequence, which the whole loss hides: each step has its own share.
    const { hidden, wholeLoss, answers, answer } = network;
    expect(network.effectiveMemory).toBeLessThan(steps - 1);
    expect(effectiveMemory(wholeLoss!, steps - 1, 0.01)).toBeNull();
    expect(hidden[0] / hidden[steps - 1]).toBeCloseTo(
      alone.hidden[0] / alone.hidden[steps - 1],
      6
    );
    expect(answers).toEqual(x.map((_, step) => step));
    expect(answer).toBe(steps - 1);
  });

  it('follows the answer that is chosen', () => {
    const model = answersEachStep();
    const run = model.trace(x, { target });
    const { lossStep, networks } = run.gradientFlow({ lossStep: 12 });
    expect(lossStep).toBe(12);
    expect(networks[0].answer).toBe(12);
    expect(networks[0].hidden[12]).toBeGreaterThan(0);
    // What happens after an answer does not reach it.
    networks[0].hidden.subarray(13).forEach(value => expect(value).toBe(0));
    expect(networks[0].product[13]).toBeNaN();
  });

  it('is that of the answer to which a layer that reads backwards comes last', () => {
    const inner = { units: 4, returnSequences: true };
    const first = { inputShape: [null, 1] };
    // Keras's gives its outputs in its own order; in both directions they stand in the run's.
    for (const [layer, expected] of [
      [layers.gru({ ...inner, goBackwards: true, ...first }), [steps - 1]],
      [
        layers.bidirectional({ layer: layers.gru(inner), ...first }),
        [steps - 1, 0]
      ]
    ] as const) {
      const model = sequential([layer, layers.dense({ units: 1 })], {
        seed: 3
      });
      model.compile({ loss: 'meanSquaredError' });
      const { networks } = gradientFlow(model, x, { target });
      expect(networks.map(({ answer }) => answer)).toEqual(expected);
      const back = networks.at(-1)!;
      expect(back.direction).toBe('backward');
      expect(back.lossStep).toBe(0);
      back.hidden.forEach(norm => expect(norm).toBeGreaterThan(0));
    }
  });

  it('says so in words, and in its trace', () => {
    const run = answersEachStep().trace(x, { target });
    expect(String(run.gradientFlow())).toMatch(
      /effective memory \d+ steps? of the answer at step 39, one of 40;/
    );
    expect(run.toBundle().loss?.answers).toHaveLength(steps);
    const { networks } = run.gradientFlow().toBundle();
    expect(networks[0].wholeLoss?.shape).toEqual([steps]);
    expect(networks[0].answers).toHaveLength(steps);
  });

  it('is that of the weights with which the run was made, though the network has learned since', async () => {
    const model = answersEachStep();
    const run = model.trace(x, { target });
    const before = model.trace(x, { target }).gradientFlow().networks[0];
    await model.fit([x], [target], { epochs: 3, verbose: 0 });
    expect([...run.gradientFlow().networks[0].hidden]).toEqual([
      ...before.hidden
    ]);
  });

  it('of a network that answers once has no whole loss beside it', () => {
    const model = sequential(
      [
        layers.gru({ units: 3, inputShape: [null, 1] }),
        layers.dense({ units: 1 })
      ],
      { seed: 1 }
    );
    model.compile({ loss: 'mse' });
    const run = model.trace(x, { target: [1] });
    const [network] = run.gradientFlow().networks;
    expect(network.wholeLoss).toBeUndefined();
    expect(network.answers).toBeUndefined();
    expect(run.toBundle().loss?.answers).toBeUndefined();
    expect(() => run.gradientFlow({ lossStep: 3 })).toThrow(
      'gradientFlow: lossStep must be the step of the only answer, 39, got 3'
    );
  });

  it('refuses a step whose answer the loss does not read', () => {
    const run = rnn({ inputSize: 1, units: 2, seed: 3 }).run(x, {
      gradientsOf: ({ h }) => h.slice(5, 9).square().sum()
    });
    expect(run.gradientFlow().lossStep).toBe(8);
    expect(() => run.gradientFlow({ lossStep: 9 })).toThrow(
      'gradientFlow: lossStep must be a step whose answer the loss reads, 5 to 8, got 9'
    );
  });

  it('of a loss that sends nothing back says that nothing is remembered', () => {
    const run = rnn({ inputSize: 1, units: 2, seed: 3 }).run(x, {
      gradientsOf: ({ h }) => h.sum().mul(0)
    });
    expect(run.gradientFlow().networks[0].effectiveMemory).toBe(0);
  });

  it('of an encoder and a decoder is that of the last token', () => {
    const model = encoderDecoder({
      sourceSize: 6,
      targetSize: 5,
      units: 4,
      embedding: 3,
      seed: 2
    });
    const { encoder, decoder } = model.trace([1, 2, 3, 4], {
      target: [2, 3, 1]
    });
    const [ofDecoder] = decoder.gradientFlow().networks;
    expect(ofDecoder.answer).toBe(2);
    expect(ofDecoder.wholeLoss![0]).not.toBe(ofDecoder.hidden[0]);
    const [ofEncoder] = encoder.gradientFlow().networks;
    expect(ofEncoder.answer).toBe(2);
    expect(ofEncoder.lossStep).toBe(3);
  });

  it('adds up over the answers to the gradient of the whole loss, for every cell, direction and shape', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...(Object.keys(cells) as (keyof typeof cells)[])),
        fc.record({
          steps: fc.integer({ min: 2, max: 9 }),
          units: fc.integer({ min: 1, max: 4 }),
          batch: fc.constantFrom(null, 1, 2),
          reverse: fc.boolean(),
          padded: fc.nat(2),
          dtype: fc.constantFrom('f32' as const, 'f64' as const)
        }),
        (kind, { steps, units, batch, reverse, padded, dtype }) => {
          const cell = cells[kind]({ inputSize: 1, units, seed: 5, dtype });
          const one = sine(steps);
          const mask = one.map((_, t) =>
            Number(t < Math.max(1, steps - padded))
          );
          const run = cell.run(
            batch === null ? one : Array.from({ length: batch }, () => one),
            {
              reverse,
              mask:
                batch === null
                  ? mask
                  : Array.from({ length: batch }, () => mask),
              gradientsOf: ({ h }: { h: Tensor }) => h.add(0.5).square().sum()
            }
          );
          const [network] = run.gradientFlow().networks;
          const { answers = [], wholeLoss, hidden, lossStep } = network;
          expect(answers).toHaveLength(steps);
          expect(wholeLoss).toHaveLength(steps);
          const [{ record, gradients }] = run.layers;
          const rowAt = (tensor: Tensor): number[] => [...tensor.at(0).values];
          const alone = answers.map(answer => run.ofAnswer(answer));
          for (let step = 0; step < steps; step++) {
            const whole =
              batch === null
                ? gradients.h.at(step)
                : gradients.h.at(0).at(step);
            const parts = alone.map(of =>
              rowAt(totalGradient(record, step, 'h', of))
            );
            whole.values.forEach((value, unit) =>
              expect(
                parts.reduce((sum, part) => sum + part[unit], 0)
              ).toBeCloseTo(value, dtype === 'f64' ? 12 : 4)
            );
          }
          // The answer that is followed is the last that is computed, and nothing later has a gradient.
          const later = reverse
            ? hidden.subarray(0, lossStep)
            : hidden.subarray(lossStep + 1);
          later
            .filter(value => !Number.isNaN(value))
            .forEach(value => expect(value).toBe(0));
        }
      ),
      draws(60, { gate: 20 })
    );
  });
});

describe('gradientFlow over padding', () => {
  it('is that of the sequence without it, for every cell, direction, mask and way to have a loss', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...(Object.keys(cells) as (keyof typeof cells)[])),
        fc.array(fc.boolean(), { minLength: 1, maxLength: 12 }),
        fc.boolean(),
        fc.constantFrom('none', 'last'),
        fc.boolean(),
        (kind, mask, reverse, loss, batched) => {
          const real = mask.flatMap((isReal, step) => (isReal ? [step] : []));
          const cell = cells[kind]({
            inputSize: 1,
            units: 3,
            seed: 5,
            dtype: 'f64'
          });
          const x = sine(mask.length);
          const gradientsOf = ({ h }: { h: Tensor }): Tensor =>
            h
              .at(reverse ? 0 : -1, { axis: batched ? 1 : 0 })
              .square()
              .sum();
          const runOf = (steps: readonly number[], own?: number[]) => {
            const one = steps.map(step => x[step]);
            return cell.run(batched ? [one] : one, {
              reverse,
              ...(own && { mask: batched ? [own] : own }),
              ...(loss !== 'none' && { gradientsOf })
            });
          };
          const { networks, lossStep, time } = runOf(
            x.map((_, step) => step),
            mask.map(Number)
          ).gradientFlow();
          const [padded] = networks;
          const atPadding = x
            .map((_, step) => step)
            .filter(step => !real.includes(step));
          const lists = [
            'hidden',
            'cellState',
            'factors',
            'radii',
            'product',
            'direct'
          ] as const;
          for (const list of lists) {
            atPadding.forEach(step =>
              expect(padded[list]?.[step] ?? NaN).toBeNaN()
            );
          }
          expect(time.mask?.values ?? []).toHaveLength(mask.length);
          if (real.length === 0) {
            expect(padded.effectiveMemory).toBe(0);
            return;
          }
          const [whole] = runOf(real).gradientFlow().networks;
          expect(padded.effectiveMemory).toBe(whole.effectiveMemory);
          expect(padded.lossStep).toBe(real[whole.lossStep]);
          expect(lossStep).toBe(padded.lossStep);
          for (const list of lists) {
            real.forEach((step, at) => {
              const was = whole[list]?.[at] ?? NaN;
              const is = padded[list]?.[step] ?? NaN;
              expect(Number.isNaN(is)).toBe(Number.isNaN(was));
              if (!Number.isNaN(was)) {
                expect(Math.abs(is - was)).toBeLessThanOrEqual(
                  1e-9 * Math.abs(was) + 1e-300
                );
              }
            });
          }
        }
      ),
      draws(150, { gate: 40 })
    );
  });

  it('says how many steps it counts, and each by its number', () => {
    const run = rnn({ inputSize: 1, units: 3, seed: 5 }).run(sine(12), {
      mask: [1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0],
      reverse: true
    });
    const flow = run.gradientFlow({ threshold: 0 });
    const [{ hidden }] = flow.networks;
    const share = (hidden[8] / hidden[0]).toExponential(1);
    expect(String(flow)).toMatch(
      new RegExp(
        `effective memory all 9 steps; ‖dL/dh‖ at step 8 is ${share} of that at step 0$`
      )
    );
  });

  it('says of a loss that sends nothing back that no gradient arrives, and no share of nothing', () => {
    const run = rnn({ inputSize: 1, units: 3, seed: 5 }).run(sine(5), {
      gradientsOf: ({ h }) => h.sum().mul(0)
    });
    expect(String(run.gradientFlow())).toMatch(
      /: no gradient reaches this layer; a loss that is constant has none$/
    );
  });

  it('begins where it begins when that step is asked for, whatever reads and answers', () => {
    const x = [1, 2, 3, 4, 5].map(value => [value]);
    const recurrent = [
      { goBackwards: false },
      { goBackwards: true },
      { goBackwards: false, both: true }
    ];
    for (const { goBackwards, both } of recurrent) {
      for (const returnSequences of [false, true]) {
        for (const padding of [[], [0, 1], [3, 4], [1, 4]]) {
          const lstm = layers.lstm({ units: 2, goBackwards, returnSequences });
          const model = sequential(
            [
              layers.masking({ inputShape: [null, 1] }),
              both ? layers.bidirectional({ layer: lstm }) : lstm,
              layers.dense({ units: 1 })
            ],
            { seed: 3 }
          );
          const run = (answer: number | null) =>
            model.trace(
              x.map((row, step) => (padding.includes(step) ? [0] : row)),
              {
                gradientsOf: (output: Tensor) =>
                  (answer === null
                    ? output
                    : output.at(answer, { axis: 1 })
                  ).sum()
              }
            );
          for (const answer of returnSequences ? [null, 0, 2, 4] : [null]) {
            const flow = run(answer).gradientFlow();
            const [network] = flow.networks;
            expect(padding).not.toContain(flow.lossStep);
            if (answer === null) {
              // It is an answer that sends something back.
              expect(network.hidden[network.lossStep]).toBeGreaterThan(0);
            }
            const asked = gradientFlow(run(answer), {
              lossStep: network.answer ?? flow.lossStep
            });
            expect(asked.networks[0]).toEqual(network);
            // And so says the saved run, where the loss reads one answer.
            if (!network.answers) {
              expect(flowOfTrace(run(answer).toBundle())!.lossStep).toBe(
                flow.lossStep
              );
            }
          }
        }
      }
    }
  });

  it('takes for the only answer of a loss the last step that is real', () => {
    const model = sequential(
      [
        layers.masking({ maskValue: -7, inputShape: [null, 1] }),
        layers.simpleRNN({ units: 2 }),
        layers.dense({ units: 1 })
      ],
      { seed: 5 }
    );
    model.compile({ loss: 'mse' });
    const of = (real: number) =>
      model.trace(
        sine(5).map((row, step) => (step < real ? row : [-7])),
        { target: [0.3] }
      );
    for (const real of [1, 3, 5]) {
      const only = real - 1;
      expect(of(real).gradientFlow({ lossStep: only }).lossStep).toBe(only);
      expect(() => of(real).gradientFlow({ lossStep: 3 })).toThrow(
        `lossStep must be the step of the only answer, ${only}, got 3`
      );
    }
    const [padding] = rnn({ inputSize: 1, units: 2, seed: 5 })
      .run(sine(5), { mask: [0, 0, 0, 0, 0] })
      .gradientFlow().networks;
    expect(padding.lossStep).toBe(4);
  });

  it('has a product of 0 where nothing is handed on', () => {
    const cell = rnn({ inputSize: 1, units: 2, seed: 5 });
    cell.setWeights({
      ...cell.getWeights(),
      recurrentKernel: [
        [0, 0],
        [0, 0]
      ]
    });
    const [{ product }] = cell
      .run(sine(5), { gradientsOf: ({ h }) => h.at(-1).sum() })
      .gradientFlow().networks;
    expect([...product]).toEqual([0, 0, 0, 0, 1]);
  });

  it('leaves eigenvalues out from where they take too long', () => {
    const radiiOf = (steps: number) =>
      rnn({ inputSize: 1, units: 200, seed: 5 }).run(sine(steps)).gradientFlow()
        .networks[0].radii;
    expect(radiiOf(5)).toHaveLength(5);
    expect(radiiOf(6)).toBeUndefined();
  });

  it('follows in a backward layer the first answer, also where it hands on to a forward one', () => {
    const model = sequential(
      [
        layers.bidirectional({
          layer: layers.gru({ units: 2, returnSequences: true }),
          inputShape: [null, 1]
        }),
        layers.gru({ units: 2, returnSequences: true }),
        layers.dense({ units: 1 })
      ],
      { seed: 3 }
    );
    model.compile({ loss: 'mse' });
    const target = Array.from({ length: 6 }, (_, step) => [Math.cos(step)]);
    const flow = model.trace(sine(6), { target }).gradientFlow();
    expect(
      flow.networks.map(({ direction, answer }) => [direction, answer])
    ).toEqual([
      ['forward', 5],
      ['backward', 0],
      ['forward', 5]
    ]);
  });

  it('of networks that were masked apart gives each its own', () => {
    const cell = gru({ inputSize: 1, units: 2, seed: 5 });
    const bundle = gradientFlow([
      cell.run(sine(4)),
      cell.run(sine(4), { mask: [1, 1, 0, 0] })
    ]).toBundle();
    const [whole, masked] = bundle.networks;
    expect(whole.mask).toBeUndefined();
    expect([...masked.mask!.values]).toEqual([1, 1, 0, 0]);
    expect(masked.lossStep).toBe(1);
    expect(bundle.lossStep).toBe(3);
  });
});
