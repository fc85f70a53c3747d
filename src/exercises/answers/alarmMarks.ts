import type { DrawnAnswer } from './drawn';
import type { Numbers, Reference } from './reference';

/** Of F: how many times as much recall weighs as precision. */
export interface Asked {
  readonly beta: number;
}

type Flags = readonly boolean[];

interface Counts {
  hits: number;
  alarms: number;
  real: number;
  days: number;
}

function counted(alarm: Flags, real: Flags): Counts {
  const count = (flags: Flags): number => flags.filter(Boolean).length;
  return {
    hits: count(alarm.map((raised, day) => raised && real[day])),
    alarms: count(alarm),
    real: count(real),
    days: alarm.length
  };
}

const share = (part: number, of: number): number => (of === 0 ? 0 : part / of);

/** A careless answer, from the counts. */
const of =
  (answer: (counts: Counts) => Numbers) =>
  (alarm: Flags, real: Flags): Numbers =>
    answer(counted(alarm, real));

const reference = ({ beta }: Asked): Reference<[Flags, Flags]> => {
  const name = `F${beta}`;
  const square = beta ** 2;
  const weighed = 1 + square;
  const marks = ({ hits, alarms, real }: Counts): [number, number, number] => [
    share(hits, alarms),
    share(hits, real),
    share(weighed * hits, alarms + square * real)
  ];
  /** Two shares, and what F makes of them. */
  const withF = (precision: number, recall: number): Numbers => [
    precision,
    recall,
    share(weighed * precision * recall, square * precision + recall)
  ];
  return {
    name: 'alarmMarks',
    cases: () => [
      [flags('1101000100'), flags('1001000011')],
      [flags('0111110'), flags('0100000')],
      [flags('00100000'), flags('10101101')],
      // No alarm at all.
      [flags('000000'), flags('010010')],
      // Alarms, and none is right.
      [flags('110000'), flags('000011')],
      [flags('0101'), flags('0101')]
    ],
    draw(draws) {
      const days = draws.integer('days', 5, 12);
      const some = (name: string) =>
        draws.until(
          name,
          each => each.numbers('day', days, 0, 1, 3).map(share => share < 0.4),
          // The first cases ask what no alarm makes; nobody off is not asked for.
          flags => flags.includes(true)
        );
      return [some('alarm'), some('real')];
    },
    right: of(marks),
    careless: [
      {
        of: of(counts => {
          const [precision, recall, f] = marks(counts);
          return [recall, precision, f];
        }),
        message:
          'Your first two are the wrong way round. Precision asks of the alarms, recall of the days off.'
      },
      {
        of: of(counts => {
          const [precision, recall] = marks(counts);
          return [precision, recall, (precision + recall) / 2];
        }),
        message: `Your third is the ordinary mean. It is high when one of the two is 0; ${name} is low then.`
      },
      {
        of: of(({ hits, alarms, real }) => {
          const [precision, recall] = [hits / alarms, hits / real];
          return [
            precision,
            recall,
            (weighed * precision * recall) / (square * precision + recall)
          ];
        }),
        message:
          'Without an alarm, or without a hit, you divide 0 by 0. The exercise says what is asked for then.'
      },
      {
        of: of(({ hits, alarms, real }) => {
          const [precision, recall] = [share(hits, alarms), hits / real];
          return [
            precision,
            recall,
            (weighed * precision * recall) / (square * precision + recall)
          ];
        }),
        message: `Without a hit your ${name} divides 0 by 0. The exercise says what is asked for then.`
      },
      {
        of: of(({ hits, real, days }) =>
          withF(share(hits, days), share(hits, real))
        ),
        message:
          'Your precision divides by all days. Of which days is it a share?'
      },
      {
        of: (alarm, real) => {
          const [, recall] = marks(counted(alarm, real));
          const right = alarm.filter((raised, day) => raised === real[day]);
          return withF(right.length / alarm.length, recall);
        },
        message:
          'Your first is the share of all days that were marked rightly. Who never raises an alarm has a high one.'
      },
      {
        of: of(counts => {
          const [precision, recall, f] = marks(counts);
          return [1 - precision, recall, f];
        }),
        message: 'Your first is the share of false alarms.'
      },
      {
        of: of(counts => {
          const [precision, recall] = marks(counts);
          return [precision, recall, precision * recall];
        }),
        message: `Your third is the product. What else is in ${name}?`
      },
      {
        of: of(counts => {
          const [precision, recall, f] = marks(counts);
          return [precision, recall, f / 2];
        }),
        message: `Your ${name} is half as large as it should be: when both are 1, ${name} is 1.`
      },
      {
        of: of(counts => marks(counts).map(value => 100 * value)),
        message: 'You return percentages. Return shares from 0 to 1.'
      }
    ]
  };
};

export const alarmMarks: DrawnAnswer<Asked, [Flags, Flags]> = {
  lesson: { beta: 1 },
  draw: draws => ({ beta: draws.number('beta', 0.2, 6, 2) }),
  words: [
    ['precision, recall, F1', ({ beta }) => `precision, recall, F${beta}`],
    [
      'precision, recall and F1.',
      ({ beta }) =>
        `precision $P$, recall $R$ and F${beta}. F${beta} is $F_\\beta = (1 + \\beta^2) P R / (\\beta^2 P + R)$ with $\\beta = ${beta}$: recall counts as ${beta} times as important as precision. F1 is the special case $\\beta = 1$.`
    ],
    ['without a hit, F1 is 0.', ({ beta }) => `without a hit, F${beta} is 0.`]
  ],
  reference
};

/** `'101'` as true, false, true. */
function flags(text: string): boolean[] {
  return [...text].map(each => each === '1');
}
