import { Tensor } from '../tensor/tensor';
import { shipped } from './shippedData';
import { shippedRows } from './shippedRows';

/** Recordings of a watch and what its wearer did, in the same order. */
export interface RecordedMovements {
  /**
   * `[N, 160, 6]`: sixteen seconds, ten steps a second; acceleration along x, y and z, then the speed
   * of turning about them.
   */
  readonly x: Tensor;
  /** `[N]`: the exercise, a place in `exercises`. */
  readonly y: Tensor;
  /** Who did it, 1 to 10. */
  readonly people: readonly number[];
  /** The arm that had the watch. */
  readonly sides: readonly ('left' | 'right')[];
}

/** Recordings of seven people, and those of three others held out for the test. */
export interface MovementsData extends RecordedMovements {
  readonly exercises: readonly string[];
  readonly test: RecordedMovements;
}

const STEPS = 160;
const FEATURES = 6;
/** The file holds hundredths. */
const UNIT = 100;
/** Those behind this one are held out: a network is of use to people whom it does not know. */
const LAST_LEARNED = 7;

/**
 * Ten people do seven exercises of the shoulder, a watch on the wrist, 140 recordings: 98 of seven of
 * them, and 42 of the other three for the test (Burns et al. 2018, BSD-3-Clause).
 *
 * @throws Error when the file is missing
 * @example
 * ```ts
 * const { x, y, exercises, test } = await data.movements();
 * x.shape; // [98, 160, 6]
 * exercises[0]; // 'abduction'
 * test.people.every(person => person > 7); // true
 * ```
 */
export async function movements(): Promise<MovementsData> {
  const rows = await shippedRows('movements.csv');
  const exercises = [...new Set(rows.map(({ exercise }) => exercise))].sort();
  const part = (isTest: boolean): RecordedMovements => {
    const some = rows.filter(
      ({ person }) => Number(person) > LAST_LEARNED === isTest
    );
    return {
      x: new Tensor(
        Float64Array.from(
          some.flatMap(({ values }) => values.split(' ')),
          value => Number(value) / UNIT
        ),
        [some.length, STEPS, FEATURES]
      ),
      y: new Tensor(
        Float64Array.from(some, ({ exercise }) => exercises.indexOf(exercise)),
        [some.length]
      ),
      people: some.map(({ person }) => Number(person)),
      sides: some.map(({ side }) => (side === 'left' ? 'left' : 'right'))
    };
  };
  return shipped('movements', {
    ...part(false),
    exercises,
    test: part(true)
  });
}
