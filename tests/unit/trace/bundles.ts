import * as fc from 'fast-check';
import {
  float32,
  float64,
  TRACE_VERSION,
  uint8,
  type Attention,
  type Bundle,
  type CheckReport,
  type Comparison,
  type Equation,
  type Expression,
  type GradientFlow,
  type Weights,
  WEIGHT_BINS,
  type History,
  type LayerTrace,
  type Metric,
  type ModelSummary,
  type NumericArray,
  type Prediction,
  type Predictions,
  type Question,
  type Questions,
  type Claim,
  type Race,
  type Search,
  type Trace
} from '../../../src/trace';

/** Random bundles of every kind that are right in all their parts. */

const name = fc.stringMatching(/^[a-zσ☂ ]{1,12}$/);
const words = fc.string({ maxLength: 30 });
/** JSON writes minus zero as 0, so outside arrays its sign is lost. */
const value64 = fc.double().map(value => value + 0);
const value32 = fc.float();
const finite = fc
  .double({ noDefaultInfinity: true, noNaN: true })
  .map(value => value + 0);
const maybe = <T>(arbitrary: fc.Arbitrary<T>) =>
  fc.option(arbitrary, { nil: undefined });

const list = <T>(arbitrary: fc.Arbitrary<T>, length: number) =>
  fc.array(arbitrary, { minLength: length, maxLength: length });

const f32 = (...shape: number[]): fc.Arbitrary<NumericArray> =>
  list(
    value32,
    shape.reduce((a, b) => a * b, 1)
  ).map(values => float32(values, shape));

const f64 = (...shape: number[]): fc.Arbitrary<NumericArray> =>
  list(
    fc.double(),
    shape.reduce((a, b) => a * b, 1)
  ).map(values => float64(values, shape));

const header = <K extends Bundle['kind']>(kind: K) => ({
  version: fc.constant(TRACE_VERSION),
  kind: fc.constant(kind),
  id: fc.uuid(),
  title: maybe(words),
  live: maybe(fc.record({ session: fc.uuid(), revision: fc.nat() }))
});

const parameters = fc.record({
  count: fc.nat(),
  formula: words,
  arithmetic: words
});

const loss = fc.record({ name, value: value64 });

const expression: fc.Arbitrary<Expression> = fc.letrec<{ node: Expression }>(
  tie => ({
    node: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.record({
        kind: fc.constant('symbol' as const),
        name,
        role: fc.constantFrom('input' as const, 'parameter' as const)
      }),
      fc.record({ kind: fc.constant('number' as const), value: value64 }),
      fc.record({
        kind: fc.constant('call' as const),
        name: fc.constantFrom('sigmoid', 'tanh'),
        args: list(tie('node'), 1)
      }),
      fc.record({
        kind: fc.constant('operation' as const),
        name: fc.constantFrom('add' as const, 'multiply' as const),
        args: list(tie('node'), 2)
      })
    )
  })
).node;

const equation: fc.Arbitrary<Equation> = fc.record({
  channel: name,
  expression
});

const time = (steps: number) =>
  fc.record({
    steps: fc.constant(steps),
    name,
    labels: maybe(list(words, steps)),
    mask: maybe(list(fc.nat(1), steps).map(bits => uint8(bits, [steps])))
  });

const series = (steps: number) =>
  fc.record({ name, unit: maybe(name), values: f32(steps) });

const layer = (steps: number, units: number): fc.Arbitrary<LayerTrace> =>
  fc.record({
    name: fc.constant('lstm'),
    cell: fc.constant('lstm' as const),
    cellName: fc.constant('LSTM'),
    direction: fc.constantFrom('forward' as const, 'backward' as const),
    inputSize: fc.nat(9),
    units: fc.constant(units),
    parameters,
    equations: fc.array(equation, { maxLength: 3 }),
    source: maybe(
      fc.constant({ code: 'const f = 1;\nconst c = f;', lines: { f: 0, c: 1 } })
    ),
    channels: fc.tuple(
      f32(steps, units).map(array => ({
        name: 'f',
        label: 'forget',
        role: 'gate' as const,
        range: [0, 1] as const,
        array
      })),
      fc.tuple(f32(steps, units), f32(units)).map(([array, initial]) => ({
        name: 'c',
        label: 'cell state',
        role: 'state' as const,
        range: [-1.5, 1.5] as const,
        array,
        initial
      })),
      f64(steps, units).map(array => ({
        name: 'dL/dc',
        label: 'gradient',
        role: 'gradient' as const,
        of: 'c',
        range: [-1, 1] as const,
        array
      }))
    )
  });

const sizes = fc.record({
  steps: fc.nat(6),
  units: fc.integer({ min: 1, max: 4 })
});

