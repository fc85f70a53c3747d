import fc from 'fast-check';
import type { Layer, Tensor } from '../../../src/engine';
import {
  add,
  concat,
  gradients,
  layers,
  matmul,
  random,
  sequential,
  tanh,
  tensor,
  variable
} from '../../../src/engine';
import type { Pass } from '../../../src/engine/layers/layer';
import type {
  RecurrentLayer,
  RecurrentLayerOptions
} from '../../../src/engine/layers/recurrent';
import { seededPass } from '../../../src/engine/models/seededPass';
import { relativeError } from '../../parity/relativeError';
import { gradientError } from './finiteDifferences';

// What must hold for every recurrent layer, whatever its kind, sizes, options, mask and numbers.
// A failure prints the seed and the smallest case that fails.

const still: Pass = seededPass(1, false, 0);
const ROUNDING = 1e-12;

/** Everything that a case is made of; numbers are drawn from its seed. */
interface Case {
  readonly kind: Kind;
  readonly options: Partial<RecurrentLayerOptions> & {
    recurrentActivation?: 'sigmoid' | 'tanh';
  };
  readonly units: number;
  readonly inputSize: number;
  readonly batch: number;
  readonly steps: number;
  readonly seed: number;
  /** Whether some steps are padding, and whether there is a state before the first. */
  readonly masked: boolean;
  readonly started: boolean;
}

const kinds = [
  'simpleRNN',
  'lstm',
  'lstm projected',
  'gru',
  'gru that resets before',
  'own cell'
] as const;
type Kind = (typeof kinds)[number];

const cases: fc.Arbitrary<Case> = fc
  .record({
    kind: fc.constantFrom(...kinds),
    units: fc.integer({ min: 2, max: 4 }),
    inputSize: fc.integer({ min: 1, max: 3 }),
    batch: fc.integer({ min: 1, max: 4 }),
    steps: fc.integer({ min: 1, max: 6 }),
    seed: fc.nat(1_000_000),
    masked: fc.boolean(),
    started: fc.boolean(),
    options: fc.record({
      returnSequences: fc.boolean(),
      goBackwards: fc.boolean(),
      useBias: fc.boolean(),
      convention: fc.constantFrom('keras' as const, 'pytorch' as const),
      activation: fc.constantFrom(
        'tanh' as const,
        'sigmoid' as const,
        'softsign' as const
      )
    })
  })
  // PyTorch knows no GRU that resets before the product.
  .filter(
    ({ kind, options }) =>
      kind !== 'gru that resets before' || options.convention === 'keras'
  );

const own = {
  name: 'own',
  state: ['h'],
  parameters: ['W', 'U', 'b'],
  step: (
    { x, h }: Record<'x' | 'h', Tensor>,
    { W, U, b }: Record<'W' | 'U' | 'b', Tensor>
  ) => ({ h: tanh(add(matmul(x, W), matmul(h, U), b)) })
} as const;

function layerOf(of: Case, more: object = {}): RecurrentLayer {
  const { kind, units } = of;
  const options = { ...of.options, units, seed: of.seed, ...more };
  switch (kind) {
    case 'simpleRNN':
      return layers.simpleRNN(options);
    case 'lstm':
      return layers.lstm(options);
    case 'lstm projected':
      return layers.lstm({ ...options, projection: units - 1 });
    case 'gru':
      return layers.gru(options);
    case 'gru that resets before':
      return layers.gru({ ...options, resetAfter: false });
    case 'own cell':
      return layers.recurrent({ ...options, cell: own });
  }
}

/** Builds a layer with random weights, biases too, so that a slip in any of them shows. */
function built<T extends Layer>(layer: T, of: Case): T {
  layer.name ||= 'layer';
  layer.build([null, of.inputSize], { seed: of.seed, dtype: 'f64' });
  const stream = random(of.seed, 'weights');
  layer.variables.forEach(({ tensor: { values } }) => {
    for (let at = 0; at < values.length; at++) {
      values[at] = stream.normal() * 0.5;
    }
  });
  return layer;
}

function normal(of: Case, name: string, shape: readonly number[]): Tensor {
  const stream = random(of.seed, name);
  const size = shape.reduce((product, extent) => product * extent, 1);
  return tensor(
    Float64Array.from({ length: size }, () => stream.normal()),
    { shape }
  );
}

const input = (of: Case) => normal(of, 'x', [of.batch, of.steps, of.inputSize]);

