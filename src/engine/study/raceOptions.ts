import { described } from '../base/described';
import {
  anything,
  flag,
  integer,
  object,
  options,
  text
} from '../base/options';
import { examples, requireCompiled, type Examples } from '../models/examples';
import { Sequential } from '../models/sequential';
import { RACE_EPOCHS, RACE_SCORES } from '../../trace';
import type { Metric } from '../tensor/metric';
import type { TensorLike } from '../tensor/tensor';
import type { MetricName } from '../training/metrics';
import { requireMetric } from '../training/requireMetric';
import { requireIdle } from '../training/trainingLoop';
import { requireBaseline, type Baseline } from './baseline';
import { constantScore } from './constantScore';
import { greaterIsBetter } from './scoring';

export interface RaceOptions {
  /** One to four compiled networks, under the names by which they are drawn. */
  models: Readonly<Record<string, Sequential>>;
  /** What all of them learn from, as for `fit`. */
  x: TensorLike;
  y: TensorLike;
  /** Examples `[x, y]` that are only scored, under the delay or the length of their sequences. */
  testData: Readonly<Record<number, readonly [TensorLike, TensorLike]>>;
  /** What tells these groups apart. Default `delay`. */
  groupName?: string;
  /** Default 1. */
  epochs?: number;
  /** Default 32. */
  batchSize?: number;
  /** In another order each epoch, from each model's seed. Default true. */
  shuffle?: boolean;
  /** Which score. Default: the first metric of `compile`, else the loss. */
  metric?: MetricName | Metric | 'loss';
  /** Whether more is better, of a metric of your own; 1 is then its best, else 0. */
  greaterIsBetter?: boolean;
  /**
   * The score that is drawn palest. Default: that of an answer that is always the same: the mean of the
   * targets (their median where errors are absolute), of classes how often each comes.
   */
  baseline?: Baseline;
  title?: string;
}

const read = options('race', {
  models: object<RaceOptions['models']>(),
  x: anything<TensorLike>(),
  y: anything<TensorLike>(),
  testData: object<RaceOptions['testData']>(),
  groupName: text.or('delay'),
  epochs: integer().or(1),
  batchSize: integer().or(32),
  shuffle: flag.or(true),
  metric: anything<RaceOptions['metric']>(),
  greaterIsBetter: flag.optional(),
  baseline: anything<Baseline | undefined>(),
  title: text.optional()
});

/** A race's options, looked at. */
export type RacePlan = ReturnType<typeof planRace>;

/** A network in a race, and what it is scored on. */
export interface Racer {
  readonly name: string;
  readonly model: Sequential;
  readonly metric: Metric | 'loss';
  /** The metric is none of the library's. */
  readonly isOwnMetric: boolean;
  /** One a group. */
  readonly heldOut: readonly Examples[];
}

const MOST_MODELS = 4;
const MOST_GROUPS = 1000;
/** Of a name. */
const MOST_LETTERS = 200;

/** @throws TypeError on a wrong or unknown option; RangeError when shapes do not fit, or it is too much */
export function planRace(given: RaceOptions) {
  const who = 'race';
  const { models, testData, baseline, metric, greaterIsBetter, ...rest } =
    read(given);
  const groups = requireGroups(who, testData);
  requireLength(who, 'groupName', rest.groupName);
  const racers = requireModels(who, models).map(([name, model]): Racer => {
    const compiled = requireCompiled(`${who}: models.${name}`, model);
    requireIdle(`${who}: models.${name}`, model);
    const asked = metric ?? compiled.metrics[0] ?? 'loss';
    return {
      name,
      model,
      metric:
        asked === 'loss' ? asked : requireMetric(who, asked, compiled.answer),
      isOwnMetric: typeof asked === 'object' && !(asked.kind ?? asked.reading),
      heldOut: groups.map(group =>
        examples(`${who}: testData[${group}]`, model, ...testData[group])
      )
    };
  });
  const plan = {
    ...rest,
    groups,
    racers,
    ...scaleOf(who, racers, given, { baseline, greaterIsBetter })
  };
  requireRoom(who, plan, rest.epochs);
  return plan;
}

/** @throws RangeError when so many epochs give more scores than a notebook keeps */
export function requireRoom(
  who: string,
  { racers, groups }: Pick<RacePlan, 'racers' | 'groups'>,
  epochs: number
): void {
  const scores = racers.length * groups.length * epochs;
  if (scores > RACE_SCORES) {
    throw new RangeError(
      `${who}: epochs times models times groups of testData must be at most ${RACE_SCORES}, got ${scores}; take fewer epochs, or fewer groups`
    );
  }
  if (epochs > RACE_EPOCHS) {
    throw new RangeError(
      `${who}: epochs must be at most ${RACE_EPOCHS} in all, since each is a row of the picture, got ${epochs}`
    );
  }
}

