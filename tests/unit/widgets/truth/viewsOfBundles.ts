import * as fc from 'fast-check';
import {
  float64,
  TRACE_VERSION,
  type Attention,
  type Bundle,
  type History,
  type Predictions,
  type Search
} from '../../../../src/trace';
import { createAttentionView } from '../../../../src/widgets/attention/createAttentionView';
import type { ViewFactory } from '../../../../src/widgets/context';
import { createPredictionsView } from '../../../../src/widgets/predictions/createPredictionsView';
import { createSearchView } from '../../../../src/widgets/search/createSearchView';
import { createTrainingView } from '../../../../src/widgets/training/createTrainingView';
import { openView } from '../viewPage';
import { asItIs, type Adapter, type Truth } from './adapter';
import { near, type Cell, type Told, type Words } from './told';

/** Values as trainings and answers have them: small, large, and as they come. */
const number = fc.oneof(
  fc.double({ min: -5, max: 5, noNaN: true }),
  fc.constantFrom(0, 1e-9, 3e5, -2e7, 12084)
);
const positive = fc.oneof(
  fc.double({ min: 1e-4, max: 5, noNaN: true }),
  fc.constantFrom(1e-9, 3e5)
);
const share = fc.oneof(
  fc.double({ min: 1e-30, max: 1, noNaN: true }),
  fc.constant(0)
);

const list = <T>(of: fc.Arbitrary<T>, length: number): fc.Arbitrary<T[]> =>
  fc.array(of, { minLength: length, maxLength: length });

const header = (kind: string) => ({
  version: TRACE_VERSION,
  id: `drawn-${kind}`
});

/** A view of a bundle that is drawn as it is, at a step of it. */
const ofBundle = <B extends Bundle, D>(
  view: ViewFactory<B>,
  drawn: fc.Arbitrary<D>,
  made: (drawn: D) => { bundle: B; step: number },
  truth: (bundle: B, step: number, told: Told) => Truth
): Adapter<D> => ({
  drawn,
  of(from) {
    const { bundle, step } = made(from);
    return {
      open: (named = asItIs) => openView(view, named(bundle)),
      at: { step },
      truth: told => truth(bundle, step, told)
    };
  }
});

/** Numbers from 0 to below. */
const upTo = (count: number): number[] =>
  Array.from({ length: count }, (_, at) => at);

const training = ofBundle(
  createTrainingView,
  fc
    .integer({ min: 1, max: 60 })
    .chain(epochs =>
      fc.tuple(list(positive, epochs), list(positive, epochs), fc.nat(59))
    ),
  ([loss, validation, step]) => ({
    step: step % loss.length,
    bundle: {
      ...header('history'),
      kind: 'history',
      status: 'finished',
      epochs: { done: loss.length, planned: loss.length },
      metrics: [
        {
          name: 'loss',
          training: float64(loss, [loss.length]),
          validation: float64(validation, [loss.length])
        }
      ]
    } as History
  }),
  ({ metrics: [{ training: own, validation }] }, _, { table, csv }) => {
    const rows = upTo(own.values.length).map(epoch => [
      epoch + 1,
      own.values[epoch],
      validation!.values[epoch]
    ]);
    const words = (epoch: number): Words => [
      `epoch ${epoch}`,
      'loss',
      own.values[epoch - 1],
      'validation loss',
      validation!.values[epoch - 1]
    ];
    const best =
      validation!.values.indexOf(Math.min(...validation!.values)) + 1;
    const last = own.values.length;
    const at = (epoch: number): [number, number] => [
      validation!.values[epoch - 1],
      own.values[epoch - 1]
    ];
    return {
      table: [table![0], ...rows],
      csv: [csv![0], ...rows],
      sentence:
        best < last
          ? undefined
          : [
              `The last one, epoch ${last}: validation loss`,
              at(last)[0],
              ', training loss',
              at(last)[1],
              '.'
            ],
      tooltip: said => words(Number(/^epoch (\d+)/.exec(said)![1]))
    };
  }
);

