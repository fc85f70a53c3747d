import fc from 'fast-check';
import type { Cell, RunOfNetwork } from '../../../../src/engine';
import {
  gru,
  layers,
  lstm,
  minGru,
  rnn,
  sequential
} from '../../../../src/engine';
import { loadKernels } from '../../../../src/engine/kernels/loadKernels';
import type { ChangesRequest } from '../../../../src/engine/run/changeRequests';
import type { LayerRun } from '../../../../src/engine/run/layerRun';
import type { Trace } from '../../../../src/trace';

// The kernels compute in float32 and the tape in float64: a run and what is made of it must go one way.

beforeAll(loadKernels);

type Values = ArrayLike<number>;

/** Every number of a run whose first axis is its steps, each under a name that says what it is. */
function byStep({ layers: all, outputs, input }: Trace): [string, Values][] {
  return [
    ['input', input.array.values],
    ...outputs.map(({ name, values }): [string, Values] => [
      `output ${name}`,
      values.values
    ]),
    ...all.flatMap(({ name, channels, entering }) => [
      ...channels
        .filter(({ role }) => role !== 'gradient')
        .map(({ name: channel, array }): [string, Values] => [
          `${name} ${channel}`,
          array.values
        ]),
      ...(entering
        ? [[`${name} entering`, entering.values] as [string, Values]]
        : [])
    ])
  ];
}

/** The steps at which some number of a kind differs. */
function changedSteps(
  before: RunOfNetwork,
  after: RunOfNetwork
): Map<string, number[]> {
  const [then, now] = [before, after].map(run =>
    byStep(run.toBundle({ terms: true }))
  );
  expect(now.map(([name]) => name)).toEqual(then.map(([name]) => name));
  return new Map(
    now.map(([name, values], at) => {
      const [, others] = then[at];
      const width = values.length / before.steps;
      return [
        name,
        Array.from({ length: before.steps }, (_, step) => step).filter(step =>
          Array.from(
            { length: width },
            (_unit, unit) => step * width + unit
          ).some(place => !Object.is(values[place], others[place]))
        )
      ];
    })
  );
}

const sizes = { units: 5, returnSequences: true };
type More = { readonly goBackwards?: boolean };
const recurrent = {
  rnn: (more: More) => layers.simpleRNN({ ...sizes, ...more }),
  'rnn of relu': (more: More) =>
    layers.simpleRNN({ ...sizes, ...more, activation: 'relu' }),
  lstm: (more: More) => layers.lstm({ ...sizes, ...more }),
  'lstm of PyTorch': (more: More) =>
    layers.lstm({ ...sizes, ...more, convention: 'pytorch' }),
  gru: (more: More) => layers.gru({ ...sizes, ...more }),
  'gru that resets before': (more: More) =>
    layers.gru({ ...sizes, ...more, resetAfter: false }),
  minGru: (more: More) => layers.minGru({ ...sizes, ...more })
};
const single = { inputSize: 2, units: 5, dtype: 'f32' } as const;
const cells = {
  rnn: (seed: number) => rnn({ ...single, seed }),
  'rnn of relu': (seed: number) => rnn({ ...single, seed, activation: 'relu' }),
  lstm: (seed: number) => lstm({ ...single, seed }),
  'lstm of PyTorch': (seed: number) =>
    lstm({ ...single, seed, convention: 'pytorch' }),
  gru: (seed: number) => gru({ ...single, seed }),
  'gru that resets before': (seed: number) =>
    gru({ ...single, seed, resetAfter: false }),
  minGru: (seed: number) => minGru({ ...single, seed })
} satisfies Record<Kind, (seed: number) => Cell>;
type Kind = keyof typeof recurrent;

/** A sequence, and what is done to it at one step. */
interface Case {
  readonly kind: Kind;
  readonly seed: number;
  /** Steps of zeros, which a network that masks takes for padding. */
  readonly zeros: readonly boolean[];
  readonly at: number;
  /** An edit to a number, or to zeros; or a clamp of a channel, in one layer and direction. */
  readonly change: 'edit' | 'zeros' | 'clamp';
  readonly value: number | 'mean';
  /** Which of the channels, units, layers there are. */
  readonly which: number;
}

