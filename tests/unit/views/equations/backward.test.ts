import fc from 'fast-check';
import {
  add,
  cell,
  gru,
  layers,
  lstm,
  matmul,
  mul,
  rnn,
  sequential,
  sigmoid,
  tanh,
  type Tensor
} from '../../../../src/engine';
import type { Expression, LayerTrace, Trace } from '../../../../src/trace';
import { layerValues } from '../../../../src/views/equations/layerValues';
import { findPart } from '../../../../src/views/equations/terms';
import { backward } from '../../../../src/views/equations/backward';
import { choices, randomCell } from '../../engine/compiler/randomCells';
import { draws } from '../../widgets/draws';

const signal = Array.from({ length: 7 }, (_, step) => [Math.sin(step * 1.7)]);
const gradientsOf = (channels: Readonly<Record<string, Tensor>>): Tensor =>
  channels.h.at(-1).sum();

const peephole = (): ReturnType<typeof cell> =>
  cell({
    name: 'one gate that peeps',
    inputSize: 1,
    units: 3,
    seed: 4,
    state: ['h', 'c'],
    parameters: {
      Wf: ['inputSize', 'units'],
      Uf: ['units', 'units'],
      pf: ['units'],
      Wg: ['inputSize', 'units']
    },
    step({ x, h, c: before }, p) {
      const f = sigmoid(
        add(matmul(x, p.Wf), matmul(h, p.Uf), mul(p.pf, before))
      );
      const g = tanh(matmul(x, p.Wg));
      const c = add(mul(f, before), g);
      return { f, g, c, h: mul(f, tanh(c)) };
    }
  });

const cells = {
  lstm: lstm({ inputSize: 1, units: 3, seed: 5 }),
  'lstm as in PyTorch': lstm({
    inputSize: 1,
    units: 3,
    seed: 5,
    convention: 'pytorch'
  }),
  gru: gru({ inputSize: 1, units: 3, seed: 5 }),
  rnn: rnn({ inputSize: 1, units: 3, seed: 5 }),
  'lstm of other functions': lstm({
    inputSize: 1,
    units: 3,
    seed: 5,
    activation: 'relu',
    recurrentActivation: 'hardSigmoid'
  }),
  'one of its own': peephole()
};