const attention = ofBundle(
  createAttentionView,
  fc
    .tuple(
      fc.integer({ min: 1, max: 12 }),
      fc.integer({ min: 1, max: 12 }),
      fc.nat(11)
    )
    .chain(([sources, targets, step]) =>
      fc.record({
        step: fc.constant(step % targets),
        sources: fc.constant(sources),
        weights: list(list(fc.oneof(share, fc.constant(0)), sources), targets),
        probabilities: list(share, targets),
        wrong: fc.nat(targets)
      })
    ),
  ({ step, sources, weights, probabilities, wrong }) => {
    // Rows of weights add up to one.
    const rows = weights.map(row => {
      const sum = row.reduce((all, each) => all + each, 0);
      return sum === 0
        ? row.map(() => 1 / sources)
        : row.map(each => each / sum);
    });
    const target = rows.map((_, at) => `t${at}`);
    return {
      step,
      bundle: {
        ...header('attention'),
        kind: 'attention',
        score: 'dot',
        source: upTo(sources).map(at => `s${at}`),
        decodings: [
          {
            name: 'free',
            target,
            expected: target.map((token, at) =>
              at === wrong ? 'other' : token
            ),
            weights: float64(rows.flat(), [rows.length, sources]),
            probabilities: float64(probabilities, [rows.length])
          }
        ]
      } as Attention
    };
  },
  ({ source, decodings: [one] }, step, { table, csv, sentence }) => {
    const { target, expected, weights, probabilities } = one;
    const weight = (at: number, of: number): number =>
      weights.values[at * source.length + of];
    const rows = target.map((token, at): Cell[] => [
      'free',
      at,
      token,
      expected![at],
      probabilities!.values[at],
      ...source.map((_, of) => weight(at, of))
    ]);
    const mistake = target.findIndex((token, at) => token !== expected![at]);
    const seen = upTo(source.length)
      .filter(of => weight(step, of) > 0)
      .sort((a, b) => weight(step, b) - weight(step, a))
      .slice(0, 3)
      .filter(of => weight(step, of) >= 0.05);
    const entropy = upTo(source.length).reduce(
      (sum, of) =>
        weight(step, of) > 0
          ? sum - weight(step, of) * Math.log(weight(step, of))
          : sum,
      0
    );
    const looks: Words = [
      `“${target[step]}”, written with probability`,
      probabilities!.values[step],
      ', looks at',
      ...seen.flatMap((of, index): Words => [
        `${index > 0 ? ', ' : ''}“${source[of]}”`,
        { percent: weight(step, of) },
        '%'
      ]),
      '; spread over',
      near(Math.exp(entropy)),
      'tokens.'
    ];
    return {
      table: [table![0], ...rows],
      csv: csv ? [csv[0], ...rows] : undefined,
      sentence: sentence.includes('looks at')
        ? [
            ...looks,
            ...(target[step] === expected![step]
              ? []
              : [`✗ expected “${expected![step]}”`])
          ]
        : mistake < 0
          ? ['free: every token as expected.']
          : [
              `free: wrong for the first time at step ${mistake}, “${target[mistake]}” instead of “${expected![mistake]}”.`
            ]
    };
  }
);