function maskOf(of: Case): Tensor | undefined {
  if (!of.masked) {
    return undefined;
  }
  const stream = random(of.seed, 'mask');
  return tensor(
    Float64Array.from({ length: of.batch * of.steps }, () =>
      stream.uniform() < 0.6 ? 1 : 0
    ),
    { shape: [of.batch, of.steps] }
  );
}

function startOf(of: Case, layer: RecurrentLayer): Record<string, Tensor> {
  return of.started
    ? Object.fromEntries(
        Object.entries(layer.cell.definition.state).map(([name, size]) => [
          name,
          normal(of, `start ${name}`, [of.batch, size])
        ])
      )
    : {};
}

interface Given {
  readonly x: Tensor;
  readonly mask?: Tensor;
  readonly start: Record<string, Tensor>;
}

/** Output and last states of a layer. */
function answer(
  layer: RecurrentLayer,
  { x, mask, start }: Given
): Record<string, Tensor> {
  const { output, state } = layer.output(
    { values: x, ...(mask && { mask }) },
    still,
    Object.keys(start).length > 0 ? { initialState: start } : {}
  );
  return { output: output.values, ...state };
}

/** One number that every number of the answer moves, each by another amount. */
function weighed(of: Case, answers: Record<string, Tensor>): Tensor {
  return Object.entries(answers)
    .map(([name, value]) =>
      value.mul(normal(of, `upstream ${name}`, value.shape)).sum()
    )
    .reduce((a, b) => a.add(b));
}

function expectClose(
  got: Record<string, Tensor>,
  wanted: Record<string, Tensor>,
  tolerance = ROUNDING
): void {
  for (const [name, value] of Object.entries(wanted)) {
    expect(got[name].shape).toEqual(value.shape);
    expect(relativeError(got[name], value)).toBeLessThan(tolerance);
  }
}

/** Rows of a batch in another order. */
function rows(of: Tensor, order: readonly number[]): Tensor {
  return concat(
    order.map(row => of.slice(row, row + 1)),
    0
  );
}

/** Steps of `[B, T, …]` in the other order. */
function turned(of: Tensor): Tensor {
  return concat(
    Array.from({ length: of.shape[1] }, (_, t) => {
      const at = of.shape[1] - 1 - t;
      return of.slice(at, at + 1, { axis: 1 });
    }),
    1
  );
}

const runs = { numRuns: 150 };