describe('backward', () => {
  it.each(Object.entries(cells))(
    'says of every channel of the %s what the tape says',
    (_, made) => {
      const run = made.run(signal, { gradientsOf: gradientsOf as never });
      const trace = run.toBundle() as Trace;
      const [layer] = trace.layers;
      const back = backward(trace, layerValues(layer, trace.time));
      expect(back.known).toBe(true);
      const compared: string[] = [];
      for (const { channel } of layer.equations) {
        const tape = run.gradients[channel];
        for (let step = 0; step < signal.length; step++) {
          for (let unit = 0; unit < 3; unit++) {
            const value = back.value(
              { kind: 'symbol', name: channel, role: 'channel' },
              step,
              unit
            );
            // r of a GRU enters its candidate, and is no state: its way back is through n.
            expect(value).not.toBeNull();
            expect(value).toBeCloseTo(tape.values[step * 3 + unit], 5);
            compared.push(channel);
          }
        }
      }
      expect(new Set(compared).size).toBe(layer.equations.length);
    }
  );

  it('tells no other number than the tape of any channel of a random step', () => {
    fc.assert(
      fc.property(choices, chosen => {
        const x = signal.slice(3).map(([each]) => [each, 1 - each, 0.5]);
        const run = randomCell(chosen, 'f64', true).run(x, {
          gradientsOf: gradientsOf as never
        });
        const trace = run.toBundle() as Trace;
        const [layer] = trace.layers;
        const back = backward(trace, layerValues(layer, trace.time));
        const gradients: Readonly<Record<string, Tensor>> = run.gradients;
        for (const { channel: name } of layer.equations) {
          gradients[name].values.forEach((expected, at) => {
            const [step, unit] = [Math.floor(at / 5), at % 5];
            const value = back.value(
              { kind: 'symbol', name, role: 'channel' },
              step,
              unit
            );
            expect(value ?? expected).toBeCloseTo(expected, 5);
          });
        }
      }),
      draws(400, { gate: 8 })
    );
  });

  const run = cells.lstm.run(signal, { gradientsOf: gradientsOf as never });
  const trace = run.toBundle() as Trace;
  const [layer] = trace.layers;
  const values = layerValues(layer, trace.time);
  const part = (text: string): Expression =>
    findPart(layer.equations, text)!.expression;

  it('adds up in c: what comes through tanh, and along the belt from the next step', () => {
    const back = backward(trace, values);
    const at = (text: string, step: number) =>
      back.value(part(text), step, 1) ?? NaN;
    for (let step = 0; step < signal.length - 1; step++) {
      const c = values.channel('c', step, 1) ?? NaN;
      const f = values.channel('f', step + 1, 1) ?? NaN;
      expect(
        at('tanh(c)', step) * (1 - Math.tanh(c) ** 2) +
          at('f ⊙ c[t−1]', step + 1) * f
      ).toBeCloseTo(at('c', step), 6);
    }
  });

  it('goes through a function to the summands of a gate, all alike', () => {
    const back = backward(trace, values);
    const f = values.channel('f', 3, 0) ?? NaN;
    const arriving = back.value(part('f'), 3, 0) ?? NaN;
    for (const text of ['W_f x', 'U_f h[t−1]', 'b_f']) {
      expect(back.value(part(text), 3, 0)).toBeCloseTo(
        arriving * f * (1 - f),
        9
      );
    }
  });

  it('is the mean of the units where the view shows the mean', () => {
    const back = backward(trace, values);
    const each = [0, 1, 2].map(
      unit => back.value(part('i ⊙ g'), 4, unit) ?? NaN
    );
    expect(back.value(part('i ⊙ g'), 4, 'mean')).toBeCloseTo(
      (each[0] + each[1] + each[2]) / 3,
      12
    );
  });

  it('brings nothing back through what is held', () => {
    const held = run.clamp({ channel: 'f', value: 0.5, steps: [3] });
    const clamped = held.toBundle() as Trace;
    const [own] = clamped.layers;
    const back = backward(clamped, layerValues(own, clamped.time));
    expect(back.value(part('W_f x'), 3, 0)).toBe(0);
    expect(back.value(part('W_f x'), 4, 0)).not.toBe(0);
    // c still gets its share: what is held is f.
    expect(back.value(part('c'), 3, 0)).not.toBe(0);
  });

  it('brings nothing through what is held where its derivative is that of another channel', () => {
    const own = peephole().run(signal, { gradientsOf: gradientsOf as never });
    const clamped = own
      .clamp({ channel: 'g', value: 0.5, steps: [3] })
      .toBundle() as Trace;
    const back = backward(
      clamped,
      layerValues(clamped.layers[0], clamped.time)
    );
    const { equations } = clamped.layers[0];
    const at = (text: string, step: number) =>
      back.value(findPart(equations, text)!.expression, step, 0);
    expect(at('g', 3)).toBe(at('c', 3));
    expect(at('W_g x', 3)).toBe(0);
    expect(at('W_g x', 4)).not.toBe(0);
  });

  it('knows of x what happens to the loss when x is another', () => {
    const back = backward(trace, values);
    const step = 3;
    const small = 1e-4;
    const lossAt = (by: number) =>
      run.edit({ steps: step, value: signal[step][0] + by }).loss!;
    const found = back.input(step)!;
    expect(found).toHaveLength(1);
    expect(found[0]).toBeCloseTo(
      (lossAt(small) - lossAt(-small)) / (2 * small),
      7
    );
    const x: Expression = { kind: 'symbol', name: 'x', role: 'input' };
    expect(back.value(x, step, 1)).toBe(found[0]);
    // No unit has an x of its own.
    expect(back.value(x, step, 'mean')).toBeCloseTo(found[0], 12);
  });

  it('knows dL/dx of each feature, in each layer and direction of a network', () => {
    const model = sequential(
      [
        layers.bidirectional({
          layer: layers.gru({
            units: 2,
            returnSequences: true,
            inputShape: [null, 2]
          })
        }),
        layers.lstm({ units: 3 })
      ],
      { seed: 9 }
    );
    const given = [
      [0.5, -1],
      [0.2, 0.9],
      [-0.7, 0.3]
    ];
    const made = model.trace(given, {
      gradientsOf: output => output.square().sum()
    });
    const whole = made.toBundle();
    const of = (at: number, step: number) => {
      const own = whole.layers[at];
      return backward(whole, layerValues(own, whole.time)).input(step)!;
    };
    for (const step of [0, 1, 2]) {
      const [first, second] = [of(0, step), of(1, step)];
      made.inputGradient!.at(step).values.forEach((total, feature) => {
        expect(first[feature] + second[feature]).toBeCloseTo(total, 8);
      });
      // The layer above reads h of both directions.
      expect(of(2, step)).toHaveLength(4);
      const x: Expression = { kind: 'symbol', name: 'x', role: 'input' };
      const own = backward(whole, layerValues(whole.layers[0], whole.time));
      expect(own.value(x, step, 0)).toBeNull();
    }
  });

  it('knows of an older trace its states alone, and nothing of what goes round in a circle', () => {
    const withAdjoints = (adjoints: LayerTrace['adjoints']) =>
      backward(trace, layerValues({ ...layer, adjoints }, trace.time));
    const older = withAdjoints(undefined);
    expect(older.value(part('c'), 2, 0)).not.toBeNull();
    expect(older.value(part('f'), 2, 0)).toBeNull();
    const by = (name: string): Expression => ({
      kind: 'symbol',
      name: `dL/d${name}`,
      role: 'channel'
    });
    const circle = withAdjoints([
      { of: ['f'], expression: by('i') },
      { of: ['i'], expression: by('f') }
    ]);
    expect(circle.value(part('f'), 2, 0)).toBeNull();
  });

  it('knows nothing without gradients, of a state before the first step, and of numbers', () => {
    const plain = cells.lstm.run(signal).toBundle() as Trace;
    const without = backward(plain, layerValues(plain.layers[0], plain.time));
    expect(without.known).toBe(false);
    expect(without.value(part('f'), 2, 0)).toBeNull();
    expect(without.input(2)).toBeNull();
    const back = backward(trace, values);
    expect(back.value(part('c[t−1]'), 0, 0)).toBeNull();
    expect(back.value(part('c[t−1]'), 1, 0)).toBe(back.value(part('c'), 0, 0));
    expect(back.value({ kind: 'number', value: 1 }, 1, 0)).toBeNull();
  });
});
