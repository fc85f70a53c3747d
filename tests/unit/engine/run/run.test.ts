import { relativeError } from '../fused/support';
import type { RunOfNetwork, Tensor } from '../../../../src/engine';
import {
  add,
  cell,
  deltaNet,
  gru,
  layers,
  lstm,
  matmul,
  mul,
  rnn,
  sequential,
  tanh,
  variable
} from '../../../../src/engine';
import type { Trace } from '../../../../src/trace';
import { decodeBundle, encode } from '../../../../src/trace';
import { gradientError } from '../finiteDifferences';

const signal = [0.5, -1, 2, 0.25, -0.75];
const lastH = ({ h }: { h: Tensor }) => h.at(-1).sum();

/** What a view reads out of a notebook. */
function read(run: RunOfNetwork): Trace {
  const bundle = decodeBundle(
    JSON.parse(JSON.stringify(encode(run.toBundle())))
  );
  expect(bundle.kind).toBe('trace');
  return bundle as Trace;
}

/** By other machine code, so not to the last bit. */
function expectClose(found: Tensor, expected: Tensor): void {
  expect(found.shape).toEqual(expected.shape);
  expect(relativeError(found.values, expected.values)).toBeLessThan(1e-14);
}

describe('shapes', () => {
  it('of one sequence have no batch axis', () => {
    const run = lstm({ inputSize: 1, units: 4, seed: 7 }).run(signal, {
      gradientsOf: lastH
    });
    expect(run.f.shape).toEqual([5, 4]);
    expect(run.gradients.c.shape).toEqual([5, 4]);
    expect(run.inputGradient!.shape).toEqual([5, 1]);
    expect(run.steps).toBe(5);
  });

  it('of a batch have one, and each sequence is as if it were alone', () => {
    const of = gru({ inputSize: 2, units: 3, seed: 7 });
    const x = [
      [
        [1, 2],
        [0, -1]
      ],
      [
        [-1, 0.5],
        [2, 2]
      ]
    ];
    const batch = of.run(x, { gradientsOf: ({ h }) => h.square().sum() });
    expect(batch.h.shape).toEqual([2, 2, 3]);
    x.forEach((sequence, b) => {
      const alone = of.run(sequence, {
        gradientsOf: ({ h }) => h.square().sum()
      });
      expectClose(batch.h.at(b), alone.h);
      expectClose(batch.gradients.h.at(b), alone.gradients.h);
      expect(
        batch.toBundle({ sequence: b }).layers[0].channels[0].array
      ).toEqual(alone.toBundle().layers[0].channels[0].array);
    });
  });

  it('in f32 agree with f64 to single precision', () => {
    const double = lstm({ inputSize: 1, units: 4, seed: 7 });
    const single = lstm({ inputSize: 1, units: 4, seed: 7, dtype: 'f32' });
    const [a, b] = [double, single].map(of =>
      of.run(signal, { gradientsOf: lastH })
    );
    expect(b.h.dtype).toBe('f32');
    b.gradients.c.values.forEach((value, at) =>
      expect(value).toBeCloseTo(a.gradients.c.values[at], 5)
    );
  });
});

describe('initial state', () => {
  it('goes on where another run ended', () => {
    const of = lstm({ inputSize: 1, units: 3, seed: 1 });
    const whole = of.run(signal);
    const first = of.run(signal.slice(0, 2));
    const rest = of.run(signal.slice(2), {
      initialState: { h: first.h.at(-1), c: first.c.at(-1) }
    });
    expectClose(rest.h, whole.h.slice(2));
  });
});

describe('mask', () => {
  it('carries the state over padded steps, whatever stands in them', () => {
    const of = gru({ inputSize: 1, units: 3, seed: 1 });
    const short = of.run([0.5, -1]);
    const padded = of.run([0.5, -1, 99], { mask: [1, 1, 0] });
    expectClose(padded.h.at(2), short.h.at(1));
    const before = of.run([99, 0.5, -1], { mask: [0, 1, 1] });
    expectClose(before.h.at(2), short.h.at(1));
  });

  it('lets the gradient pass a padded step unchanged and gives the padding none', () => {
    const run = gru({ inputSize: 1, units: 3, seed: 1 }).run([0.5, -1, 99], {
      mask: [1, 1, 0],
      gradientsOf: lastH
    });
    expect(run.gradients.h.at(1).toArray()).toEqual([1, 1, 1]);
    expect(run.inputGradient!.at(2).toArray()).toEqual([0]);
  });
});