const someCase: fc.Arbitrary<Case> = fc
  .integer({ min: 2, max: 40 })
  .chain(steps =>
    fc.record<Case>({
      kind: fc.oneof(
        fc.constantFrom(...(Object.keys(recurrent) as Kind[])),
        fc.constant<Kind>('gru that resets before')
      ),
      seed: fc.integer({ min: 1, max: 999 }),
      zeros: fc.oneof(
        fc.constant(new Array<boolean>(steps).fill(false)),
        fc
          .nat(steps - 1)
          .map(pad => Array.from({ length: steps }, (_, step) => step === pad)),
        fc.array(fc.boolean(), { minLength: steps, maxLength: steps })
      ),
      at: fc.nat(steps - 1),
      change: fc.constantFrom('edit', 'zeros', 'clamp', 'clamp'),
      value: fc.oneof(
        fc.constantFrom<(number | 'mean')[]>('mean', 0, 1),
        fc.double({ min: -2, max: 2, noNaN: true })
      ),
      which: fc.nat()
    })
  );

const sequenceOf = ({ zeros, seed }: Case): number[][] =>
  zeros.map((isZero, step) =>
    isZero ? [0, 0] : [Math.sin(seed + step * 2.3), Math.cos(seed * step) + 1.5]
  );

function changesOf(run: RunOfNetwork, of: Case): ChangesRequest {
  const { at: step, change, value, which } = of;
  if (change !== 'clamp') {
    const number = change === 'zeros' || value === 'mean' ? 0 : value;
    return {
      edits: [0, 1].map(feature => ({ step, feature, value: number }))
    };
  }
  const { name: layer, channels } = run.layers[which % run.layers.length];
  const names = Object.keys(channels);
  return {
    clamps: [
      {
        layer,
        channel: names[which % names.length],
        value,
        steps: [step],
        ...(which % 3 > 0 && { units: [which % sizes.units] })
      }
    ]
  };
}

/** Steps that a layer computes before one, in its own time. */
const isBefore = (
  direction: LayerRun['direction'],
  step: number,
  at: number
) => (direction === 'backward' ? step > at : step < at);

const exact = { numRuns: 80 };

