import type { DrawnAnswer } from './drawn';
import type { Reference } from './reference';

export interface Asked {
  /** A day raises an alarm from so many thresholds below what was expected. */
  readonly times: number;
  /** How a line is written: what stands between its two fields, and which of them comes first. */
  readonly between: string;
  readonly birthsFirst: boolean;
}

type Arguments = [lines: Lines, watching: Watching];

/** What the exercise hands over: a network on live data, and what belongs to it. */
export interface Watching {
  /** Of the training: a number that the network reads is a number of births minus it, … */
  readonly mean: number;
  /** … divided by this. */
  readonly deviation: number;
  /** In births. */
  readonly threshold: number;
  readonly live: {
    /** Takes a day, scaled, and says what it expects of the next one, scaled. */
    step(x: number): number;
  };
}

type Lines = readonly string[];

/** Expects what was a week ago, and the mean before it knows of one. */
function weekly(): Watching['live'] {
  const seen: number[] = [];
  return {
    step(x) {
      seen.push(x);
      return seen.at(-7) ?? 0;
    }
  };
}

/** Expects a mean in which the last days count most. */
function smooth(): Watching['live'] {
  let state = 0;
  return { step: x => (state = 0.5 * state + 0.5 * x) };
}

/** A line of the log. */
function lineOf(
  date: string,
  births: number,
  { between, birthsFirst }: Asked
): string {
  return (birthsFirst ? [births, date] : [date, births]).join(between);
}

function logIn(
  asked: Asked,
  from: string,
  counts: readonly number[]
): string[] {
  const start = Date.parse(from);
  return counts.map((count, day) =>
    lineOf(
      new Date(start + day * 86_400_000).toISOString().slice(0, 10),
      count,
      asked
    )
  );
}

const birthsIn = (line: string, { between, birthsFirst }: Asked): number =>
  Number(line.split(between)[birthsFirst ? 0 : 1]);

/** What a careless answer does otherwise. */
interface Otherwise {
  scale?: (births: number) => number;
  unscale?: (said: number) => number;
  alarm?: (drop: number) => boolean;
  first?: number;
  fed?: (births: number, raised: boolean, expected: number) => number;
}

/** The right answer, or one in which something is done otherwise. */
function watchedIn(
  asked: Asked,
  lines: Lines,
  { mean, deviation, threshold, live }: Watching,
  other: Otherwise = {}
): number[] {
  const scale = other.scale ?? (births => (births - mean) / deviation);
  const unscale = other.unscale ?? (said => said * deviation + mean);
  const alarm = other.alarm ?? (drop => drop > asked.times * threshold);
  let expected = other.first ?? NaN;
  return lines.map(line => {
    const births = birthsIn(line, asked);
    const raised = alarm(expected - births);
    const fed = other.fed?.(births, raised, expected) ?? births;
    expected = unscale(live.step(scale(fed)));
    return Number(raised);
  });
}

const records = [
  // A week like the one before, a day off, and the same weekday after it.
  {
    from: '2014-08-18',
    counts: [
      ...[12100, 13050, 12940, 12870, 12790, 8890, 7990],
      ...[12030, 12990, 13010, 12900, 12840, 8760, 8020],
      ...[7820, 12410, 13130, 12960, 12910, 8840, 8110],
      ...[12520, 13000, 12890, 12950, 12800, 8900, 8050]
    ],
    numbers: { mean: 11000, deviation: 2000, threshold: 1500 },
    live: weekly
  },
  // Low from the first line on, before anything was expected.
  {
    from: '2014-03-01',
    counts: [40, 96, 104, 30, 99, 103, 20, 35, 90, 160, 70],
    numbers: { mean: 100, deviation: 20, threshold: 30 },
    live: smooth
  },
  // Two low days one after the other.
  {
    from: '2014-12-20',
    counts: [
      ...[9000, 8000, 12600, 12900, 9300, 6500, 10900, 9000, 8100, 12700],
      ...[12800, 12100, 8200, 12300, 12500]
    ],
    numbers: { mean: 11000, deviation: 2500, threshold: 2000 },
    live: smooth
  }
];