describe('reverse', () => {
  it('equals the run over the reversed sequence, put back in the order of time', () => {
    const of = lstm({ inputSize: 1, units: 3, seed: 1 });
    const back = of.run(signal, { reverse: true });
    const turned = of.run([...signal].reverse());
    expect(back.h.toArray()).toEqual(turned.h.toArray<number[][]>().reverse());
    expect(back.toBundle().layers[0].direction).toBe('backward');
  });
});

describe('clamp', () => {
  const of = lstm({ inputSize: 1, units: 3, seed: 7 });
  const run = of.run(signal, { gradientsOf: lastH });

  it('holds the chosen units and steps, and nothing before them changes', () => {
    const held = run.clamp({
      channel: 'f',
      value: 0.25,
      units: [1],
      steps: [2, 3]
    });
    for (let t = 0; t < 5; t++) {
      for (let unit = 0; unit < 3; unit++) {
        const value = held.f.at(t).at(unit).item();
        if (unit === 1 && (t === 2 || t === 3)) {
          expect(value).toBe(0.25);
        } else if (t < 3) {
          expect(value).toBe(run.f.at(t).at(unit).item());
        }
      }
    }
    expect(held.h.at(1).toArray()).toEqual(run.h.at(1).toArray());
    expect(held.h.at(2).toArray()).not.toEqual(run.h.at(2).toArray());
  });

  it('is what the step would compute with that value in its place', () => {
    // c_t = f c_{t−1} + i g and h_t = o tanh(c_t), with f replaced
    const held = run.clamp({ channel: 'f', value: 0.9 });
    for (let t = 1; t < 5; t++) {
      const c = held.c
        .at(t - 1)
        .mul(0.9)
        .add(held.i.at(t).mul(held.g.at(t)));
      expectClose(held.c.at(t), c);
      expectClose(held.h.at(t), held.o.at(t).mul(c.tanh()));
    }
  });

  it('keeps the cell state for as long as f = 1 and i = 0', () => {
    const held = run.recompute({
      clamps: [
        { layer: 'lstm', channel: 'f', value: 1, steps: [2, 3, 4] },
        { layer: 'lstm', channel: 'i', value: 0, steps: [2, 3, 4] }
      ]
    });
    expect(held.c.at(4).toArray()).toEqual(run.c.at(1).toArray());
    expect(held.c.at(4).toArray()).toEqual(held.c.at(2).toArray());
  });

  it('lets no gradient through', () => {
    const held = run.recompute({
      clamps: [
        { layer: 'lstm', channel: 'h', value: 0.5, steps: [2] },
        { layer: 'lstm', channel: 'c', value: 0.5, steps: [2] }
      ]
    });
    for (const t of [0, 1]) {
      expect(held.gradients.h.at(t).toArray()).toEqual([0, 0, 0]);
      expect(held.gradients.c.at(t).toArray()).toEqual([0, 0, 0]);
      expect(held.inputGradient!.at(t).toArray()).toEqual([0]);
    }
    expect(held.gradients.h.at(2).toArray()).not.toEqual([0, 0, 0]);
  });

  it('has the gradient of central differences', () => {
    const x = variable(signal.map(value => [value]));
    const error = gradientError(
      () =>
        of.run(x, {
          gradientsOf: lastH,
          clamps: [
            {
              layer: 'lstm',
              channel: 'i',
              value: 0.3,
              units: [0, 2],
              steps: [1, 3]
            },
            { layer: 'lstm', channel: 'c', value: -0.2, units: [1], steps: [2] }
          ]
        }).record.loss!.value,
      [x, ...of.variables.map(weight => weight.tensor)]
    );
    expect(error).toBeLessThan(1e-8);
  });

  it('takes units and steps in a row by their ends, both included', () => {
    const { clamps } = run.clamp({
      channel: 'f',
      value: 1,
      units: { from: 0, to: 1 },
      steps: { from: 1, to: 2 }
    }).changes;
    expect(clamps[0]).toMatchObject({ units: [0, 1], steps: [1, 2] });
    const backward = { channel: 'f', value: 1, steps: { from: 2, to: 1 } };
    expect(() => run.clamp(backward)).toThrow(
      'run.clamp: steps.to must not be below steps.from, got { from: 2, to: 1 }'
    );
    const open = { channel: 'f', value: 1, steps: { from: 2 } };
    expect(() => run.clamp(open as never)).toThrow(
      'run.clamp: steps.to must be a whole number of at least 0, got undefined'
    );
  });

  it('refuses a field that it does not know, which would change everything or nothing', () => {
    const asked = (request: object) => request as never;
    expect(() => run.clamp(asked({ channel: 'f', value: 1, step: 2 }))).toThrow(
      "run.clamp: there is no option 'step' (did you mean 'steps'?); the options are channel, value, units, steps, layer"
    );
    expect(() => run.clamp(asked({ channel: 'f', value: 1, unit: 0 }))).toThrow(
      "there is no option 'unit' (did you mean 'units'?)"
    );
    expect(() => run.edit(asked({ step: 0, value: 1 }))).toThrow(
      "run.edit: there is no option 'step' (did you mean 'steps'?); the options are steps, value, feature, sequence"
    );
    expect(() => run.edit(asked({ value: 1 }))).toThrow(
      'run.edit: steps must be a whole number from 0, a list of them, or { from, to }, got undefined'
    );
    expect(() =>
      run.recompute(asked({ clamps: [{ channel: 'f', value: 1, step: 2 }] }))
    ).toThrow("run.recompute: clamps[0]: there is no option 'step'");
    expect(() => run.recompute(asked({ clamp: [] }))).toThrow(
      "run.recompute: there is no option 'clamp'"
    );
  });

  it('is asked for in the same words of a cell, of a run and of its recompute', () => {
    const edit = { steps: [1, 3], value: 5 };
    const clamp = { channel: 'f', value: 1, units: 1, steps: 2 };
    const changes = { edits: [edit], clamps: [clamp] };
    const each = run.edit(edit).clamp(clamp);
    const of = lstm({ inputSize: 1, units: 3, seed: 7 });
    const again = of.run(signal);
    for (const made of [
      of.run(signal, changes),
      again.recompute(changes),
      // As a run keeps them.
      of.run(signal, each.changes),
      again.recompute(each.changes)
    ]) {
      expect(made.changes).toEqual(each.changes);
      expect(made.h.toArray()).toEqual(each.h.toArray());
    }
    const asked = (change: object) => () => of.run(signal, change as never);
    expect(asked({ edits: [{ steps: 1, valu: 1 }] })).toThrow(
      "lstm.run: edits[0]: there is no option 'valu' (did you mean 'value'?)"
    );
    expect(asked({ edits: [{ step: 1, steps: 2, value: 1 }] })).toThrow(
      "lstm.run: edits[0]: there is no option 'steps'"
    );
    expect(asked({ clamps: [{ channel: 'f', value: 1, step: 2 }] })).toThrow(
      "lstm.run: clamps[0]: there is no option 'step' (did you mean 'steps'?)"
    );
  });

  it('takes one step or unit as a list of one, and several alike, for an edit and a clamp', () => {
    const one = run.edit({ steps: 1, value: 5 }).edit({ steps: 2, value: 5 });
    expect(run.edit({ steps: [1, 2], value: 5 }).h.toArray()).toEqual(
      one.h.toArray()
    );
    const clamp = { channel: 'f', value: 1 };
    expect(run.clamp({ ...clamp, units: 1, steps: 2 }).changes).toEqual(
      run.clamp({ ...clamp, units: [1], steps: [2] }).changes
    );
  });

  it('holds at the mean of the run as trained, also after other changes', () => {
    const mean = run.f.mean(0).toArray();
    const held = run
      .edit({ steps: 0, value: 5 })
      .clamp({ channel: 'f', value: 'mean' });
    for (let t = 0; t < 5; t++) {
      expect(held.f.at(t).toArray()).toEqual(mean);
    }
  });

  it("works inside a cell of one's own, where a channel feeds two others", () => {
    const mine = cell({
      name: 'mine',
      inputSize: 1,
      units: 2,
      state: ['h'],
      parameters: ['W', 'U'],
      seed: 1,
      step({ x, h }, { W, U }) {
        const a = tanh(add(matmul(x, W), matmul(h, U)));
        const b = mul(a, 2);
        return { a, b, h: add(a, b) };
      }
    }).run([1, 2]);
    const held = mine.clamp({ channel: 'a', value: 0.5, units: [0] });
    expect(held.b.at(0).at(0).item()).toBe(1);
    expect(held.h.at(1).at(0).item()).toBe(1.5);
  });

  it('of which a later one wins, and a shorter list undoes', () => {
    const twice = run
      .clamp({ channel: 'o', value: 0.1 })
      .clamp({ channel: 'o', value: 0.9, steps: [0] });
    expect(twice.o.at(0).at(0).item()).toBe(0.9);
    expect(twice.o.at(1).at(0).item()).toBe(0.1);
    const back = twice.recompute({});
    expect(back.h.toArray()).toEqual(run.h.toArray());
    expect(back.loss).toBe(run.loss);
  });
});

