import { Tensor } from '../tensor/tensor';
import { shipped } from './shippedData';
import { shippedRows } from './shippedRows';

/** Utterances and who spoke them, in the same order. */
export interface SpokenVowels {
  /** `[N, 29, 12]`: zeros stand behind the last step of an utterance. */
  readonly x: Tensor;
  /** `[N]`: the speaker, 0 to 8. */
  readonly y: Tensor;
  /** How many steps each utterance has: 7 to 29. */
  readonly lengths: readonly number[];
}

/** Utterances of nine speakers, and others held out for the test. */
export interface VowelsData extends SpokenVowels {
  readonly test: SpokenVowels;
}

const STEPS = 29;
const FEATURES = 12;
/** The file holds thousandths. */
const UNIT = 1000;

/**
 * Nine men say two Japanese vowels, 640 utterances: 270, 30 of each, and 370 for the test, as the
 * collectors split them (Kudo, Toyama and Shimbo 1999, CC BY 4.0). A step is a frame of the sound, 12
 * numbers of its spectrum, one every 6.4 ms.
 *
 * @throws Error when the file is missing
 * @example
 * ```ts
 * const { x, y, lengths, test } = await data.vowels();
 * x.shape; // [270, 29, 12]
 * test.y.shape; // [370]
 * lengths[0]; // 20
 * ```
 */
export async function vowels(): Promise<VowelsData> {
  const rows = await shippedRows('vowels.csv');
  const part = (name: string): SpokenVowels => {
    const some = rows
      .filter(row => row.part === name)
      .map(({ speaker, values }) => ({ speaker, values: values.split(' ') }));
    const x = new Float64Array(some.length * STEPS * FEATURES);
    some.forEach(({ values }, at) =>
      x.set(
        values.map(value => Number(value) / UNIT),
        at * STEPS * FEATURES
      )
    );
    return {
      x: new Tensor(x, [some.length, STEPS, FEATURES]),
      y: new Tensor(
        Float64Array.from(some, ({ speaker }) => Number(speaker) - 1),
        [some.length]
      ),
      lengths: some.map(({ values }) => values.length / FEATURES)
    };
  };
  return shipped('vowels', { ...part('train'), test: part('test') });
}