describe('a change', () => {
  it('of a network changes no digit before it, in the time of each layer', () => {
    const ways = ['forward', 'backward', 'both', 'deep'] as const;
    fc.assert(
      fc.property(
        someCase,
        fc.constantFrom(...ways),
        fc.boolean(),
        fc.boolean(),
        (of, way, masks, learns) => {
          const layer = recurrent[of.kind]({ goBackwards: way === 'backward' });
          const model = sequential(
            [
              ...(masks ? [layers.masking({ inputShape: [null, 2] })] : []),
              way === 'both' ? layers.bidirectional({ layer }) : layer,
              ...(way === 'deep' ? [layers.gru(sizes)] : []),
              layers.dense({ units: 1 })
            ],
            { seed: of.seed }
          );
          model.compile({ loss: 'mse' });
          const x = sequenceOf(of);
          const run = model.trace(x, {
            ...(learns && { target: x.map(([, wanted]) => [wanted]) })
          });
          const again = run.recompute(changesOf(run, of));
          const found = changedSteps(run, again);
          for (const { name, direction } of run.layers) {
            for (const [number, steps] of found) {
              if (number.startsWith(`${name} `)) {
                expect([
                  number,
                  steps.filter(step => isBefore(direction, step, of.at))
                ]).toEqual([number, []]);
              }
            }
          }
          if (way === 'forward' || way === 'deep') {
            const [[, steps]] = [...found].filter(([name]) =>
              name.startsWith('output')
            );
            expect(steps.filter(step => step < of.at)).toEqual([]);
          }
        }
      ),
      exact
    );
  });

  it('of a cell changes no digit before it, in its own time', () => {
    fc.assert(
      fc.property(
        someCase,
        fc.boolean(),
        fc.boolean(),
        fc.boolean(),
        (of, reverse, masks, learns) => {
          const run = cells[of.kind](of.seed).run(sequenceOf(of), {
            reverse,
            ...(masks && { mask: of.zeros.map(isZero => (isZero ? 0 : 1)) }),
            ...(learns && { gradientsOf: ({ h }) => h.square().sum() })
          });
          const found = changedSteps(run, run.recompute(changesOf(run, of)));
          const [{ direction }] = run.layers;
          for (const [number, steps] of found) {
            expect([
              number,
              steps.filter(step => isBefore(direction, step, of.at))
            ]).toEqual([number, []]);
          }
        }
      ),
      exact
    );
  });

  it('after the answer changes no digit of its loss and its derivatives', () => {
    fc.assert(
      fc.property(
        someCase.filter(({ at }) => at > 0),
        fc.nat(),
        fc.boolean(),
        (of, before, masks) => {
          const model = sequential(
            [
              ...(masks ? [layers.masking({ inputShape: [null, 2] })] : []),
              recurrent[of.kind]({}),
              layers.dense({ units: 1 })
            ],
            { seed: of.seed }
          );
          const [inModel, alone] = [
            model.trace(sequenceOf(of), {
              gradientsOf: output =>
                output
                  .at(0)
                  .at(before % of.at)
                  .square()
                  .sum()
            }),
            cells[of.kind](of.seed).run(sequenceOf(of), {
              gradientsOf: ({ h }) =>
                h
                  .at(before % of.at)
                  .square()
                  .sum()
            })
          ];
          for (const run of [inModel, alone]) {
            const again = run.recompute(changesOf(run, of));
            expect(derivatives(again)).toEqual(derivatives(run));
          }
        }
      ),
      exact
    );
  });

  const held = { clamps: [{ channel: 'r', value: 0.3, steps: [50] }] };
  const long = Array.from({ length: 60 }, (_, step) => [
    Math.sin(1 + step * 2.3),
    1
  ]);
  const before = { inputShape: [null, 2] as const };
  it.each<[string, () => RunOfNetwork, ChangesRequest]>([
    [
      'a held gate that is in every unit’s candidate',
      () =>
        sequential([
          layers.gru({ ...sizes, ...before, resetAfter: false }),
          layers.dense({ units: 1 })
        ]).trace(long),
      held
    ],
    [
      'such a gate of a cell',
      () => cells['gru that resets before'](1).run(long),
      held
    ],
    [
      'an edit that makes a step padding',
      () =>
        sequential([
          layers.masking(before),
          layers.lstm(sizes),
          layers.dense({ units: 1 })
        ]).trace(long),
      {
        edits: [0, 1].map(feature => ({ step: 50, feature, value: 0 }))
      }
    ],
    [
      'an edit that makes padding a step',
      () =>
        sequential([
          layers.masking(before),
          layers.lstm(sizes),
          layers.dense({ units: 1 })
        ]).trace(long.map((x, step) => (step === 50 ? [0, 0] : x))),
      { edits: [{ step: 50, feature: 0, value: 1 }] }
    ]
  ])('acts from its step on: %s', (_, make, changes) => {
    const run = make();
    for (const [number, steps] of changedSteps(run, run.recompute(changes))) {
      expect([number, steps.filter(step => step < 50)]).toEqual([number, []]);
      if (number.endsWith(' h')) {
        expect(steps).toContain(50);
      }
    }
  });

  it('is of the same numbers when a run is made with it', () => {
    const cell = cells['gru that resets before'](3);
    const x = Array.from({ length: 9 }, (_, step) => [Math.sin(step), 1]);
    const clamps = [{ channel: 'r', value: 0.3, steps: [6] }];
    const made = cell.run(x, { clamps });
    expect(changedSteps(cell.run(x).recompute({ clamps }), made)).toEqual(
      new Map(
        byStep(made.toBundle({ terms: true })).map(([name]) => [name, []])
      )
    );
    // What it changed is undone, not kept as the original.
    expect(
      [...changedSteps(cell.run(x), made.recompute({})).values()].flat()
    ).toEqual([]);
  });
});

/**
 * The loss and its derivatives at each step; a zero has no sign. Those by weights are sums over the steps,
 * which the kernels take in another order where a step is held.
 */
function derivatives(run: RunOfNetwork): Record<string, number[]> {
  const plain = (values: ArrayLike<number>) =>
    Array.from(values, value => value + 0);
  const [layer] = run.layers;
  return {
    loss: [run.loss!],
    x: plain(run.inputGradient!.values),
    entering: plain(layer.inputGradient!.values),
    ...Object.fromEntries(
      Object.entries(layer.gradients).map(([name, { values }]) => [
        name,
        plain(values)
      ])
    )
  };
}