describe('edit', () => {
  it('equals a run over the edited input, and edits add up', () => {
    const of = gru({ inputSize: 2, units: 3, seed: 7 });
    const run = of.run(
      [
        [1, 2],
        [3, 4]
      ],
      { gradientsOf: lastH }
    );
    const changed = run
      .edit({ steps: 1, feature: 0, value: -3 })
      .edit({ steps: 0, value: 0 });
    const direct = of.run(
      [
        [0, 2],
        [-3, 4]
      ],
      { gradientsOf: lastH }
    );
    expect(changed.h.toArray()).toEqual(direct.h.toArray());
    expect(changed.gradients.h.toArray()).toEqual(direct.gradients.h.toArray());
    expect(changed.toBundle().edits).toHaveLength(2);
  });
});

describe('toBundle', () => {
  it('can be read back by a view', () => {
    for (const make of [lstm, gru, rnn]) {
      const run = make({ inputSize: 1, units: 3, seed: 7 }).run(signal, {
        gradientsOf: lastH,
        labels: ['a', 'b', 'c', 'd', 'e'],
        mask: [1, 1, 1, 1, 0],
        inputNames: ['rain'],
        inputUnit: 'mm',
        stepName: 'day',
        marks: [{ step: 1, name: 'remember' }],
        title: 'A run'
      });
      const trace = read(run);
      expect(trace.title).toBe('A run');
      expect(trace.time.name).toBe('day');
      expect(trace.loss).toEqual({ name: 'h.at(-1).sum()', value: run.loss });
      expect(trace.input.unit).toBe('mm');
    }
  });

  it('keeps a vanishing gradient in f64', () => {
    const long = Array.from({ length: 400 }, () => 0.1);
    const trace = read(
      rnn({
        inputSize: 1,
        units: 2,
        seed: 7,
        recurrentInitializer: () => Float64Array.of(0.5, 0, 0, 0.5)
      }).run(long, { gradientsOf: lastH })
    );
    const { array } = trace.layers[0].channels.find(
      ({ name }) => name === 'dL/dh'
    )!;
    expect(array.dtype).toBe('f64');
    expect(array.values[0]).toBeGreaterThan(0);
    expect(array.values[0]).toBeLessThan(1e-100);
  });

  it('records the summands of each gate, which add up to what its sigmoid gives', () => {
    const trace = read(lstm({ inputSize: 1, units: 3, seed: 7 }).run(signal));
    const { channels } = trace.layers[0];
    const of = (name: string, gate: string) =>
      channels.find(channel => channel.name === name && channel.of === gate)!
        .array.values;
    const f = channels.find(({ name }) => name === 'f')!.array.values;
    f.forEach((value, at) => {
      const sum =
        of('W_f x', 'f')[at] + of('U_f h[t−1]', 'f')[at] + of('b_f', 'f')[at];
      expect(value).toBeCloseTo(1 / (1 + Math.exp(-sum)), 5);
    });
    const c = channels.find(({ name }) => name === 'c')!.array.values;
    c.forEach((value, at) =>
      expect(value).toBeCloseTo(
        of('f ⊙ c[t−1]', 'c')[at] + of('i ⊙ g', 'c')[at],
        6
      )
    );
  });

  it('records the sum that the reset gate of a GRU multiplies', () => {
    const trace = read(gru({ inputSize: 1, units: 3, seed: 7 }).run(signal));
    const { channels } = trace.layers[0];
    const of = (name: string) =>
      channels.find(channel => channel.name === name)!.array.values;
    const inner = of('U_n h[t−1] + b_hn');
    const product = of('r ⊙ (U_n h[t−1] + b_hn)');
    of('r').forEach((reset, at) =>
      expect(product[at]).toBeCloseTo(reset * inner[at], 6)
    );
    expect(inner.some(value => Math.abs(value) > 1e-3)).toBe(true);
  });

  it('leaves the summands out when they would be many', () => {
    const of = lstm({ inputSize: 1, units: 64, seed: 7 });
    const long = Array.from({ length: 200 }, (_, t) => Math.sin(t));
    const names = (terms?: boolean) =>
      of
        .run(long)
        .toBundle({ terms })
        .layers[0].channels.map(({ role }) => role);
    expect(names()).not.toContain('term');
    expect(names(true)).toContain('term');
  });

  it('says on which line each channel is computed', () => {
    const { code, lines } = lstm({ inputSize: 1, units: 2 }).run([1]).toBundle()
      .layers[0].source!;
    const rows = code.split('\n');
    expect(rows[lines.f]).toContain('const f = sigmoid(');
    expect(rows[lines.h]).toContain('const h = mul(o, tanh(c))');
  });
});

