import { requireObject } from '../base/check';
import { anything, options, text } from '../base/options';
import type { FitOptions } from '../models/fit';
import { fitFields } from '../models/fit';
import { Sequential } from '../models/sequential';
import type { RunOfNetwork } from '../run/run';
import type { TensorLike } from '../tensor/tensor';
import { described } from '../base/described';
import { Diverged } from '../training/diverged';
import type { MetricName } from '../training/metrics';
import { requireMetric } from '../training/requireMetric';
import { scoreModel } from '../models/evaluateModel';
import { compareRuns } from './comparison';
import type { Baseline } from './baseline';
import { requireBaseline } from './baseline';
import { requireSeeds } from './requireSeeds';
import type { Study, StudyNetwork } from './studyResult';
import { formatStudyScore, summarize } from './scores';

/** A score of one's own: a number for a trained network. */
export interface StudyMetric {
  readonly name: string;
  readonly unit?: string;
  /** Called once for each trained network. */
  of(model: Sequential): number | Promise<number>;
}

export interface StudyOptions extends Omit<
  FitOptions,
  'resumeFrom' | 'snapshots' | 'title'
> {
  /** Under each name a function that makes the compiled network from a seed. */
  networks: Readonly<Record<string, (seed: number) => Sequential>>;
  /** What is learned from, as for `fit`. */
  x: TensorLike;
  y: TensorLike;
  /** Examples `[x, y]` that are only scored. Not needed with a `metric` of one's own. */
  testData?: readonly [TensorLike, TensorLike];
  /** A number (seeds 1, 2, …) or the seeds themselves. Default 5. */
  seeds?: number | readonly number[];
  /** Default: the first metric of `compile`, else the loss. */
  metric?: MetricName | 'loss' | StudyMetric;
  /** The score of a simple answer. */
  baseline?: Baseline;
}

const read = options('study', {
  ...fitFields,
  networks: anything<StudyOptions['networks']>(),
  x: anything<TensorLike>(),
  y: anything<TensorLike>(),
  testData: anything<StudyOptions['testData']>(),
  seeds: anything<number | readonly number[]>().or(5),
  metric: anything<StudyOptions['metric']>(),
  baseline: anything<Baseline | undefined>()
});
const readMetric = options('study: metric', {
  name: anything<string>(),
  unit: text.optional(),
  of: anything<StudyMetric['of']>()
});

/**
 * Trains several kinds of networks from several seeds and scores each on held-out data: one run
 * proves nothing. Of each kind only the first training is drawn; one line says how far the others are.
 *
 * @throws TypeError on a wrong option; RangeError when shapes do not fit
 * @example
 * ```ts
 * const x = [[0, 1], [1, 0], [1, 1]];
 * const make = (layer: typeof layers.gru | typeof layers.lstm) => (seed: number) => {
 *   const model = sequential([layer({ units: 2 }), layers.dense({ units: 1 })], { seed });
 *   model.compile({ loss: 'meanSquaredError' });
 *   return model;
 * };
 * const found = await study({
 *   networks: { GRU: make(layers.gru), LSTM: make(layers.lstm) },
 *   x, y: [1, 1, 2], testData: [[[0, 0]], [0]], seeds: 3, epochs: 2
 * });
 * found.network('GRU').scores.length; // 3
 * found.compare([0, 1]).toBundle().rows[0].metric?.seeds; // 3
 * ```
 */
export async function study(given: StudyOptions): Promise<Study> {
  const who = 'study';
  const { networks, x, y, testData, baseline, metric, ...rest } = read(given);
  const { seeds: seedsGiven, verbose, ...fit } = rest;
  const makers = requireMakers(who, networks);
  const seeds = requireSeeds(who, seedsGiven);
  const score = requireScore(who, metric, testData);
  const against =
    baseline === undefined ? undefined : requireBaseline(who, baseline);
  let metricFound: Study['metric'] | undefined;
  const found: StudyNetwork[] = [];
  for (const [name, make] of makers) {
    const models: Sequential[] = [];
    const scores: number[] = [];
    let seconds = 0;
    for (const seed of seeds) {
      const model = requireModel(who, name, make(seed));
      const history = await model
        .fit(x, y, {
          ...fit,
          verbose: models.length > 0 && verbose === 1 ? 2 : verbose,
          title: `${name}, seed ${seed}`
        })
        .catch(divergedAs(`${who}: ${name}, seed ${seed}`));
      const result = await score(model);
      if (!Number.isFinite(result.value)) {
        throw new RangeError(
          `${who}: the score of ${name} with seed ${seed} is ${described(result.value)}`
        );
      }
      metricFound ??= {
        name: result.name,
        ...(result.unit !== undefined && { unit: result.unit })
      };
      models.push(model);
      scores.push(result.value);
      seconds += history.epochs.reduce((sum, row) => sum + row.seconds, 0);
    }
    found.push({
      name,
      models,
      scores,
      ...summarize(scores),
      parameters: models[0].summary().total,
      seconds: seconds / seeds.length
    });
  }
  return studyOf(metricFound!, seeds, found, against);
}

