import {
  float64,
  TRACE_VERSION,
  type GuessQuality,
  type GuessShape,
  type Prediction as PredictionBundle,
  type Verdict
} from '../../trace';
import { requireKnown, requireOneOf } from '../base/check';
import {
  anything,
  list,
  object,
  options as reader,
  text as textOption
} from '../base/options';
import { freshId, type Showable } from '../base/showable';
import { asTensor, type TensorLike } from '../tensor/tensor';
import { described } from '../base/described';
import {
  readCounterparts,
  requirePredictText,
  shapesOfForm,
  type PredictedFactor,
  type PredictedRival
} from './predictCounterparts';

export interface PredictOptions {
  /** Unique in the notebook; under it the guess is kept in the notebook cell's metadata. */
  key: string;
  /** What the student is asked, in a sentence. */
  question: string;
  /** `[count]` numbers, or one for a single value. Hidden until the guess is committed. */
  truth: TensorLike;
  /** How many of the numbers are shown from the start, or the numbers themselves (NaN where the guess begins). */
  given?: number | TensorLike;
  /** Default `curve`; `value` when the truth is one number. */
  form?: 'curve' | 'bars' | 'value';
  /** What the numbers stand along: `step`, or bars with their labels. */
  axis?: { name?: string; labels?: readonly string[] };
  /** What is guessed, with its unit and the range in which it can be drawn. */
  quantity: { name: string; unit?: string; range: readonly [number, number] };
  /**
   * What a guess means, in words. The first one holds whose `below` exceeds the mean distance and
   * whose `shape` the guess has; either may be left out. `quality` says how good such a guess is.
   */
  verdicts?: readonly {
    below?: number;
    shape?: GuessShape;
    quality?: GuessQuality;
    text: string;
  }[];
  /** For a memory: the factor that leads from each number to the next, shown after the guess. */
  factor?: PredictedFactor;
  /** What a wrong guess may have in mind: it is shown beside the guess that is like it. */
  rivals?: readonly PredictedRival[];
  title?: string;
}

/** A prediction that a teacher marks: the truth stands in a hidden test, by `check.answers`. */
export interface MarkedPredictOptions extends Omit<
  PredictOptions,
  'truth' | 'given' | 'verdicts' | 'factor' | 'rivals'
> {
  purpose: 'marked';
  /** How many numbers the curve has, with those that are given. Default 1. */
  count?: number;
  /** The numbers that are shown from the start, from the first on. */
  given?: TensorLike;
}

/** A guess asked for before the truth is shown. */
export interface PredictionShowable extends Showable<PredictionBundle> {
  readonly question: string;
}

interface AnyOptions extends PredictOptions {
  purpose?: 'marked';
  count?: number;
}

const read = reader('predict', {
  key: anything<string>(),
  question: anything<string>(),
  truth: anything<TensorLike>(),
  given: anything<PredictOptions['given']>(),
  form: anything<PredictOptions['form']>(),
  axis: object<NonNullable<PredictOptions['axis']>>().or({}),
  quantity: anything<PredictOptions['quantity']>(),
  verdicts: list<NonNullable<PredictOptions['verdicts']>[number]>().or([]),
  factor: object<PredictedFactor>().optional(),
  rivals: list<PredictedRival>().or([]),
  title: textOption.optional(),
  purpose: anything<AnyOptions['purpose']>(),
  count: anything<AnyOptions['count']>()
});

/**
 * Asks the student to draw or type what they expect before they look: `show(predict({ … }))`. With
 * `purpose: 'marked'` it holds no truth, and shows none: `check.answers` has it.
 *
 * @throws TypeError on a wrong or unknown option, RangeError when lengths do not fit
 * @example
 * ```ts
 * const ask = predict({
 *   key: 'decay',
 *   question: 'A pulse of 1 enters at step 0 and f stays at 0.9. Draw c.',
 *   truth: [1, 0.9, 0.81],
 *   given: 1,
 *   quantity: { name: 'c', range: [0, 1] }
 * });
 * ask.toBundle().axis.count; // 3
 * ```
 */