describe('every recurrent layer', () => {
  it('does not care about the order of the batch', () => {
    fc.assert(
      fc.property(cases, of => {
        const layer = built(layerOf(of), of);
        const order = [...random(of.seed, 'order').permutation(of.batch)];
        const x = input(of);
        const mask = maskOf(of);
        const start = startOf(of, layer);
        const plain = answer(layer, { x, mask, start });
        const moved = answer(layer, {
          x: rows(x, order),
          ...(mask && { mask: rows(mask, order) }),
          start: Object.fromEntries(
            Object.entries(start).map(([name, state]) => [
              name,
              rows(state, order)
            ])
          )
        });
        for (const [name, value] of Object.entries(plain)) {
          expect(moved[name].toArray()).toEqual(rows(value, order).toArray());
        }
      }),
      runs
    );
  });

  it('gives a sequence the answer that it gives it alone', () => {
    fc.assert(
      fc.property(cases, of => {
        const layer = built(layerOf(of), of);
        const x = input(of);
        const mask = maskOf(of);
        const start = startOf(of, layer);
        const all = answer(layer, { x, mask, start });
        for (let row = 0; row < of.batch; row++) {
          const alone = answer(layer, {
            x: rows(x, [row]),
            ...(mask && { mask: rows(mask, [row]) }),
            start: Object.fromEntries(
              Object.entries(start).map(([name, state]) => [
                name,
                rows(state, [row])
              ])
            )
          });
          expectClose(
            alone,
            Object.fromEntries(
              Object.entries(all).map(([name, value]) => [
                name,
                rows(value, [row])
              ])
            )
          );
        }
      }),
      runs
    );
  });

  it('neither reads what stands in padded steps nor sends them a gradient', () => {
    fc.assert(
      fc.property(cases, given => {
        const of = { ...given, masked: true };
        const layer = built(layerOf(of), of);
        const mask = maskOf(of)!;
        const start = startOf(of, layer);
        const clean = variable(input(of));
        const dirt = normal(of, 'dirt', clean.shape);
        const real = mask.reshape([of.batch, of.steps, 1]);
        const dirty = variable(
          clean.mul(real).add(dirt.mul(real.oneMinus()).mul(100))
        );
        const [a, b] = [clean, dirty].map(x =>
          answer(layer, { x, mask, start })
        );
        for (const name of Object.keys(a)) {
          expect(b[name].toArray()).toEqual(a[name].toArray());
        }
        const [gradient] = gradients(weighed(of, b), [dirty]);
        expect(
          gradient
            .mul(real.oneMinus())
            .values.every(value => Math.abs(value) === 0)
        ).toBe(true);
      }),
      runs
    );
  });

  it('ends in the same state however much padding stands before or after', () => {
    fc.assert(
      fc.property(
        cases,
        fc.integer({ min: 0, max: 3 }),
        fc.integer({ min: 0, max: 3 }),
        (of, before, after) => {
          const layer = built(layerOf(of), of);
          const x = input(of);
          const start = startOf(of, layer);
          const plain = answer(layer, { x, mask: maskOf(of), start });
          const pad = (count: number) =>
            normal(of, 'padding', [of.batch, count, of.inputSize]);
          const flags = (count: number, value: number) =>
            tensor(new Float64Array(of.batch * count).fill(value), {
              shape: [of.batch, count]
            });
          const padded = answer(layer, {
            x: concat([pad(before), x, pad(after)], 1),
            mask: concat(
              [
                flags(before, 0),
                maskOf(of) ?? flags(of.steps, 1),
                flags(after, 0)
              ],
              1
            ),
            start
          });
          const { output, ...states } = plain;
          for (const [name, state] of Object.entries(states)) {
            expect(padded[name].toArray()).toEqual(state.toArray());
          }
          if (of.options.returnSequences) {
            const first = of.options.goBackwards ? after : before;
            expect(
              padded.output
                .slice(first, first + of.steps, { axis: 1 })
                .toArray()
            ).toEqual(output.toArray());
          } else {
            expect(padded.output.toArray()).toEqual(output.toArray());
          }
        }
      ),
      runs
    );
  });

  it('backwards is the layer that goes forward over the sequence turned around', () => {
    fc.assert(
      fc.property(cases, of => {
        const ahead = built(layerOf(of, { goBackwards: false }), of);
        const back = built(layerOf(of, { goBackwards: true }), of);
        const x = input(of);
        const mask = maskOf(of);
        const start = startOf(of, ahead);
        const a = answer(back, { x, mask, start });
        const b = answer(ahead, {
          x: turned(x),
          ...(mask && { mask: turned(mask) }),
          start
        });
        for (const name of Object.keys(a)) {
          expect(a[name].toArray()).toEqual(b[name].toArray());
        }
      }),
      runs
    );
  });

  it('in both directions answers turned around when time and halves are', () => {
    const merges = fc.constantFrom(
      'concat' as const,
      'sum' as const,
      'ave' as const,
      'mul' as const
    );
    fc.assert(
      fc.property(cases, merges, (given, mergeMode) => {
        const of = {
          ...given,
          options: { ...given.options, goBackwards: false }
        };
        const make = () =>
          built(layers.bidirectional({ layer: layerOf(of), mergeMode }), of);
        const layer = make();
        const swapped = make();
        const half = layer.variables.length / 2;
        layer.variables.forEach((weight, at) =>
          swapped.variables[
            (at + half) % layer.variables.length
          ].tensor.values.set(weight.tensor.values)
        );
        const x = input(of);
        const mask = maskOf(of);
        const a = layer.call({ values: x, mask }, still).values;
        const b = swapped.call(
          { values: turned(x), ...(mask && { mask: turned(mask) }) },
          still
        ).values;
        const exchanged =
          mergeMode === 'concat' ? concat(b.split(2).reverse(), -1) : b;
        expect(
          (of.options.returnSequences ? turned(exchanged) : exchanged).toArray()
        ).toEqual(a.toArray());
      }),
      runs
    );
  });

  it('has gradients that add up: those of αL₁ + βL₂ are α and β times each', () => {
    fc.assert(
      fc.property(
        cases,
        fc.double({ min: -3, max: 3, noNaN: true }),
        fc.double({ min: -3, max: 3, noNaN: true }),
        (of, alpha, beta) => {
          const layer = built(layerOf(of), of);
          const x = variable(input(of));
          const start = startOf(of, layer);
          const answers = answer(layer, { x, mask: maskOf(of), start });
          const first = weighed(of, answers);
          const second = weighed({ ...of, seed: of.seed + 1 }, answers);
          const leaves = [x, ...layer.variables.map(weight => weight.tensor)];
          const sum = gradients(first.mul(alpha).add(second.mul(beta)), leaves);
          const [one, two] = [first, second].map(loss =>
            gradients(loss, leaves)
          );
          sum.forEach((gradient, at) => {
            const wanted = one[at].mul(alpha).add(two[at].mul(beta));
            const scale = Math.max(
              1,
              ...one[at].values.map(Math.abs),
              ...two[at].values.map(Math.abs)
            );
            const worst = gradient.sub(wanted).abs().max().item();
            expect(worst / scale).toBeLessThan(ROUNDING);
          });
        }
      ),
      runs
    );
  });

  it('has the gradients of central differences', () => {
    fc.assert(
      fc.property(cases, of => {
        const layer = built(layerOf(of), of);
        const x = variable(input(of));
        const start = Object.fromEntries(
          Object.entries(startOf(of, layer)).map(([name, state]) => [
            name,
            variable(state)
          ])
        );
        const mask = maskOf(of);
        expect(
          gradientError(
            () => weighed(of, answer(layer, { x, mask, start })),
            [
              x,
              ...Object.values(start),
              ...layer.variables.map(weight => weight.tensor)
            ]
          )
        ).toBeLessThan(1e-6);
      }),
      { numRuns: 25 }
    );
  });

  it('goes on from where it stopped: two parts of a sequence are the whole', () => {
    fc.assert(
      fc.property(cases, fc.nat(5), (given, cut) => {
        const of = {
          ...given,
          options: { ...given.options, goBackwards: false }
        };
        const at = Math.min(cut, of.steps);
        fc.pre(at > 0 && at < of.steps);
        const layer = built(layerOf(of), of);
        const x = input(of);
        const mask = maskOf(of);
        const start = startOf(of, layer);
        const part = (from: number, to: number) => ({
          x: x.slice(from, to, { axis: 1 }),
          ...(mask && { mask: mask.slice(from, to, { axis: 1 }) })
        });
        const whole = answer(layer, { x, mask, start });
        const upTo = answer(layer, { ...part(0, at), start });
        const middle = Object.fromEntries(
          layer.cell.stateNames.map(name => [name, upTo[name]])
        );
        const { output: rest, ...end } = answer(layer, {
          ...part(at, of.steps),
          start: middle
        });
        for (const [name, state] of Object.entries(end)) {
          expect(state.toArray()).toEqual(whole[name].toArray());
        }
        if (!mask) {
          const wanted = of.options.returnSequences
            ? whole.output.slice(at, of.steps, { axis: 1 })
            : whole.output;
          expect(rest.toArray()).toEqual(wanted.toArray());
        }
      }),
      runs
    );
  });
});