export const trace: fc.Arbitrary<Trace> = sizes.chain(({ steps, units }) =>
  fc.record({
    ...header('trace'),
    time: time(steps),
    input: fc.record({
      names: fc.constant(['a', 'b']),
      unit: maybe(name),
      array: f64(steps, 2),
      editable: fc.boolean()
    }),
    layers: fc.oneof(fc.constant([]), fc.tuple(layer(steps, units))),
    outputs: fc.array(series(steps), { maxLength: 2 }),
    targets: maybe(fc.array(series(steps), { maxLength: 2 })),
    loss: maybe(loss),
    clamps: fc.constant([]),
    edits:
      steps === 0
        ? fc.constant([])
        : fc.array(
            fc.record({
              step: fc.nat(steps - 1),
              feature: fc.nat(1),
              value: finite
            }),
            { maxLength: 2 }
          )
  })
);

const metric = (epochs: number): fc.Arbitrary<Metric> =>
  fc.record({ name, training: f64(epochs), validation: maybe(f64(epochs)) });

export const comparison: fc.Arbitrary<Comparison> = fc
  .integer({ min: 1, max: 4 })
  .chain(count =>
    fc.record({
      ...header('comparison'),
      traces: list(trace, count),
      rows: list(
        fc.record({
          name,
          parameters,
          loss: maybe(loss),
          training: maybe(metric(2)),
          secondsPerEpoch: maybe(value64),
          metric: maybe(
            fc.record({
              name,
              unit: maybe(name),
              mean: value64,
              deviation: maybe(value64),
              seeds: maybe(fc.nat()),
              scores: maybe(fc.array(value64, { maxLength: 3 })),
              baseline: maybe(loss)
            })
          )
        }),
        count
      )
    })
  );

export const summary: fc.Arbitrary<ModelSummary> = fc.record({
  ...header('summary'),
  layers: fc.array(
    fc.record({
      name,
      type: name,
      outputShape: fc.array(fc.option(fc.nat(), { nil: null }), {
        maxLength: 3
      }),
      parameters,
      trainable: fc.boolean()
    }),
    { maxLength: 3 }
  ),
  total: fc.nat()
});

export const history: fc.Arbitrary<History> = fc.nat(4).chain(done =>
  fc.record({
    ...header('history'),
    status: fc.constantFrom('running' as const, 'stopped' as const),
    epochs: fc.nat(3).map(left => ({ done, planned: done + left })),
    metrics: fc.array(metric(done), { maxLength: 2 }),
    batchLoss: maybe(f64(7)),
    gradientNorm: maybe(f64(done)),
    snapshots: maybe(
      fc.array(fc.record({ epoch: fc.nat(9), trace }), { maxLength: 1 })
    ),
    usedEpoch: maybe(fc.nat(Math.max(done, 1) - 1)),
    elsewhere: maybe(fc.boolean()),
    model: maybe(summary)
  })
);

export const gradientFlow: fc.Arbitrary<GradientFlow> = fc
  .integer({ min: 1, max: 6 })
  .chain(steps =>
    fc.record({
      ...header('gradientFlow'),
      time: time(steps),
      lossStep: fc.nat(steps - 1),
      threshold: fc.constant(0.01),
      networks: fc.array(
        fc.record({
          name,
          cell: fc.constantFrom('rnn' as const, 'gru' as const),
          units: fc.nat(),
          hidden: f64(steps),
          factors: f64(steps),
          product: f64(steps),
          spectralRadius: fc.dictionary(name, value64, { maxKeys: 2 }),
          effectiveMemory: fc.option(fc.nat(), { nil: null })
        }),
        { minLength: 1, maxLength: 3 }
      )
    })
  );

const weightNumbers = (rows: number, units: number) =>
  fc.record({
    norm: value64,
    notFinite: fc.nat(rows * units),
    scale: fc.nat(9),
    histogram: f64(WEIGHT_BINS),
    array: maybe(f32(rows, units))
  });

export const weights: fc.Arbitrary<Weights> = fc
  .tuple(fc.nat(3), fc.nat(3), fc.nat(3))
  .chain(([rows, units, epochs]) =>
    fc.record({
      ...header('weights'),
      loss: maybe(fc.record({ name, value: value64 })),
      epochs: fc.constant(epochs),
      layers: list(
        fc.record({
          name,
          cell: fc.constantFrom('lstm' as const, 'custom' as const),
          cellName: name,
          direction: fc.constant('forward' as const),
          inputSize: fc.constant(rows),
          units: fc.constant(units),
          inputs: maybe(list(words, rows)),
          parameters: list(
            fc.record({
              name,
              part: fc.constantFrom('kernel' as const, 'bias' as const),
              of: name,
              shape: fc.constant([rows, units] as const),
              weights: weightNumbers(rows, units),
              gradient: maybe(weightNumbers(rows, units)),
              norms: maybe(f64(epochs)),
              gradientNorms: maybe(f64(epochs))
            }),
            1
          )
        }),
        1
      )
    })
  );

