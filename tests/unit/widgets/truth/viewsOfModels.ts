import * as fc from 'fast-check';
import {
  add,
  cell,
  layers,
  matmul,
  mul,
  oneMinus,
  sequential,
  sigmoid,
  tanh
} from '../../../../src/engine';
import type { Trace } from '../../../../src/trace';
import { createGatesView } from '../../../../src/widgets/gates/createGatesView';
import { createRiverView } from '../../../../src/widgets/river/createRiverView';
import { createSummaryView } from '../../../../src/widgets/summary/createSummaryView';
import { openView } from '../viewPage';
import { asItIs, type Adapter } from './adapter';
import {
  drawnRun,
  earlier,
  keptBy,
  ranAs,
  valueOf,
  type Drawn,
  type Ran
} from './runs';
import { near, type Cell, type Rows } from './told';
import { byColumns, wroteAt } from './viewsOfRuns';

/** What each step wrote into the state at a step, and what later steps left of it. */
function streamsOf(ran: Ran, columns: readonly string[]): Rows {
  const { layer, drawn, trace, labels, step, unit } = ran;
  // What keeps nothing in place writes its whole state anew.
  const { state, keep } = keptBy[drawn.kind] ?? { state: 'h', keep: () => 0 };
  const value = (at: number): number => valueOf(layer, state, at, unit);
  const order: number[] = [];
  for (
    let at = step;
    at >= 0 && at < trace.time.steps;
    at = earlier(layer, at)
  ) {
    order.push(at);
  }
  const size = Math.max(...order.map(at => Math.abs(value(at))));
  let left = 1;
  const streams = order.map(at => {
    const { kept, written, told } = wroteAt(ran, { state, keep }, at, size);
    const amount = written * left;
    left *= kept;
    return { at, told, amount };
  });
  const first = value(earlier(layer, order.at(-1)!)) * left;
  const all = streams.reduce(
    (sum, { amount }) => sum + Math.abs(amount),
    Math.abs(first)
  );
  const row = (
    own: number | null,
    more: readonly Cell[],
    amount: number
  ): Cell[] => [
    own ?? 'start',
    ...(labels ? [own === null ? '' : labels[own]] : []),
    own === null
      ? ''
      : trace.input.array.values[own * trace.input.names.length],
    ...more,
    near(amount, size),
    // A share of next to nothing is a share of rounding.
    all < 1e-3 * size
      ? null
      : { near: (100 * Math.abs(amount)) / all, within: 0.01 }
  ];
  return [
    columns,
    ...(all > 0
      ? [
          row(null, ['', ''], first),
          ...streams
            .toReversed()
            .map(({ at, told, amount }) => row(at, told, amount))
        ]
      : [])
  ];
}

const river: Adapter<Drawn> = {
  drawn: drawnRun
    // Each of the other cells carries several numbers a unit, and its h nothing.
    .filter(({ kind }) => kind === 'simpleRNN' || kind in keptBy)
    .map(drawn => ({
      ...drawn,
      shape: drawn.shape[0] > 300 ? ([60, 3] as const) : drawn.shape
    })),
  of(drawn) {
    const ran = ranAs(drawn);
    return {
      open: (named = asItIs) => openView(createRiverView, named(ran.trace)),
      at: { step: ran.step, unit: ran.unit, layer: ran.layer.name },
      truth: ({ table, sentence }) => ({
        table: streamsOf(ran, table![0]),
        sums: [sentence]
      })
    };
  }
};

/** A cell of one's own: one gate both forgets and resets. */
const ownCell = (units: number, seed: number) =>
  cell({
    name: 'MGU',
    inputSize: 1,
    units,
    seed,
    state: ['h'],
    parameters: ['Wf', 'Uf', 'bf', 'Wn', 'Un', 'bn'],
    step({ x, h: before }, { Wf, Uf, bf, Wn, Un, bn }) {
      const f = sigmoid(add(matmul(x, Wf), matmul(before, Uf), bf));
      const n = tanh(add(matmul(x, Wn), matmul(mul(f, before), Un), bn));
      return { f, n, h: add(mul(oneMinus(f), before), mul(f, n)) };
    }
  });

interface DrawnCell {
  readonly shape: readonly [number, number];
  readonly seed: number;
  readonly place: number;
}