/** @throws RangeError on a name that is empty, or too long to stand in a picture */
function requireLength(who: string, what: string, name: string): void {
  if (name === '' || name.length > MOST_LETTERS) {
    throw new RangeError(
      `${who}: ${what} must have 1 to ${MOST_LETTERS} letters, got ${name.length}`
    );
  }
}

function requireGroups(
  who: string,
  testData: RaceOptions['testData']
): readonly number[] {
  const names = Object.keys(testData);
  if (names.length === 0 || names.length > MOST_GROUPS) {
    throw new RangeError(
      `${who}: testData must hold 1 to ${MOST_GROUPS} groups, such as { 5: [x, y], 10: [x, y] }, got ${names.length}`
    );
  }
  return names
    .map(name => {
      const group = Number(name);
      if (String(group) !== name || !Number.isFinite(group)) {
        throw new TypeError(
          `${who}: testData must name each group by a number, its delay or length, such as { 5: [x, y] }, got '${name}'`
        );
      }
      const pair: unknown = testData[group];
      if (!Array.isArray(pair) || pair.length !== 2) {
        throw new TypeError(
          `${who}: testData[${name}] must be [x, y], got ${described(pair)}`
        );
      }
      return group;
    })
    .sort((one, other) => one - other);
}

function requireModels(
  who: string,
  models: RaceOptions['models']
): readonly (readonly [string, Sequential])[] {
  const entries = Object.entries(models);
  if (entries.length === 0 || entries.length > MOST_MODELS) {
    throw new RangeError(
      `${who}: models must hold 1 to ${MOST_MODELS} networks under their names, such as { RNN: first, LSTM: second }, got ${entries.length}`
    );
  }
  entries.forEach(([name, model], at) => {
    requireLength(who, 'each name of models', name);
    if (!(model instanceof Sequential)) {
      throw new TypeError(
        `${who}: models.${name} must be a model (sequential([…])), got ${described(model)}`
      );
    }
    const first = entries.findIndex(([, other]) => other === model);
    if (first < at) {
      throw new TypeError(
        `${who}: models.${name} is the same model as models.${entries[first][0]}; make one for each name`
      );
    }
  });
  return entries;
}

/** Which score is drawn palest and which deepest. */
function scaleOf(
  who: string,
  racers: readonly Racer[],
  { x, y }: Pick<RaceOptions, 'x' | 'y'>,
  {
    baseline: given,
    greaterIsBetter: asked
  }: Pick<RaceOptions, 'baseline' | 'greaterIsBetter'>
) {
  const [names, [first]] = [racers.map(metricName), racers];
  if (names.some(name => name !== names[0])) {
    throw new TypeError(
      `${who}: models are scored by different metrics (${names.join(', ')}); name one: metric: '${names[0]}'`
    );
  }
  const [name] = names;
  requireLength(who, 'the name of metric', name);
  if (first.isOwnMetric !== (asked !== undefined)) {
    throw new TypeError(
      first.isOwnMetric
        ? `${who}: greaterIsBetter must be true or false for a metric of your own (${name}), got undefined`
        : `${who}: greaterIsBetter is for a metric of your own; of ${name} it is known`
    );
  }
  const isGreaterBetter = asked ?? greaterIsBetter(name);
  const best = isGreaterBetter ? 1 : name === 'perplexity' ? 1 : 0;
  const learned = racers.map(racer =>
    examples(`${who}: x and y`, racer.model, x, y)
  )[0];
  if (given !== undefined) {
    requireBaseline(who, given);
    requireLength(who, 'baseline.name', given.name);
  }
  const value =
    given === undefined
      ? constantScore(
          first.model,
          first.model.compiled!,
          first.metric,
          learned,
          first.heldOut
        )
      : given.value;
  if (value === null) {
    throw new TypeError(
      `${who}: a layer or a loss of your own ends models.${first.name}, so nobody knows what chance is; say it: baseline: { name: 'chance', value: 0.5 }`
    );
  }
  if (isGreaterBetter ? value >= best : value <= best) {
    throw new RangeError(
      given === undefined
        ? `${who}: always giving the same answer scores ${value} (${name}) on testData, so there is nothing to learn; hold out examples with different answers, or give a baseline`
        : `${who}: baseline must be worse than ${best}, the best ${name} there is, got ${value}`
    );
  }
  return {
    metric: { name, greaterIsBetter: isGreaterBetter },
    baseline: { ...(given && { name: given.name }), value },
    best
  };
}

const metricName = ({ metric, model }: Racer): string =>
  metric === 'loss' ? model.compiled!.loss.name : metric.name;