/** Says of a training that diverged which it was; its scores could not be compared. */
const divergedAs = (which: string) => (error: unknown) => {
  throw error instanceof Diverged
    ? new Diverged(`${which}: ${error.message}`)
    : error;
};

function studyOf(
  metric: Study['metric'],
  seeds: readonly number[],
  networks: readonly StudyNetwork[],
  baseline: Baseline | undefined
): Study {
  const column = metric.unit ? `${metric.name}, ${metric.unit}` : metric.name;
  const result: Study = {
    metric,
    seeds,
    networks,
    ...(baseline && { baseline }),
    rows: [
      ...networks.map(({ name, mean, deviation, lowest, highest }) => ({
        network: name,
        [column]: mean,
        '± between seeds': deviation ?? null,
        lowest,
        highest
      })),
      ...(baseline
        ? [
            {
              network: baseline.name,
              [column]: baseline.value,
              '± between seeds': null,
              lowest: null,
              highest: null
            }
          ]
        : [])
    ],
    network(name) {
      const one = networks.find(each => each.name === name);
      if (!one) {
        throw new RangeError(
          `study.network: there is no network '${name}'; the networks are ${networks.map(each => each.name).join(', ')}`
        );
      }
      return one;
    },
    compare(x, options = {}) {
      requireObject('study.compare', 'options', options);
      const runs: RunOfNetwork[] = networks.map(({ name, models }) =>
        models[0].trace(x, { ...options, title: name })
      );
      return compareRuns(
        runs,
        {
          study: result,
          ...(options.title !== undefined && { title: options.title })
        },
        'study.compare'
      );
    },
    toString: () =>
      [
        `${metric.name} on held-out data, ${seeds.length} seeds`,
        ...networks.map(
          each =>
            `  ${each.name}: ${formatStudyScore({ ...each, unit: metric.unit })}`
        ),
        ...(baseline
          ? [
              `  ${baseline.name}: ${formatStudyScore({ mean: baseline.value, unit: metric.unit })}`
            ]
          : [])
      ].join('\n')
  };
  return result;
}

function requireMakers(
  who: string,
  networks: unknown
): [string, (seed: number) => unknown][] {
  const entries =
    typeof networks === 'object' && networks !== null
      ? Object.entries(networks as Record<string, unknown>)
      : [];
  if (entries.length === 0) {
    throw new TypeError(
      `${who}: networks must name at least one function that makes a compiled model from a seed, as in { GRU: seed => … }, got ${described(networks)}`
    );
  }
  for (const [name, make] of entries) {
    if (typeof make !== 'function') {
      throw new TypeError(
        `${who}: networks.${name} must be a function of a seed, got ${described(make)}${make instanceof Sequential ? ' (write seed => … around it, so that each seed gets weights of its own)' : ''}`
      );
    }
  }
  return entries as [string, (seed: number) => unknown][];
}

function requireModel(who: string, name: string, model: unknown): Sequential {
  if (!(model instanceof Sequential)) {
    throw new TypeError(
      `${who}: networks.${name} must return a model, got ${described(model)}`
    );
  }
  if (!model.compiled) {
    throw new TypeError(
      `${who}: networks.${name} must compile the model that it returns: model.compile({ optimizer: 'adam', loss: … })`
    );
  }
  return model;
}

type ScoreOf = (
  model: Sequential
) => Promise<{ name: string; unit?: string; value: number }>;

function requireScore(
  who: string,
  metric: StudyOptions['metric'],
  testData: StudyOptions['testData']
): ScoreOf {
  if (typeof metric === 'object' && metric !== null) {
    const { name, unit, of } = readMetric(metric);
    if (typeof name !== 'string' || typeof of !== 'function') {
      throw new TypeError(
        `${who}: metric must be a name such as 'accuracy', or { name, of: model => number }, got ${described(metric)}`
      );
    }
    return async model => ({ name, unit, value: await of(model) });
  }
  const wanted =
    metric === undefined
      ? null
      : metric === 'loss'
        ? 'loss'
        : requireMetric(who, metric);
  if (!Array.isArray(testData) || testData.length !== 2) {
    throw new TypeError(
      `${who}: testData must be [x, y], or metric a score of your own { name, of: model => number }; got ${described(testData)}`
    );
  }
  const [x, y] = testData as [TensorLike, TensorLike];
  return model =>
    Promise.resolve(scoreModel(`${who}: testData`, model, x, y, wanted));
}
