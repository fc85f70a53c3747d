import { rnn } from '../../engine/cells/rnn';
import type { Run } from '../../engine/run/run';
import { dot, sigmoid } from './arithmetic';
import type { DrawnAnswer } from './drawn';
import type { Reference } from './reference';
import { formatForStudent } from './formatForStudent';

type Sentence = readonly string[];
type Two = readonly [number, number];

/** A plain network of two units that reads words of two numbers, and what it makes of its last state. */
export interface TwoUnitReader {
  /** From the numbers of a word: a row for each of the two. */
  readonly W: readonly [readonly [number, number], readonly [number, number]];
  /** From the units: a row for each. */
  readonly U: readonly [readonly [number, number], readonly [number, number]];
  readonly b: readonly [number, number];
  /** The weights of the two units, and a bias. */
  readonly read: readonly [unit0: number, unit1: number, bias: number];
}

export interface Asked {
  /** The numbers of a word that says nothing, and of the others. */
  readonly it: Two;
  readonly not: Two;
  readonly good: Two;
  readonly bad: Two;
  /** Near which number the answer is for praise: near the other one for blame. */
  readonly praise: 0 | 1;
}

const isNumbers = (value: unknown, length: number): boolean =>
  Array.isArray(value) &&
  value.length === length &&
  value.every(Number.isFinite);

const isRows = (value: unknown): boolean =>
  Array.isArray(value) &&
  value.length === 2 &&
  value.every(row => isNumbers(row, 2));

function isReader(value: unknown): value is TwoUnitReader {
  const { W, U, b, read } = Object(value) as Readonly<Record<string, unknown>>;
  return isRows(W) && isRows(U) && isNumbers(b, 2) && isNumbers(read, 3);
}

/** Whether there is a `not` before the last word, and whether that is `good`. */
const heard = (
  sentence: Sentence
): readonly [negated: boolean, good: boolean] => [
  sentence.includes('not'),
  sentence.at(-1) === 'good'
];

const sentences: readonly Sentence[] = [
  ['good'],
  ['bad'],
  ['not', 'good'],
  ['not', 'bad'],
  ['it', 'is', 'good'],
  ['it', 'is', 'bad'],
  ['it', 'is', 'not', 'good'],
  ['it', 'is', 'not', 'bad'],
  [...Array.from({ length: 12 }, () => 'it'), 'is', 'not', 'bad']
];

const reference = (asked: Asked): Reference<[Sentence]> => {
  const { it, not, good, bad, praise } = asked;
  const numbersOf = (word: string): Two => ({ not, good, bad })[word] ?? it;
  const ran = ({ W, U, b }: TwoUnitReader, sentence: Sentence): Run<'h'> => {
    const cell = rnn({ inputSize: 2, units: 2 });
    cell.setWeights([W.map(row => [...row]), U.map(row => [...row]), [...b]]);
    return cell.run(
      sentence.map(word => [...numbersOf(word)]),
      { stepName: 'word' }
    );
  };
  /** What is said when a sentence is praise by so much. */
  const says =
    (share: (negated: boolean, good: boolean) => number) =>
    (sentence: Sentence): number[] => {
      const found = share(...heard(sentence));
      return [praise === 1 ? found : 1 - found];
    };
  return {
    name: 'reader',
    cases: () => sentences.map(sentence => [[...sentence]]),
    draw: draws => [
      [
        ...Array.from({ length: draws.integer('before', 0, 9) }, (_, at) =>
          at % 2 === 0 ? 'it' : 'is'
        ),
        ...draws.choice('not', [[], ['not']]),
        draws.choice('last', ['good', 'bad'])
      ]
    ],
    through: (value, sentence) => {
      if (!isReader(value)) {
        return null;
      }
      const last = ran(value, sentence).h.toArray<number[][]>().at(-1)!;
      const [unit0, unit1, bias] = value.read;
      return [sigmoid(dot([unit0, unit1], last) + bias)];
    },
    form: 'an object { W, U, b, read } is asked for: two rows of two numbers in W and in U, two numbers in b, three in read.',
    run: (answer, sentence) =>
      isReader(answer) ? ran(answer, sentence) : null,
    right: says((negated, isGood) => Number(negated !== isGood)),
    // σ is never quite 0 or 1.
    tolerance: 0.1,
    scale: 1,
    secret: true,
    tell: ({ wanted, got }, sentence) =>
      `to “${sentence.join(' ')}” the answer is ${formatForStudent(got)}; it should be near ${wanted}.`,
    careless: [
      {
        of: says((_, isGood) => Number(isGood)),
        message:
          'It goes by the last word alone. What does “not” leave in the units, and which numbers of U bring it to the last word?'
      },
      {
        of: says((negated, isGood) => Number(isGood && !negated)),
        message:
          'All is right but “not bad”, which is praise. One unit can find “good” without “not” before it; what is left for the other one?'
      },
      {
        of: says((negated, isGood) => Number(isGood || negated)),
        message:
          'All is right but “not good”, which is blame. One unit can find “bad” without “not” before it; what is left for the other one?'
      },
      {
        of: says(negated => Number(!negated)),
        message:
          'It goes by “not” alone: the last word must count, too, and the other way around after “not”.'
      },
      {
        of: says((negated, isGood) => Number(negated === isGood)),
        message: 'It is the wrong way round: mind the signs in read.'
      },
      {
        of: says(() => 0.5),
        message:
          'The answer is 0.5 whatever it reads: nothing of the last state gets through read.'
      },
      {
        of: says(() => 1),
        message: `It says ${praise === 1 ? 1 : 0} to every sentence: no unit tells the last words apart, or the bias of read outweighs both units.`
      },
      {
        of: says(() => 0),
        message: `It says ${praise === 1 ? 0 : 1} to every sentence: no unit tells the last words apart, or the bias of read outweighs both units.`
      }
    ]
  };
};

const vector = (numbers: Two): string =>
  `\`[${numbers.map(formatForStudent).join(', ')}]\``;

export const notBad: DrawnAnswer<Asked, [Sentence]> = {
  lesson: { it: [0, 0], not: [0, 1], good: [1, 0], bad: [-1, 0], praise: 1 },
  draw: draws => {
    const [x, y] = draws.numbers('it', 2, 0.2, 2);
    const verdict = draws.number('verdict', 0.5, 2);
    const turn = draws.number('turn', 0.5, 2);
    const at = (along: number, across: number): Two => [
      Number((x + along).toFixed(1)),
      Number((y + across).toFixed(1))
    ];
    return {
      it: at(0, 0),
      not: at(0, turn),
      good: at(verdict, 0),
      bad: at(-verdict, 0),
      praise: 0
    };
  },
  words: [
    [
      'near 1 for praise and near 0 for blame',
      ({ praise }) =>
        `near ${praise} for praise and near ${1 - praise} for blame`
    ],
    [
      '*it* and *is* are `[0, 0]`, *not* is `[0, 1]`, *good* is `[1, 0]` and *bad* is `[-1, 0]`',
      ({ it, not, good, bad }) =>
        `*it* and *is* are ${vector(it)}, *not* is ${vector(not)}, *good* is ${vector(good)} and *bad* is ${vector(bad)}`
    ]
  ],
  reference
};