export const attention: fc.Arbitrary<Attention> = fc
  .tuple(fc.nat(3), fc.nat(3))
  .chain(([source, target]) =>
    fc.record({
      ...header('attention'),
      source: list(words, source),
      score: name,
      decodings: list(
        fc.record({
          name,
          target: list(words, target),
          weights: f64(target, source),
          context: maybe(f32(target, 2)),
          probabilities: maybe(f64(target))
        }),
        1
      )
    })
  );

export const prediction: fc.Arbitrary<Prediction> = fc
  .integer({ min: 1, max: 5 })
  .chain(count =>
    fc.record({
      ...header('prediction'),
      key: name,
      question: words,
      form: fc.constantFrom('curve' as const, 'bars' as const),
      axis: fc.record({ name, count: fc.constant(count) }),
      quantity: fc.record({ name, range: fc.constant([0, 1] as const) }),
      truth: f64(count),
      given: maybe(f64(count)),
      verdicts: fc.array(fc.record({ below: value64, text: words }), {
        maxLength: 2
      })
    })
  );

export const predictions: fc.Arbitrary<Predictions> = fc
  .integer({ min: 1, max: 4 })
  .chain(count =>
    fc.record({
      ...header('predictions'),
      content: fc.oneof(
        fc.record({
          form: fc.constant('forecast' as const),
          time: time(count),
          truth: series(count),
          forecasts: fc.array(series(count), { maxLength: 2 })
        }),
        fc.record({
          form: fc.constant('confusion' as const),
          classes: list(words, count),
          counts: f64(count, count)
        }),
        fc.record({
          form: fc.constant('text' as const),
          tokens: list(words, count),
          promptLength: fc.nat(count),
          probabilities: f64(count),
          hidden: maybe(f32(count, 3)),
          likely: maybe(
            list(
              fc.array(
                fc.record({
                  token: words,
                  probability: fc.constantFrom(0, 0.25, 1)
                }),
                { maxLength: 2 }
              ),
              count
            )
          ),
          temperature: maybe(fc.constantFrom(0, 0.7))
        })
      )
    })
  );

export const check: fc.Arbitrary<CheckReport> = fc
  .tuple(fc.nat(3), fc.nat(3))
  .chain(([points, more]) =>
    fc.record({
      ...header('check'),
      exercise: name,
      status: fc.constantFrom('passed' as const, 'notYet' as const),
      points: fc.constant(points),
      maxPoints: fc.constant(points + more),
      message: words,
      details: fc.array(words, { maxLength: 2 }),
      line: maybe(fc.nat(40)),
      seconds: fc.constant(0.5),
      numbersChecked: fc.nat(),
      first: maybe(
        fc.record({
          channel: name,
          step: fc.nat(),
          unit: fc.nat(),
          expected: value64,
          got: value64
        })
      ),
      equations: maybe(fc.record({ got: maybe(equation), expected: equation }))
    })
  );

const question: fc.Arbitrary<Question> = fc
  .record({ id: name, question: words, explanation: maybe(words) })
  .chain(base =>
    fc.oneof<fc.Arbitrary<Question>[]>(
      fc.constant({
        ...base,
        form: 'number',
        number: { answer: 1.5, tolerance: 0, replies: [] }
      }),
      words.map(text => ({
        ...base,
        form: 'choice',
        choice: {
          options: [
            { text, right: true, reply: text },
            { text, right: false, reply: text }
          ]
        }
      })),
      fc.array(finite, { minLength: 1, maxLength: 4 }).map(values => ({
        ...base,
        form: 'place',
        place: {
          axis: { name: 'day', count: values.length },
          lines: [{ name: 'rain', values }],
          right: [0],
          replies: []
        }
      })),
      finite.map(number => ({
        ...base,
        form: 'table',
        table: {
          code: 'h = x',
          names: ['h'],
          rows: [[number], [0]],
          given: 1,
          tolerance: 0
        }
      })),
      words.map(text => ({
        ...base,
        form: 'order',
        order: {
          lines: [text, 'b'],
          before: [[0, 1]],
          strangers: [{ text, reply: text }]
        }
      })),
      words.map(text => ({
        ...base,
        form: 'text',
        text: { model: text, points: [text] }
      })),
      finite.map(weight => {
        const block = [weight, 0, 1] as const;
        return {
          ...base,
          form: 'cell',
          cell: {
            blocks: { f: block, i: block, g: block, o: block },
            inputs: [weight],
            start: [0, 0],
            backward: true,
            tolerance: 0.01
          }
        };
      }),
      fc.array(finite, { minLength: 6, maxLength: 6 }).map(scores => ({
        ...base,
        form: 'bench',
        bench: {
          trainings: 20,
          measure: 'error',
          rows: ['GRU', 'LSTM'],
          rival: 1,
          seeds: 3,
          rates: [],
          budgetName: 'epochs',
          budgets: [10],
          scores,
          breaks: [{ row: 0 }],
          ranges: [
            { text: 'here', right: true, reply: 'So it is.' },
            { text: 'everywhere', right: false, reply: 'Train longer.' }
          ]
        }
      }))
    )
  );