export function predict(
  options: PredictOptions | MarkedPredictOptions
): PredictionShowable {
  const settled = withoutTruth(read(options as AnyOptions));
  const { key, question, quantity, axis, verdicts, title } = settled;
  requirePredictText('key', key);
  requirePredictText('question', question);
  const truth = asTensor(settled.truth, 'predict: truth');
  const count = truth.size;
  if (count === 0) {
    throw new RangeError('predict: truth must hold at least one number');
  }
  requirePredictText('quantity.name', quantity?.name);
  requireKnown('predict: quantity', quantity, ['name', 'unit', 'range']);
  const [low, high] = Array.isArray(quantity.range)
    ? quantity.range
    : [NaN, NaN];
  if (!(Number.isFinite(low) && Number.isFinite(high) && low < high)) {
    throw new RangeError(
      `predict: quantity.range must be [lowest, highest], got ${described(quantity.range)}`
    );
  }
  const outside = truth.values.findIndex(value => value < low || value > high);
  if (outside >= 0) {
    throw new RangeError(
      `predict: truth is ${truth.values[outside]} at position ${outside}, outside quantity.range [${low}, ${high}]`
    );
  }
  const form = requireOneOf(
    'predict',
    'form',
    settled.form ?? (count === 1 ? 'value' : 'curve'),
    ['curve', 'bars', 'value']
  );
  if (axis.labels && axis.labels.length !== count) {
    throw new RangeError(
      `predict: axis.labels must be one a number (${count}), got ${axis.labels.length}`
    );
  }
  const given = givenOf(settled.given, truth.values);
  const bundle: PredictionBundle = {
    version: TRACE_VERSION,
    kind: 'prediction',
    id: freshId('prediction'),
    ...(title === undefined ? {} : { title }),
    key,
    question,
    ...(settled.purpose === undefined ? {} : { purpose: 'marked' as const }),
    form,
    axis: {
      name: axis.name ?? 'step',
      count,
      ...(axis.labels ? { labels: axis.labels } : {})
    },
    quantity,
    truth: float64(truth.values, [count]),
    ...(given ? { given: float64(given, [count]) } : {}),
    verdicts: verdicts.map((verdict, index) =>
      readVerdict(verdict, index, form)
    ),
    ...readCounterparts(settled, form, truth.values, given)
  };
  return {
    id: bundle.id,
    question,
    toBundle: () => bundle,
    toString: () =>
      `${question}\nWrite down your guess of ${quantity.name}${quantity.unit ? ` (${quantity.unit})` : ''}; open the notebook in JupyterLab to draw it and to see the answer.`
  };
}

/** A marked prediction as one whose truth says nothing: what is given, and the lowest number. */
function withoutTruth<T extends AnyOptions>(settled: T): T {
  const { purpose, count = 1, truth, given, verdicts, quantity } = settled;
  if (purpose === undefined) {
    if (settled.count !== undefined) {
      throw new TypeError(
        "predict: count is for purpose: 'marked'; truth says how many numbers there are"
      );
    }
    return settled;
  }
  if (purpose !== 'marked') {
    throw new TypeError(
      `predict: purpose must be 'marked', or left out, got ${described(purpose)}`
    );
  }
  const told = Object.entries({
    truth,
    verdicts: verdicts?.length ? verdicts : undefined,
    factor: settled.factor,
    rivals: settled.rivals?.length ? settled.rivals : undefined
  }).find(([, value]) => value !== undefined);
  if (told) {
    throw new TypeError(
      `predict: ${told[0]} must be left out of a prediction that is marked: what is right stands in check.answers`
    );
  }
  if (!Number.isInteger(count) || Number(count) < 1 || Number(count) > 10000) {
    throw new RangeError(
      `predict: count must be a whole number from 1 to 10000, got ${described(count)}`
    );
  }
  const shown =
    given === undefined
      ? new Float64Array(0)
      : asTensor(given as TensorLike, 'predict: given').values;
  if (shown.length >= Number(count)) {
    throw new RangeError(
      `predict: given must leave something to guess of the ${count}, got ${shown.length} numbers`
    );
  }
  const places = Array.from({ length: Number(count) }, (_, at) => at);
  return {
    ...settled,
    truth: places.map(at => shown[at] ?? quantity?.range?.[0] ?? 0),
    ...(given === undefined
      ? {}
      : { given: places.map(at => shown[at] ?? NaN) })
  };
}

const qualities: readonly GuessQuality[] = ['right', 'near', 'off'];

function readVerdict(
  verdict: NonNullable<PredictOptions['verdicts']>[number],
  index: number,
  form: PredictionBundle['form']
): Verdict {
  const place = `verdicts[${index}]`;
  requireKnown(`predict: ${place}`, verdict, [
    'below',
    'shape',
    'quality',
    'text'
  ]);
  const { below = Infinity, shape, quality, text } = verdict;
  requirePredictText(`${place}.text`, text);
  if (typeof below !== 'number' || !(below > 0)) {
    throw new RangeError(
      `predict: ${place}.below must be a distance above 0, got ${described(below)}`
    );
  }
  return {
    below,
    text,
    ...(shape === undefined
      ? {}
      : {
          shape: requireOneOf(
            `predict, form '${form}'`,
            `${place}.shape`,
            shape,
            shapesOfForm[form]
          )
        }),
    ...(quality === undefined
      ? {}
      : {
          quality: requireOneOf(
            'predict',
            `${place}.quality`,
            quality,
            qualities
          )
        })
  };
}

function givenOf(
  given: number | TensorLike | undefined,
  truth: ArrayLike<number>
): ArrayLike<number> | undefined {
  if (given === undefined) {
    return undefined;
  }
  if (typeof given === 'number') {
    if (!Number.isInteger(given) || given < 0 || given >= truth.length) {
      throw new RangeError(
        `predict: given must leave something to guess: a whole number from 0 to ${truth.length - 1}, got ${given}`
      );
    }
    return Float64Array.from(truth, (value, at) => (at < given ? value : NaN));
  }
  const { values } = asTensor(given, 'predict: given');
  if (values.length !== truth.length) {
    throw new RangeError(
      `predict: given must be as long as truth (${truth.length}), got ${values.length}`
    );
  }
  return values;
}