const forecast = ofBundle(
  createPredictionsView,
  fc.integer({ min: 1, max: 40 }).chain(steps =>
    fc.record({
      step: fc.nat(steps - 1),
      truth: list(number, steps),
      guess: list(number, steps),
      width: list(positive, steps)
    })
  ),
  ({ step, truth, guess, width }) => {
    const steps = truth.length;
    const line = (values: readonly number[]) => float64(values, [steps]);
    return {
      step,
      bundle: {
        ...header('predictions'),
        kind: 'predictions',
        content: {
          form: 'forecast',
          time: { steps, name: 'day' },
          truth: { name: 'births', values: line(truth) },
          forecasts: [
            {
              name: 'network',
              values: line(guess),
              band: {
                name: '80 %',
                lower: line(guess.map((value, at) => value - width[at])),
                upper: line(guess.map((value, at) => value + width[at]))
              }
            }
          ]
        }
      } as Predictions
    };
  },
  ({ content }, step, { table, csv, sentence, spoken }) => {
    if (content.form !== 'forecast') {
      throw new TypeError('It was drawn as a forecast.');
    }
    const { truth, forecasts } = content;
    const [{ values, band }] = forecasts;
    const came = truth.values.values;
    const error = (at: number): number => values.values[at] - came[at];
    const rows = upTo(came.length).map(at => [
      at,
      came[at],
      values.values[at],
      error(at),
      band!.lower.values[at],
      band!.upper.values[at]
    ]);
    const farthest = upTo(came.length).reduce((best, at) =>
      Math.abs(error(at)) > Math.abs(error(best)) ? at : best
    );
    const inside = upTo(came.length).filter(
      at =>
        came[at] >= band!.lower.values[at] && came[at] <= band!.upper.values[at]
    ).length;
    const isSaid = sentence.startsWith('network: Farthest');
    return {
      table: [table![0], ...rows],
      csv: csv ? [csv[0], ...rows] : undefined,
      sentence: isSaid
        ? [
            `network: Farthest off at day ${farthest}:`,
            error(farthest),
            `. The band (80 %) holds`,
            { percent: inside / came.length },
            '% of what came.'
          ]
        : undefined,
      spoken:
        spoken === ''
          ? undefined
          : [
              `day ${step}: births`,
              came[step],
              ', network',
              values.values[step],
              ', error',
              error(step)
            ]
    };
  }
);

const confusion = ofBundle(
  createPredictionsView,
  fc
    .integer({ min: 2, max: 6 })
    .chain(classes => list(fc.nat(30), classes * classes)),
  counts => ({
    step: 0,
    bundle: {
      ...header('predictions'),
      kind: 'predictions',
      content: {
        form: 'confusion',
        classes: upTo(Math.sqrt(counts.length)).map(at => `k${at}`),
        counts: float64(counts, [
          Math.sqrt(counts.length),
          Math.sqrt(counts.length)
        ])
      }
    } as Predictions
  }),
  ({ content }, _, { table, sentence }) => {
    if (content.form !== 'confusion') {
      throw new TypeError('It was drawn as a confusion.');
    }
    const { classes, counts } = content;
    const at = (truth: number, answer: number): number =>
      counts.values[truth * classes.length + answer];
    const all = upTo(classes.length);
    const ofTruth = all.map(truth =>
      all.reduce((sum, answer) => sum + at(truth, answer), 0)
    );
    const right = all.reduce((sum, each) => sum + at(each, each), 0);
    const total = ofTruth.reduce((sum, each) => sum + each, 0);
    const percent = (part: number, whole: number): Words => [
      { percent: whole === 0 ? 0 : part / whole },
      '%'
    ];
    return {
      table: [
        table![0],
        ...all.map((truth): Cell[] => [
          classes[truth],
          ...all.map(answer => at(truth, answer)),
          null
        ])
      ],
      sentence: sentence.startsWith('Right:')
        ? [
            'Right:',
            right,
            'of',
            total,
            '(',
            ...percent(right, total),
            ').',
            ...(/ The commonest.*$/.exec(sentence) ?? [])
          ]
        : undefined
    };
  }
);

