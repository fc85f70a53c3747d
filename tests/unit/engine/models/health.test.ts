import {
  add,
  cell,
  deltaNet,
  health,
  layers,
  linearAttention,
  mLstm,
  matmul,
  mul,
  selectiveStateSpace,
  sequential,
  sigmoid,
  tanh,
  type Cell,
  type Sequential
} from '../../../../src/engine';
import { findingFacts } from '../../../../src/trace';

/** Sequences of noise, the same each time. */
function noise(sequences: number, steps: number): number[][][] {
  let seed = 7;
  const next = () => {
    seed = (seed * 16807) % 2147483647;
    return 4 * (seed / 2147483647) - 2;
  };
  return Array.from({ length: sequences }, () =>
    Array.from({ length: steps }, () => [next(), next()])
  );
}

const x = noise(6, 16);

/** An LSTM of eight units whose weights a fault has changed; letters stand for PyTorch's gates. */
function lstmWith(
  change: (kernel: number[][], recurrent: number[][], bias: number[]) => void,
  steps = 16
): Sequential {
  const model = sequential(
    [
      layers.lstm({ units: 8, inputShape: [steps, 2] }),
      layers.dense({ units: 2 })
    ],
    { seed: 3 }
  );
  const weights = model.getWeights();
  const names = Object.keys(weights);
  const of = (end: string) =>
    names.find(name => name.startsWith('lstm') && name.endsWith(end))!;
  const table = (name: string) => {
    const { values, shape } = weights[name];
    return Array.from({ length: shape[0] }, (_, row) =>
      Array.from(values.slice(row * shape[1], (row + 1) * shape[1]))
    );
  };
  const kernel = table(of('/kernel'));
  const recurrent = table(of('recurrentKernel'));
  const bias = Array.from(weights[of('bias')].values);
  change(kernel, recurrent, bias);
  model.setWeights({
    ...weights,
    [of('/kernel')]: kernel,
    [of('recurrentKernel')]: recurrent,
    [of('bias')]: bias
  });
  return model;
}

const kinds = (model: Sequential, given = x) =>
  health(model, given).findings.map(({ kind }) => kind);

/** Columns of a gate's unit: Keras's order i, f, g, o. */
const column = (gate: string, unit: number) => 8 * 'ifgo'.indexOf(gate) + unit;