describe('a network on live data', () => {
  it('answers each step as it answers the sequence up to there', () => {
    fc.assert(
      fc.property(
        cases,
        cases,
        fc.boolean(),
        fc.boolean(),
        (first, second, tokens, everyStep) => {
          const forward = (of: Case, returnSequences: boolean) =>
            layerOf(of, { goBackwards: false, returnSequences });
          const model = sequential(
            [
              ...(tokens
                ? [
                    layers.embedding({
                      inputDim: 4,
                      outputDim: first.inputSize,
                      maskZero: true
                    })
                  ]
                : [layers.masking()]),
              forward(first, true),
              layers.layerNormalization(),
              layers.timeDistributed({
                layer: layers.dense({ units: 3, activation: 'tanh' })
              }),
              forward(second, everyStep),
              layers.dense({ units: 2 })
            ],
            { seed: first.seed, compute: 'tape' }
          );
          const steps = 1 + (first.seed % 5);
          const stream = random(first.seed, 'live');
          const ids = Array.from({ length: steps }, () =>
            Math.floor(stream.uniform() * 4)
          );
          const x = tokens
            ? tensor([ids])
            : normal(first, 'live', [1, steps, first.inputSize]);
          model.build(tokens ? [null] : [null, first.inputSize]);
          const live = model.stream();
          for (let t = 0; t < steps; t++) {
            const now = live.step(tokens ? ids[t] : x.at(0).at(t));
            const so = model.predict(x.slice(0, t + 1, { axis: 1 })).at(0);
            expect(relativeError(now, everyStep ? so.at(-1) : so)).toBeLessThan(
              ROUNDING
            );
          }
        }
      ),
      { numRuns: 40 }
    );
  });
});