describe('toString', () => {
  it('says what ran and how far each channel went', () => {
    const text = String(
      rnn({
        inputSize: 1,
        units: 1,
        seed: 7,
        kernelInitializer: () => Float64Array.of(0),
        biasInitializer: () => Float64Array.of(0)
      }).run([1, 2])
    );
    expect(text).toBe(
      'rnn: RNN, 1 unit, 2 steps\n  h [2, 1] from 0.0000 to 0.0000, mean 0.0000'
    );
  });
});

describe('a run that the weights have left behind', () => {
  it('is stale', () => {
    const of = rnn({ inputSize: 1, units: 2, seed: 1 });
    const run = of.run([1]);
    expect(run.stale).toBe(false);
    of.setWeights(rnn({ inputSize: 1, units: 2, seed: 2 }).getWeights());
    expect(run.stale).toBe(true);
  });
});

describe('mistakes', () => {
  const of = lstm({ inputSize: 1, units: 2, seed: 1 });
  const run = of.run([1, 2, 3]);
  const two = gru({ inputSize: 2, units: 2, seed: 1 });
  it.each<[string, () => unknown, string]>([
    [
      'features',
      () => of.run([[1, 2, 3]]),
      'lstm.run: x has 3 features at step 0, but inputSize is 1 (x must be [T, 1] or [B, T, 1])'
    ],
    [
      'features of a later step',
      () => two.run([[1, 2], [3]]),
      'gru.run: x has 1 feature at step 1, but inputSize is 2 (x must be [T, 2] or [B, T, 2])'
    ],
    [
      'a flat signal for two features',
      () => two.run([1, 2, 3]),
      'gru.run: x must be [T, 2] or [B, T, 2], got shape [3]'
    ],
    [
      'features of a batch',
      () => two.run([[[1], [2]]]),
      'gru.run: x has 1 feature at step 0, but inputSize is 2'
    ],
    [
      'NaN',
      () =>
        two.run([
          [1, 2],
          [3, NaN]
        ]),
      'gru.run: x is NaN at step 1, feature 1'
    ],
    [
      'infinity in a batch',
      () =>
        of.run([
          [[1], [2]],
          [[3], [Infinity]]
        ]),
      'lstm.run: x is Infinity at sequence 1, step 1, feature 0'
    ],
    [
      'nothing',
      () => of.run(undefined as never),
      'lstm.run: x must be a sequence [T, 1] or [B, T, 1], got undefined'
    ],
    [
      'a number',
      () => of.run(3),
      'lstm.run: x must be a sequence [T, 1] or [B, T, 1], got the number 3'
    ],
    [
      'a string',
      () => of.run('abc' as never),
      "lstm.run: x: expected a tensor, a number or an array of numbers, got the string 'abc'"
    ],
    ['an empty sequence', () => of.run([]), 'lstm.run: x is empty'],
    [
      'an option that does not exist',
      () => of.run([1], { gradientOf: 1 } as never),
      "lstm.run: there is no option 'gradientOf' (did you mean 'gradientsOf'?)"
    ],
    [
      'labels',
      () => of.run([1, 2], { labels: ['a'] }),
      'lstm.run: labels must be one a step (2), got 1'
    ],
    [
      'names',
      () => of.run([1], { inputNames: [] }),
      'lstm.run: inputNames must be one a feature (1), got 0'
    ],
    [
      'a mask of another length',
      () => of.run([1, 2], { mask: [1] }),
      'lstm.run: mask must have shape [1, 2] (one number a step), got [1]'
    ],
    [
      'a mask of other numbers',
      () => of.run([1, 2], { mask: [1, 0.5] }),
      'lstm.run: mask must hold 0 and 1, got 0.5 at step 1'
    ],
    [
      'an unknown state',
      () => of.run([1], { initialState: { s: [1] } }),
      "lstm.run: initialState has 's', but the states are h, c"
    ],
    [
      'a state of another size',
      () => of.run([1], { initialState: { h: [1] } }),
      'lstm.run: initialState.h must have shape [2], got [1]'
    ],
    [
      'an initial state that float32 does not hold',
      () =>
        lstm({ inputSize: 1, units: 2, dtype: 'f32' }).run([1], {
          initialState: { c: [1e39, 0] }
        }),
      'lstm.run: initialState.c holds 1e+39, but the cell computes in float32'
    ],
    [
      'a state with NaN',
      () => of.run([1], { initialState: { h: [1, NaN] } }),
      'lstm.run: initialState.h is NaN at position 1'
    ],
    [
      'gradientsOf that is no function',
      () => of.run([1], { gradientsOf: 1 as never }),
      'lstm.run: gradientsOf must be a function of the channels, got the number 1'
    ],
    [
      'gradientsOf of many numbers',
      () => of.run([1, 2], { gradientsOf: ({ h }) => h }),
      'lstm.run: gradientsOf must return one number as a tensor, such as h.at(-1).sum(); got a tensor of shape [2, 2]'
    ],
    [
      'a channel that does not exist',
      () => run.clamp({ channel: 'z', value: 0 }),
      "LSTM has no channel 'z'; its channels are f, i, g, o, c, h"
    ],
    [
      'a layer that does not exist',
      () => run.clamp({ layer: 'gru', channel: 'f', value: 0 }),
      "there is no layer 'gru'; the layers are lstm"
    ],
    [
      'a unit that does not exist',
      () => run.clamp({ channel: 'f', value: 0, units: [2] }),
      'units must be whole numbers from 0 to 1, got the number 2'
    ],
    [
      'a step that does not exist',
      () => run.clamp({ channel: 'f', value: 0, steps: [-1] }),
      'steps must be whole numbers from 0 to 2, got the number -1'
    ],
    [
      'a clamp at NaN',
      () => run.clamp({ channel: 'f', value: NaN }),
      "value must be a finite number or 'mean', got the number NaN"
    ],
    [
      'a clamp at a number that the precision of the cell does not have',
      () =>
        lstm({ inputSize: 1, units: 2, dtype: 'f32' })
          .run([1, 0])
          .clamp({ channel: 'c', value: 1e39 }),
      'clamps[0]: value holds 1e+39, but the cell computes in float32, which ends at 3.4e38'
    ],
    [
      'an edit of a step that does not exist',
      () => run.edit({ steps: 3, value: 0 }),
      'lstm.run: edits[0]: steps must be whole numbers from 0 to 2, got the number 3'
    ],
    [
      'an edit to NaN',
      () => run.edit({ steps: 0, value: NaN }),
      'value must be a finite number, got the number NaN'
    ],
    [
      'a sequence that does not exist',
      () => run.toBundle({ sequence: 1 }),
      'run.toBundle: sequence must be a whole number from 0 to 0, got 1'
    ],
    [
      'a layer asked for by a wrong name',
      () => run.layer('lstn'),
      "run.layer: there is no layer 'lstn' (did you mean 'lstm'?)"
    ],
    [
      'a channel that the cell does not have',
      () => run.channel('z'),
      "run.channel: there is no channel 'z'; the channels are f, i, g, o, c, h"
    ]
  ])('%s', (_, call, message) => {
    expect(call).toThrow(message);
  });
});