describe('health', () => {
  it('finds nothing wrong with a fresh LSTM', () => {
    const found = health(
      lstmWith(() => undefined),
      x
    );
    expect(found.findings).toEqual([]);
    expect(found.ok).toBe(true);
    expect(String(found)).toContain('Nothing wrong in 6 sequences');
    expect(found.memory[0].felt).toBeGreaterThan(8);
  });

  it('counts the steps whose change moves the last answer by a hundredth of what the last does', () => {
    // Without an activation the last answer is Σ U^k x of k steps before: 0.5^6 = 0.016, 0.5^7 = 0.008.
    const model = sequential(
      [
        layers.simpleRNN({
          units: 1,
          activation: 'linear',
          inputShape: [16, 2]
        })
      ],
      { seed: 1 }
    );
    model.setWeights([[[1], [1]], [[0.5]], [0]]);
    expect(health(model, x).memory[0]).toMatchObject({ felt: 7, steps: 16 });
  });

  it('finds a dead unit and the gate that is shut before it', () => {
    const model = lstmWith((_, __, bias) => {
      bias[column('i', 2)] = -30;
    });
    const found = health(model, x);
    expect(found.ok).toBe(false);
    expect(found.findings.map(({ kind, units }) => [kind, units])).toEqual([
      ['gate-shut', [2]],
      ['dead-unit', [2]]
    ]);
    expect(String(found)).toContain(findingFacts.findings['dead-unit'].cure);
  });

  it('finds a copied unit, a saturated gate and a saturated candidate', () => {
    const copied = lstmWith((kernel, recurrent, bias) => {
      for (const gate of 'ifgo') {
        for (const row of [...kernel, ...recurrent, bias]) {
          row[column(gate, 5)] = row[column(gate, 1)];
        }
      }
    });
    expect(kinds(copied)).toEqual(['copied-unit']);
    const scaled = (gate: string) =>
      lstmWith(kernel => {
        for (const row of kernel) {
          for (let unit = 0; unit < 8; unit++) {
            row[column(gate, unit)] *= 60;
          }
        }
      });
    expect(kinds(scaled('o'))).toContain('saturated-gate');
    expect(kinds(scaled('g'))).toContain('saturated-candidate');
  });

  it('finds a state that runs away', () => {
    const model = lstmWith((kernel, recurrent, bias) => {
      for (const row of [...kernel, ...recurrent]) {
        'ifg'.split('').forEach(gate => (row[column(gate, 4)] = 0));
      }
      bias[column('f', 4)] = 9;
      bias[column('i', 4)] = 5;
      bias[column('g', 4)] = 2;
    }, 40);
    const found = health(model, noise(4, 40)).findings;
    expect(found.find(({ kind }) => kind === 'runaway-state')?.units).toEqual([
      4
    ]);
  });

  it('finds a short memory, a gradient that vanishes and a state that nobody reads', () => {
    const short = lstmWith((_, recurrent, bias) => {
      recurrent.forEach(row => row.forEach((v, at) => (row[at] = v * 0.03)));
      for (let unit = 0; unit < 8; unit++) {
        bias[column('f', unit)] = -5;
      }
    }, 40);
    const found = kinds(short, noise(4, 40));
    expect(found).toContain('short-memory');
    expect(found).toContain('vanishing-gradient');
    const unread = lstmWith((_, recurrent) =>
      recurrent.forEach(row => row.fill(0))
    );
    expect(kinds(unread)).toContain('state-never-read');
  });

  it('finds the forget gate of a cell of one’s own, whatever its letter', () => {
    const own = cell({
      name: 'own',
      inputSize: 2,
      units: 8,
      seed: 1,
      dtype: 'f32',
      state: ['h', 'c'],
      parameters: ['Wk', 'Uk', 'bk', 'W', 'U'],
      step({ x: read, h, c: before }, { Wk, Uk, bk, W, U }) {
        const k = sigmoid(add(matmul(read, Wk), matmul(h, Uk), bk));
        const c = add(mul(k, before), tanh(add(matmul(read, W), matmul(h, U))));
        return { k, c, h: tanh(c) };
      }
    });
    expect(kinds(around(own))).toContain('forget-bias-zero');
    expect(kinds(around(own, { bk: 2 }))).not.toContain('forget-bias-zero');
  });

  it('says that a forget bias of 0 is only possibly wrong', () => {
    const model = lstmWith((_, __, bias) => bias.fill(0));
    const found = health(model, x);
    expect(found.findings.map(({ kind }) => kind)).toEqual([
      'forget-bias-zero'
    ]);
    expect(found.ok).toBe(true);
  });

  /** A cell below a read-out, with some of its weights set to one number each. */
  function around<C extends string>(
    cell: Cell<C>,
    set: Readonly<Record<string, number>> = {}
  ): Sequential {
    const model = sequential(
      [
        layers.recurrent({ cell, inputShape: [24, 2] }),
        layers.dense({ units: 1 })
      ],
      { seed: 1 }
    );
    const weights = model.getWeights();
    const changed = Object.entries(weights).map(([name, tensor]) => {
      const value = set[name.slice(name.lastIndexOf('/') + 1)] as
        number | undefined;
      return [name, value === undefined ? tensor : mul(tensor, 0).add(value)];
    });
    model.setWeights(Object.fromEntries(changed) as typeof weights);
    return model;
  }

  it('follows what a cell carries, whatever it is called', () => {
    const sizes = { inputSize: 2, units: 3, seed: 1 };
    const long = noise(4, 24);
    // Linear attention forgets nothing: dL/dS is the same at all steps. With keys along which DeltaNet
    // writes little, and gates of mLSTM that keep σ(5) = 0.993 a step, hardly anything is lost, either.
    for (const model of [
      around(linearAttention(sizes)),
      around(deltaNet(sizes), { Wb: 0, bb: -4 }),
      around(mLstm(sizes), { bf: 5 })
    ]) {
      const { findings, memory } = health(model, long);
      expect(findings).toEqual([]);
      expect(memory[0]).toMatchObject({ felt: 24, steps: 24 });
    }
    // delta = softplus(0) = log 2 and exp(A) = 1 keep 0.5 a step: 0.5^6 = 0.016, 0.5^7 = 0.008.
    const half = around(selectiveStateSpace(sizes), { Wd: 0, bd: 0, A: 0 });
    expect(health(half, long).memory[0].felt).toBe(7);
  });

  it('counts of several states the one that is felt longest', () => {
    // Without recurrent weights h carries nothing, and c half at each step: f = σ(0). 0.5^6 = 0.016.
    const model = lstmWith((kernel, recurrent, bias) => {
      recurrent.forEach(row => row.fill(0));
      for (let unit = 0; unit < 8; unit++) {
        kernel.forEach(row => (row[column('f', unit)] = 0));
        bias[column('f', unit)] = 0;
      }
    });
    expect(health(model, x).memory[0].felt).toBe(7);
  });

  it('says nothing of a gradient that grows where an answer reads an earlier step directly', () => {
    // The dense layer reads all steps, the first with a weight of 1 and the last with 1e-5; U = 0.5.
    const model = sequential(
      [
        layers.simpleRNN({
          units: 1,
          activation: 'linear',
          returnSequences: true,
          inputShape: [16, 2]
        }),
        layers.flatten(),
        layers.dense({ units: 1 })
      ],
      { seed: 1 }
    );
    const read = Array.from({ length: 16 }, (_, step) => [
      step === 15 ? 1e-5 : 1
    ]);
    model.setWeights([[[1], [1]], [[0.5]], [0], read, [0]]);
    expect(health(model, x).findings).toEqual([]);
    // Its own steps stretch: 2^15 to the first.
    const steps = [
      [[1], [1]],
      [[2]],
      [0],
      read.map((_, at) => [at === 15 ? 1 : 0]),
      [0]
    ];
    model.setWeights(steps);
    const found = health(model, x).findings.find(
      ({ kind }) => kind === 'exploding-gradient'
    );
    expect(found).toMatchObject({ certainty: 'certain' });
    expect(found?.says).toContain('3.3e+4');
  });

  it('reads both biases of PyTorch, which its gate adds', () => {
    const model = sequential(
      [
        layers.lstm({ units: 8, inputShape: [16, 2], convention: 'pytorch' }),
        layers.dense({ units: 2 })
      ],
      { seed: 3 }
    );
    const weights = model.getWeights();
    const withBias = (hidden: number): string[] => {
      const [input, recurrent] = Object.keys(weights).filter(name =>
        /lstm.*bias/.test(name)
      );
      model.setWeights({
        ...weights,
        [input]: mul(weights[input], 0),
        [recurrent]: mul(weights[recurrent], 0).add(hidden)
      });
      return kinds(model);
    };
    expect(withBias(1)).toEqual([]);
    expect(withBias(0)).toEqual(['forget-bias-zero']);
  });

  it('says of an LSTM without recurrent weights what still hears', () => {
    const unread = lstmWith((_, recurrent) =>
      recurrent.forEach(row => row.fill(0))
    );
    // c goes on through the forget gate.
    expect(health(unread, x).findings[0]).toMatchObject({
      certainty: 'likely',
      says: expect.stringContaining(
        'no gate hears of the output before'
      ) as string
    });
  });

  // At padding PyTorch's layers, and those of both directions, answer 0 whatever they carry.
  it.each(['pytorch', 'both ways'])(
    'follows the last answer that is no padding: %s',
    how => {
      const layer = layers.gru({
        units: 3,
        returnSequences: true,
        convention: 'pytorch'
      });
      const model = sequential(
        [
          layers.masking({ inputShape: [null, 2] }),
          how === 'pytorch' ? layer : layers.bidirectional({ layer }),
          layers.dense({ units: 1 })
        ],
        { seed: 1 }
      );
      const padded = x.map(steps => [...steps, [0, 0], [0, 0]]);
      expect(health(model, padded)).toEqual(health(model, x));
    }
  );

  it('refuses what is no model, no batch and nothing recurrent, by name', () => {
    expect(() => health(7 as never, x)).toThrow(
      'health: model must be a sequential model, got'
    );
    expect(() =>
      health(
        lstmWith(() => undefined),
        [1, 2]
      )
    ).toThrow('health: x must be examples [B, T, I] or token ids [B, T]');
  });
});
