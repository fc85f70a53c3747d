import { described } from '../base/described';
import type { Fold } from '../data/folds';
import { columnsOf, momentsOf } from '../data/moments';
import type { Tensor } from '../tensor/tensor';

/** How near a mean is to 0 and a deviation to 1 that was computed from these very numbers. */
const EXACT = 1e-9;

/** Whether numbers were scaled by their own mean and deviation. Two values (−1 and 1) may be so by birth. */
function areScaled(column: ArrayLike<number>): boolean {
  const { mean, deviation } = momentsOf(column);
  const sample = column.length < 2 ? deviation : momentsOf(column, 1).deviation;
  return (
    Math.abs(mean) < EXACT &&
    [deviation, sample].some(each => Math.abs(each - 1) < EXACT) &&
    new Set(Array.from(column)).size > 2
  );
}

/**
 * Refuses examples of which a feature has mean 0 and deviation 1 over all of them, or over the series that
 * they were cut from: whatever scaled it has seen the validation of every split.
 *
 * @throws Error that names the feature
 */
export function requireNotScaled(who: string, x: Tensor, y: Tensor): void {
  for (const [name, { values, shape }] of [
    ['x', x],
    ['y', y]
  ] as const) {
    const width = shape.length < 2 ? 1 : shape[shape.length - 1];
    const table = { values, shape: [values.length / width, width] };
    const feature = columnsOf(table).findIndex(areScaled);
    if (feature >= 0) {
      refuse(who, name, feature, `all ${shape[0]} examples`);
    }
  }
  const feature = seriesIn(x, y).findIndex(all => all.some(areScaled));
  if (feature >= 0) {
    refuse(
      who,
      'x',
      feature,
      'the whole series that the examples are cut from'
    );
  }
}

function refuse(
  who: string,
  name: 'x' | 'y',
  feature: number,
  all: string
): never {
  throw new Error(
    `${who}: a leak: feature ${feature} of ${name} has mean 0 and deviation 1 over ${all}, so what scaled it has seen the validation of every split. Give ${name} unscaled, and pipeline({ ${name === 'x' ? 'steps: { scaler: standardScaler() }' : 'target: standardScaler()'}, … }), which takes its numbers from each training alone`
  );
}

/**
 * The series of each feature that windows were cut from, without and with what follows in `y`; none where the
 * examples do not overlap as windows do.
 */
function seriesIn(x: Tensor, y: Tensor): number[][][] {
  if (x.rank !== 3 || x.shape[0] < 2) {
    return [];
  }
  const [count, steps, features] = x.shape;
  const at = (example: number, step: number, feature: number): number =>
    x.values[(example * steps + step) * features + feature];
  const places = (length: number): number[] =>
    Array.from({ length }, (_, place) => place);
  const stride = places(steps)
    .slice(1)
    .find(apart =>
      places(count - 1).every(example =>
        places(steps - apart).every(step =>
          places(features).every(
            feature =>
              at(example + 1, step, feature) ===
              at(example, step + apart, feature)
          )
        )
      )
    );
  if (stride === undefined) {
    return [];
  }
  const length = (count - 1) * stride + steps;
  const perExample = y.size / count;
  return places(features).map(feature => {
    const series = places(length).map(step => {
      const example = Math.min(Math.floor(step / stride), count - 1);
      return at(example, step - example * stride, feature);
    });
    const followed = places(length - steps + 1)
      .map(ahead => whole(series, y, { steps, stride, perExample, ahead }))
      .find(each => each !== null);
    return followed ? [series, followed] : [series];
  });
}

/** A series and the answers behind its end, if answers are its values so many steps after their inputs. */
function whole(
  series: readonly number[],
  y: Tensor,
  {
    steps,
    stride,
    perExample,
    ahead
  }: {
    readonly steps: number;
    readonly stride: number;
    readonly perExample: number;
    readonly ahead: number;
  }
): number[] | null {
  const all = [...series];
  let agrees = false;
  for (let at = 0; at < y.size; at++) {
    const step =
      Math.floor(at / perExample) * stride + steps + ahead + (at % perExample);
    if (
      step > all.length ||
      (step < all.length && all[step] !== y.values[at])
    ) {
      return null;
    }
    agrees ||= step < series.length;
    all[step] = y.values[at];
  }
  return agrees ? all : null;
}

/** @throws TypeError when it is no split; RangeError on a place that is not there; Error on a leak */
export function requireSeparate(
  who: string,
  at: number,
  fold: unknown,
  count: number
): asserts fold is Fold {
  const { training, validation } = (fold ?? {}) as Partial<Fold>;
  for (const [name, list] of [
    ['training', training],
    ['validation', validation]
  ] as const) {
    if (!Array.isArray(list) || list.length === 0) {
      throw new TypeError(
        `${who}: cv[${at}].${name} must list the places of examples, got ${described(list)}`
      );
    }
    const wrong = Array.from(list as readonly unknown[]).findIndex(
      place =>
        !Number.isSafeInteger(place) ||
        (place as number) < 0 ||
        (place as number) >= count
    );
    if (wrong >= 0) {
      throw new RangeError(
        `${who}: cv[${at}].${name}[${wrong}] must be the place of one of ${count} examples, got ${described(list[wrong])}`
      );
    }
  }
  const held = new Set(validation);
  const both = training!.find(place => held.has(place));
  if (both !== undefined) {
    throw new Error(
      `${who}: a leak: example ${both} is in the training and in the validation of cv[${at}]`
    );
  }
}
