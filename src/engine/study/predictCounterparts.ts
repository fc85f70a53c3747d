import {
  float64,
  type Factor,
  type GuessShape,
  type Prediction,
  type Rival
} from '../../trace';
import { requireKnown, requireOneOf } from '../base/check';
import { described } from '../base/described';
import { asTensor, type TensorLike } from '../tensor/tensor';

/**
 * In a memory each number is the one before times a factor (a forget gate, a recurrent weight), perhaps
 * through an activation. After the guess the view shows the factor that the drawn line would need at
 * each step, beside the real one.
 */
export interface PredictedFactor {
  name: string;
  /** The least and the greatest that it can be: a gate's are 0 and 1. */
  range?: readonly [number, number];
  activation?: 'tanh';
}

/**
 * What a wrong guess may have in mind: another network, a baseline, a misconception worked out. After the
 * guess, the one is shown beside it whose `values` it is near, nearer than the truth; else the first
 * whose `shape` it has.
 */
export interface PredictedRival {
  name: string;
  values?: TensorLike;
  shape?: GuessShape;
  /** What a network that behaves so would have to be, and what gives it away. */
  text: string;
}

const MOST_RIVALS = 16;
/** What rounding makes of a factor at the end of its range. */
const ROUNDED = 1e-9;

/**
 * What a network would have to be that behaves as a guess says: the factor of a memory, and rivals.
 *
 * @throws TypeError on a wrong or unknown option, RangeError where it does not fit the truth
 */
export function readCounterparts(
  {
    factor,
    rivals,
    quantity
  }: {
    readonly factor?: PredictedFactor;
    readonly rivals: readonly PredictedRival[];
    readonly quantity: { readonly range: readonly [number, number] };
  },
  form: Prediction['form'],
  truth: ArrayLike<number>,
  given: ArrayLike<number> | undefined
): Pick<Prediction, 'factor' | 'rivals'> {
  if (rivals.length > MOST_RIVALS) {
    throw new RangeError(
      `predict: rivals must be at most ${MOST_RIVALS}, got ${rivals.length}`
    );
  }
  return {
    ...(factor === undefined
      ? {}
      : { factor: readFactor(factor, form, truth, given) }),
    ...(rivals.length === 0
      ? {}
      : {
          rivals: rivals.map((rival, index) =>
            readRival(rival, `rivals[${index}]`, form, truth, quantity.range)
          )
        })
  };
}

function readFactor(
  factor: PredictedFactor,
  form: Prediction['form'],
  truth: ArrayLike<number>,
  given: ArrayLike<number> | undefined
): Factor {
  requireKnown('predict: factor', factor, ['name', 'range', 'activation']);
  const { name, range, activation } = factor;
  requirePredictText('factor.name', name);
  if (form !== 'curve') {
    throw new TypeError(
      `predict: factor must be left out of form '${form}': only a curve goes from step to step`
    );
  }
  const [low, high] = !range
    ? [-Infinity, Infinity]
    : Array.isArray(range)
      ? range
      : [NaN, NaN];
  if (!(low < high) || (range && !range.every(Number.isFinite))) {
    throw new RangeError(
      `predict: factor.range must be [lowest, highest], got ${described(range)}`
    );
  }
  const through =
    activation === undefined
      ? undefined
      : requireOneOf('predict', 'factor.activation', activation, ['tanh']);
  for (let at = 1; at < truth.length; at += 1) {
    const product = through ? Math.atanh(truth[at]) : truth[at];
    const real = product / truth[at - 1];
    const asked = given === undefined || Number.isNaN(given[at]);
    // 0 stays 0 with any factor.
    const any = product === 0 && truth[at - 1] === 0;
    const fits =
      Number.isFinite(real) && real >= low - ROUNDED && real <= high + ROUNDED;
    if (asked && !any && !fits) {
      throw new RangeError(
        `predict: factor must lead from each number of truth to the next, inside factor.range; at position ${at} it would be ${real}`
      );
    }
  }
  return {
    name,
    ...(range ? { range: [low, high] } : {}),
    ...(through ? { activation: 'tanh' as const } : {})
  };
}

function readRival(
  rival: PredictedRival,
  place: string,
  form: Prediction['form'],
  truth: ArrayLike<number>,
  [low, high]: readonly [number, number]
): Rival {
  requireKnown(`predict: ${place}`, rival, ['name', 'text', 'values', 'shape']);
  const { name, text, values, shape } = rival;
  requirePredictText(`${place}.name`, name);
  requirePredictText(`${place}.text`, text);
  if (values === undefined && shape === undefined) {
    throw new TypeError(
      `predict: ${place} must have values or a shape, by which a guess is told to be like it`
    );
  }
  const told = shape && {
    shape: requireOneOf(
      `predict, form '${form}'`,
      `${place}.shape`,
      shape,
      shapesOfForm[form]
    )
  };
  if (values === undefined) {
    return { name, text, ...told };
  }
  const numbers = asTensor(values, `predict: ${place}.values`).values;
  if (numbers.length !== truth.length) {
    throw new RangeError(
      `predict: ${place}.values must be as many as truth (${truth.length}), got ${numbers.length}`
    );
  }
  const outside = numbers.findIndex(value => !(value >= low && value <= high));
  if (outside >= 0) {
    throw new RangeError(
      `predict: ${place}.values is ${numbers[outside]} at position ${outside}, outside quantity.range [${low}, ${high}], where nobody can draw`
    );
  }
  return {
    name,
    text,
    values: float64(numbers, [numbers.length]),
    ...told
  };
}

/** @throws TypeError where an option of `predict` is no text, or an empty one */
export function requirePredictText(name: string, value: unknown): void {
  if (typeof value !== 'string' || value === '') {
    throw new TypeError(
      `predict: ${name} must be text, got ${described(value)}`
    );
  }
}

/** The shapes that a guess of each form can have: another would never be said. */
export const shapesOfForm: Readonly<
  Record<Prediction['form'], readonly GuessShape[]>
> = {
  curve: [
    'dropsAtOnce',
    'flat',
    'apart',
    'linear',
    'turnsBack',
    'wrongSign',
    'tooLow',
    'tooHigh'
  ],
  bars: ['flat', 'apart', 'wrongOrder', 'tooLow', 'tooHigh'],
  value: ['wrongSign', 'tooLow', 'tooHigh']
};