it('of one unit no channel is shared by others', () => {
  const sharedOf = (units: number) => {
    const cell = deltaNet({ inputSize: 1, units, seed: 1 });
    return cell
      .run([[1], [2]])
      .toBundle()
      .layers.flatMap(({ channels }) => channels)
      .filter(({ shared }) => shared)
      .map(({ name }) => name);
  };
  expect(sharedOf(2)).toEqual(expect.arrayContaining(['q', 'k']));
  expect(sharedOf(1)).toEqual([]);
});

it('is written as JSON as the views read it, and a tensor as its numbers', () => {
  const model = sequential(
    [
      layers.lstm({ units: 6, inputShape: [12, 1] }),
      layers.dense({ units: 1 })
    ],
    { seed: 3 }
  );
  const run = model.trace(Array.from({ length: 12 }, (_, at) => at));
  const written = JSON.stringify({ run });
  const { id, layers: shown, time } = run.toBundle();
  expect(JSON.parse(written)).toMatchObject({
    run: JSON.parse(JSON.stringify({ id, layers: shown, time }))
  });
  expect(written.length).toBeLessThan(200_000);
  const forget = run.channel('f');
  const firsts: number[] = forget.toArray().map(([first]) => first);
  expect(JSON.parse(JSON.stringify(forget))).toEqual(forget.toArray());
  expect(firsts).toHaveLength(12);
});