const reference = (asked: Asked): Reference<Arguments> => {
  const { times } = asked;
  const watched = (lines: Lines, watching: Watching, other?: Otherwise) =>
    watchedIn(asked, lines, watching, other);
  const log = (from: string, counts: readonly number[]): string[] =>
    logIn(asked, from, counts);
  const counted = (line: string): number => birthsIn(line, asked);
  /** The threshold with which a drop of so many births is the limit, in whole births. */
  const thresholdFor = (drop: number): number => Math.ceil(drop / times);
  const logs = records.map(({ from, counts }) => log(from, counts));
  return {
    name: 'watchLog',
    cases: () =>
      records.map(({ numbers, live }, at) => [
        [...logs[at]],
        { ...numbers, threshold: thresholdFor(numbers.threshold), live: live() }
      ]),
    draw(draws) {
      const live = draws.choice('live', [weekly, smooth]);
      const raised = (
        lines: Lines,
        { threshold, ...rest }: Omit<Watching, 'live'>,
        more: number
      ): string =>
        watched(lines, {
          ...rest,
          threshold: threshold + more,
          live: live()
        }).join('');
      const [lines, numbers] = draws.until(
        'log',
        each =>
          [
            log(
              `2014-${each.choice('month', ['02', '05', '08', '11'])}-03`,
              each.numbers(
                'counts',
                each.integer('lines', 8, 20),
                6000,
                13_500,
                0
              )
            ),
            {
              mean: each.integer('mean', 9000, 12_000),
              deviation: each.integer('deviation', 1500, 2500),
              threshold: thresholdFor(each.integer('drop', 800, 2500))
            }
          ] as const,
        // No drop is so near the threshold that rounding would decide.
        each => raised(...each, -1) === raised(...each, 1)
      );
      return [lines, { ...numbers, live: live() }];
    },
    right: (lines, watching) => watched(lines, watching),
    careless: [
      {
        of: (lines, watching) => {
          const { mean, deviation, threshold, live } = watching;
          return lines.map(line => {
            const births = counted(line);
            const said = live.step((births - mean) / deviation);
            return Number(said * deviation + mean - births > times * threshold);
          });
        },
        message:
          'You compare a day with what was said after it was read: that is the forecast of the next day.'
      },
      {
        of: (lines, watching) =>
          watched(lines, watching, { scale: births => births }),
        message: 'The network learned from scaled numbers; you feed it births.'
      },
      {
        of: (lines, watching) =>
          watched(lines, watching, { unscale: said => said }),
        message:
          'No alarm comes: your error is not in births, as the threshold is. What the network says is scaled.'
      },
      {
        of: (lines, watching) =>
          watched(lines, watching, {
            alarm: drop => Math.abs(drop) > times * watching.threshold
          }),
        message:
          'You raise an alarm at large errors of both signs. After a day off, more births than expected are no news of one.'
      },
      {
        of: (lines, watching) =>
          watched(lines, watching, {
            alarm: drop => -drop > times * watching.threshold
          }),
        message: 'You raise an alarm when there are more births than expected.'
      },
      {
        of: (lines, watching) =>
          watched(lines, watching, { first: watching.mean }),
        message:
          'Your first line can raise an alarm. Nothing was expected of it yet.'
      },
      {
        of: (lines, watching) =>
          watched(lines, watching, { first: Number.MAX_VALUE }),
        message:
          'Your first line raises an alarm. Nothing was expected of it yet.'
      },
      {
        of: (lines, watching) =>
          watched(lines, watching, {
            fed: (births, raised, expected) => (raised ? expected : births)
          }),
        message:
          'At an alarm you feed what was expected. Each line is asked to be fed as it is.'
      },
      {
        of: (lines, watching) => watched(lines, watching).slice(1),
        message: 'One answer for each line is asked for, the first one, too.'
      },
      {
        of: (lines, watching) =>
          watched(lines, watching).flatMap((raised, at) =>
            raised ? [at] : []
          ),
        message:
          'You return the places of the alarms. A 0 or a 1 for each line is asked for.'
      }
    ]
  };
};

export const watchLog: DrawnAnswer<Asked, Arguments> = {
  lesson: { times: 1, between: ',', birthsFirst: false },
  draw: draws => ({
    times: draws.number('times', 0.4, 3, 2),
    between: draws.choice('between', [',', ';', '|', '/']),
    birthsFirst: draws.choice('births first', [true, false])
  }),
  words: [
    [
      "`'2014-05-26,7800'`, the date and the births.",
      asked =>
        `\`'${lineOf('2014-05-26', 7800, asked)}'\`, the ${asked.birthsFirst ? 'births and the date' : 'date and the births'}.`
    ],
    [
      'if its births are more than `threshold` below',
      ({ times }) =>
        `if its births are more than ${times} times \`threshold\` below`
    ]
  ],
  reference
};