export const questions: fc.Arbitrary<Questions> = fc.record({
  ...header('questions'),
  purpose: fc.constantFrom('field' as const, 'test' as const),
  sheets: fc.constant([{ key: 'a', days: 0 }]),
  explains: fc.boolean(),
  items: fc.uniqueArray(question, {
    minLength: 1,
    maxLength: 3,
    selector: ({ id }) => id
  })
});

export const search: fc.Arbitrary<Search> = fc
  .tuple(fc.nat(2), fc.integer({ min: 1, max: 3 }))
  .chain(([parameters, scores]) =>
    fc.record({
      ...header('search'),
      metric: fc.record({
        name,
        unit: maybe(name),
        greaterIsBetter: fc.boolean()
      }),
      parameters: fc.constant(
        Array.from({ length: parameters }, (_, at) => `setting ${at}`)
      ),
      rows: fc.array(
        fc.record({
          values: list(words, parameters),
          scores: f64(scores),
          mean: value64,
          rank: fc.integer({ min: 1, max: 9 }),
          fresh: maybe(finite)
        }),
        { minLength: 1, maxLength: 3 }
      ),
      baseline: maybe(fc.record({ name, value: finite }))
    })
  );

export const claim: fc.Arbitrary<Claim> = fc
  .record({
    rows: fc.integer({ min: 1, max: 3 }),
    seeds: fc.integer({ min: 1, max: 4 }),
    rates: fc.nat(2),
    sizes: fc.integer({ min: 1, max: 2 }),
    budgets: fc.integer({ min: 1, max: 3 })
  })
  .chain(({ rows, seeds, rates, sizes, budgets }) =>
    fc.record({
      ...header('claim'),
      sentence: name,
      range: name,
      measure: name,
      rows: fc.constant(Array.from({ length: rows }, (_, at) => `row ${at}`)),
      seeds: list(fc.nat(99), seeds),
      rates: list(finite, rates),
      budgetName: name,
      budgets: list(finite, budgets),
      sizeName: name,
      sizes: list(finite, sizes),
      places: list(
        fc.record({
          scores: f64(rows, seeds),
          rates: maybe(list(finite, rows)),
          verdict: fc.constantFrom(
            'holds' as const,
            'partly' as const,
            'fails' as const
          ),
          words: name
        }),
        sizes * (rates + 1) * budgets
      ),
      opens: fc.record({
        size: fc.nat(sizes - 1),
        rate: fc.nat(rates),
        budget: fc.nat(budgets - 1)
      }),
      reference: maybe(fc.record({ name, value: finite })),
      opened: maybe(fc.boolean())
    })
  );

export const race: fc.Arbitrary<Race> = fc
  .record({
    groups: fc.uniqueArray(fc.nat(99), { minLength: 1, maxLength: 4 }),
    done: fc.nat(3),
    more: fc.integer({ min: 1, max: 3 }),
    networks: fc.integer({ min: 1, max: 3 }),
    isGreaterBetter: fc.boolean()
  })
  .chain(({ groups, done, more, networks, isGreaterBetter }) =>
    fc.record({
      ...header('race'),
      status: fc.constantFrom(
        'running' as const,
        'finished' as const,
        'stopped' as const,
        'failed' as const
      ),
      reason: maybe(words),
      epochs: fc.constant({ done, planned: done + more }),
      metric: fc.record({
        name,
        greaterIsBetter: fc.constant(isGreaterBetter)
      }),
      groupName: name,
      groups: fc.constant(groups.sort((one, other) => one - other)),
      baseline: fc.record({ name: maybe(name), value: fc.constant(0.5) }),
      best: fc.constant(isGreaterBetter ? 1 : 0),
      networks: fc.tuple(
        ...Array.from({ length: networks }, (_, at) =>
          fc.record({
            name: fc.constant(`network ${at}`),
            parameters: fc.nat(),
            scores: f64(done, groups.length),
            failure: maybe(words)
          })
        )
      )
    })
  );

export const bundle: fc.Arbitrary<Bundle> = fc.oneof(
  trace,
  comparison,
  history,
  gradientFlow,
  weights,
  summary,
  attention,
  prediction,
  predictions,
  check,
  questions,
  search,
  claim,
  race
);