const text = ofBundle(
  createPredictionsView,
  fc.integer({ min: 1, max: 40 }).chain(tokens =>
    fc.record({
      prompt: fc.nat(tokens - 1),
      step: fc.nat(tokens - 1),
      probabilities: list(fc.oneof(share, fc.constantFrom(0, 1e-9)), tokens)
    })
  ),
  ({ prompt, step, probabilities }) => ({
    step,
    bundle: {
      ...header('predictions'),
      kind: 'predictions',
      content: {
        form: 'text',
        tokens: probabilities.map((_, at) => `w${at}`),
        promptLength: prompt,
        probabilities: float64(
          probabilities.map((value, at) => (at < prompt ? NaN : value)),
          [probabilities.length]
        )
      }
    } as Predictions
  }),
  ({ content }, step, { table, spoken }) => {
    if (content.form !== 'text') {
      throw new TypeError('It was drawn as a text.');
    }
    const { tokens, promptLength, probabilities } = content;
    const { values } = probabilities;
    const written = upTo(tokens.length).filter(at => at >= promptLength);
    const least = written.reduce((best, at) =>
      values[at] < values[best] ? at : best
    );
    const doubt = written.reduce((sum, at) => sum - Math.log(values[at]), 0);
    return {
      table: [
        table![0],
        ...tokens.map((token, at): Cell[] => [
          at,
          token,
          at < promptLength ? 'yes' : 'no',
          values[at]
        ])
      ],
      sentence: [
        `Least expected: “${tokens[least]}” at step ${least}, probability`,
        values[least],
        '. Perplexity of the generated text:',
        ...(values[least] === 0
          ? [
              Infinity,
              ', because the network gave this token no chance at all.'
            ]
          : [
              near(Math.exp(doubt / written.length)),
              ', as unsure as a choice among that many.'
            ])
      ],
      spoken:
        spoken === ''
          ? undefined
          : step < promptLength
            ? [`step ${step} · “${tokens[step]}” · given.`]
            : [
                `step ${step} · “${tokens[step]}” · probability`,
                values[step],
                '.'
              ]
    };
  }
);

const search = ofBundle(
  createSearchView,
  fc.integer({ min: 1, max: 8 }).chain(rows =>
    fc.record({
      scores: list(list(number, 3), rows),
      fresh: list(number, rows),
      // Of these rows the second training diverged.
      diverged: list(fc.boolean(), rows),
      step: fc.nat(rows - 1)
    })
  ),
  ({ scores: given, fresh, diverged, step }) => {
    const scores = given.map((row, at) =>
      diverged[at] ? [row[0], NaN, row[2]] : row
    );
    const means = scores.map(row => (row[0] + row[1] + row[2]) / 3);
    const order = upTo(scores.length).sort(
      (a, b) =>
        Number(diverged[a]) - Number(diverged[b]) || means[a] - means[b] || 0
    );
    return {
      step,
      bundle: {
        ...header('search'),
        kind: 'search',
        metric: { name: 'error', greaterIsBetter: false },
        parameters: ['units'],
        rows: scores.map((row, at) => ({
          values: [String(at + 1)],
          scores: float64(row, [3]),
          mean: means[at],
          rank: order.indexOf(at) + 1,
          fresh: fresh[at]
        }))
      } as unknown as Search
    };
  },
  ({ rows }, _, { table, csv }) => {
    const sorted = [...rows].sort((a, b) => a.rank - b.rank);
    const told = sorted.map(({ rank, values, mean, scores, fresh }): Cell[] => [
      rank,
      values[0],
      ...(Number.isNaN(mean)
        ? ['did not give a number', '']
        : [
            mean,
            near(
              Math.sqrt(
                Array.from(scores.values).reduce(
                  (sum, each) => sum + (each - mean) ** 2,
                  0
                ) / 3
              ),
              Math.max(...Array.from(scores.values).map(Math.abs))
            )
          ]),
      ...Array.from(scores.values, score =>
        Number.isNaN(score) ? 'no number' : score
      ),
      fresh!
    ]);
    return {
      table: [table![0], ...told],
      csv: csv ? [csv[0], ...told] : undefined
    };
  }
);

export const viewsOfBundles = {
  Training: training,
  Attention: attention,
  Forecast: forecast,
  Confusion: confusion,
  Text: text,
  Search: search
};