const custom: Adapter<DrawnCell> = {
  drawn: fc.record({
    shape: fc.constantFrom(
      ...([
        [1, 1],
        [2, 20],
        [40, 3]
      ] as const)
    ),
    seed: fc.nat(99),
    place: fc.nat(99)
  }),
  of({ shape: [steps, units], seed, place }) {
    const run = ownCell(units, seed).run(
      Array.from({ length: steps }, (_, step) => [Math.sin(seed + step)])
    );
    const trace: Trace = run.toBundle();
    const [layer] = trace.layers;
    const [step, unit] = [place % steps, place % units];
    const ran = { trace, layer } as Ran;
    const state = (at: number, of: number): number =>
      valueOf(layer, 'h', at, of);
    return {
      open: (named = asItIs) => openView(createGatesView, named(trace)),
      at: { step, unit },
      truth({ table, csv, sentence }) {
        // The equation that is read off the step is what the step computes.
        for (const of of layer.channels.map((_, at) => at % units)) {
          const [f, n] = ['f', 'n'].map(name => valueOf(layer, name, step, of));
          expect((1 - f) * state(step - 1, of) + f * n).toBeCloseTo(
            state(step, of),
            5
          );
        }
        return {
          table: byColumns(ran, table![0], [unit], true),
          csv: byColumns(
            ran,
            csv![0],
            Array.from({ length: units }, (_, each) => each),
            true
          ),
          sums: [sentence]
        };
      }
    };
  }
};

/** `4((2+8)·8+8)` as a number. */
const resultOf = (arithmetic: string): number =>
  Number(
    new Function(
      `return ${arithmetic
        .replaceAll(/(\d)\s*\(/g, '$1*(')
        .replaceAll('·', '*')
        .replaceAll('²', '**2')
        .replaceAll(',', '')};`
    )()
  );

interface DrawnModel {
  readonly inputs: number;
  readonly units: readonly number[];
  readonly kind: 'lstm' | 'simpleRNN';
}

/** Weights of a layer of so many gates: from the input, from the state, and a bias. */
const countOf = (gates: number, inputs: number, units: number): number =>
  gates * units * (inputs + units + 1);

const summary: Adapter<DrawnModel> = {
  drawn: fc.record({
    inputs: fc.integer({ min: 1, max: 300 }),
    units: fc.array(fc.integer({ min: 1, max: 64 }), {
      minLength: 1,
      maxLength: 3
    }),
    kind: fc.constantFrom('lstm', 'simpleRNN')
  }),
  of({ inputs, units, kind }) {
    const model = sequential([
      ...units.map((each, at) =>
        layers[kind]({
          units: each,
          returnSequences: at < units.length - 1,
          ...(at === 0 && { inputShape: [null, inputs] })
        })
      ),
      layers.dense({ units: 2 })
    ]);
    const bundle = model.summary().toBundle();
    const counts = [
      ...units.map((each, at) =>
        countOf(
          kind === 'lstm' ? 4 : 1,
          at === 0 ? inputs : units[at - 1],
          each
        )
      ),
      2 * (units.at(-1)! + 1)
    ];
    const total = counts.reduce((sum, count) => sum + count);
    return {
      open: (named = asItIs) => openView(createSummaryView, named(bundle)),
      at: {},
      truth({ table }, page) {
        const [meta] = page.texts('.jp-gatescope-meta');
        expect(meta).toContain(`${total.toLocaleString('en')} parameters`);
        expect(
          page.texts('.jp-gatescope-summary-count, .jp-gatescope-summary-total')
        ).toEqual([...counts, total].map(each => each.toLocaleString('en')));
        return {
          table: [
            table![0],
            ...counts.map((count, at): Cell[] => {
              const [name, type, output, , formula, arithmetic] =
                table![at + 1];
              expect(resultOf(arithmetic)).toBe(count);
              const width = [...units, 2][at];
              expect(output).toBe(
                at < units.length - 1 ? `[B, T, ${width}]` : `[B, ${width}]`
              );
              return [
                name,
                type,
                output,
                count,
                formula,
                arithmetic,
                'yes',
                null
              ];
            })
          ]
        };
      }
    };
  }
};

export const viewsOfModels = {
  River: river,
  'Gates of a cell of one’s own': custom,
  Summary: summary
};
