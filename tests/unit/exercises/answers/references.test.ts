import { Withheld } from '../../../../src/exercises/answers/withheld';
import {
  gradients,
  layers,
  sequential,
  tensor,
  variable
} from '../../../../src/engine';
import { inNumbers, references } from '../../../../src/exercises/answers';
import type { Reference } from '../../../../src/exercises/answers';
import {
  check,
  CheckFailure,
  setCheckContext
} from '../../../../src/exercises/check';
import { withDrawn } from '../../../../src/exercises/check/answer';
import { compared } from '../../../../src/exercises/check/compared';

type Any = Reference<readonly unknown[]>;
const all = Object.entries(references) as unknown as [string, Any][];
/** Those that ask for weights, numbers or a program instead of a function of what is handed over. */
const WITHOUT_ARGUMENTS = [
  'unroll-by-hand',
  'adding-wins',
  'best-and-worst',
  'more-and-less-precise',
  'steps-back'
];

function messageOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof CheckFailure) {
      return error.message;
    }
    throw error;
  }
  return 'passed';
}

describe('the answers that the lessons ask for', () => {
  it.each(all)('takes the right %s', (_, reference) => {
    expect(
      messageOf(() => compared(inNumbers(reference), reference.right))
    ).toBe('passed');
  });

  it.each(all.filter(([, { through }]) => through !== undefined))(
    'takes no numbers for what should give them: %s',
    (id, reference) => {
      // The answer is handed what the weights are tried on, and could compute what they would show.
      expect(
        messageOf(() => compared(withDrawn(reference, id), reference.right))
      ).toBe(`${reference.name}: ${reference.form}`);
    }
  );

  it.each(all)('makes the arguments of %s anew each time', (_, { cases }) => {
    const objects = (value: unknown): unknown[] =>
      typeof value === 'object' && value !== null
        ? [value, ...Object.values(value).flatMap(objects)]
        : [];
    const first = new Set(objects(cases()));
    expect(objects(cases()).filter(each => first.has(each))).toEqual([]);
  });

  it.each(all)(
    'tells every careless %s by its own sentence',
    (_, reference) => {
      const messages = reference.careless.map(({ message }) => message);
      expect(
        reference.careless.map(
          ({ of }) =>
            messageOf(() => compared(inNumbers(reference), of)).split('\n')[0]
        )
      ).toEqual(messages);
      expect(new Set(messages).size).toBe(messages.length);
      expect(messages.length).toBeGreaterThanOrEqual(3);
    }
  );

  it.each(all)(
    'refuses %s that gives Infinity, NaN or text',
    (_, reference) => {
      for (const given of [Infinity, NaN, 'right', undefined, [], [[NaN]]]) {
        expect(messageOf(() => compared(reference, () => given))).not.toBe(
          'passed'
        );
      }
    }
  );

  it.each(all)(
    'lets an answer change what it was given (%s)',
    (_, reference) => {
      const spoiling = (...args: unknown[]): unknown => {
        const found = reference.right(...args);
        for (const each of args.filter(Array.isArray)) {
          each.length = 0;
        }
        return found;
      };
      expect(messageOf(() => compared(inNumbers(reference), spoiling))).toBe(
        'passed'
      );
    }
  );
});

describe('a wrong number in lists of lists', () => {
  const lists: Any = {
    name: 'rows',
    cases: () => [[]],
    right: () => [
      [1, 2],
      [3, [4, 5]]
    ],
    careless: []
  };
  const saidOf = (given: unknown): string =>
    messageOf(() => compared(lists, () => given));

  it('has one place, as code writes it', () => {
    expect(
      saidOf([
        [1, 2],
        [3, [4, 6]]
      ])
    ).toBe('rows(): at [1][1][1] expected 5, got 6.');
    expect(saidOf([[1, 2], [3]])).toBe(
      'rows(): at [1] 2 entries are asked for; got 1.'
    );
    expect(saidOf([[1, 2]])).toBe('rows(): 2 entries are asked for; got 1.');
    expect(
      saidOf([
        [1, 2],
        [3, 4]
      ])
    ).toBe('rows(): at [1][1] a list is asked for; one number came.');
  });
});

describe('the drawn cases of an exercise', () => {
  afterEach(() => setCheckContext({}));
  const seeds = Array.from({ length: 10 }, (_, seed) => seed);
  const askedFor = all.filter(([, { cases }]) => cases()[0].length > 0);
  const textOf = (cases: readonly unknown[]): string => JSON.stringify(cases);

  it('are drawn wherever something is handed over', () => {
    expect(
      askedFor.filter(([, { draw }]) => draw === undefined).map(([id]) => id)
    ).toEqual([]);
    expect(
      all.filter(each => !askedFor.includes(each)).map(([id]) => id)
    ).toEqual(WITHOUT_ARGUMENTS);
  });

  it.each(askedFor)('of %s are the right one’s to pass', (id, reference) => {
    for (const seed of seeds) {
      setCheckContext({ seed, student: 'ada' });
      expect(
        messageOf(() =>
          compared(inNumbers(withDrawn(reference, id)), reference.right)
        )
      ).toBe('passed');
    }
  });

  it.each(askedFor)('of %s leave no number open', (id, reference) => {
    for (const seed of seeds) {
      setCheckContext({ seed });
      const right = withDrawn(reference, id)
        .cases()
        .slice(reference.cases().length)
        .map(args => reference.right(...args));
      expect(right).toHaveLength(6);
      expect(
        right.flat(9).filter(each => typeof each !== 'number' || isNaN(each))
      ).toEqual([]);
    }
  });

  it.each(askedFor)(
    'of %s differ by student and run, and come again',
    (id, reference) => {
      const drawn = (seed: number, student: string): string => {
        setCheckContext({ seed, student });
        return textOf(withDrawn(reference, id).cases());
      };
      expect(drawn(3, 'ada')).toBe(drawn(3, 'ada'));
      expect(
        new Set(
          ['ada', 'bob'].flatMap(who => [3, 4].map(seed => drawn(seed, who)))
        ).size
      ).toBe(4);
    }
  );

  it.each(askedFor)('of %s are in no table', (id, reference) => {
    const table = new Map(
      reference.cases().map(args => [textOf(args), reference.right(...args)])
    );
    const known = (...args: unknown[]): unknown =>
      table.get(textOf(args)) ?? [...table.values()][0];
    const passed = seeds.filter(seed => {
      setCheckContext({ seed });
      return (
        messageOf(() => compared(withDrawn(reference, id), known)) === 'passed'
      );
    });
    expect(passed).toEqual([]);
  });

  it.each(askedFor)(
    'of %s keep a careless answer’s own sentence',
    (id, reference) => {
      for (const seed of seeds.slice(0, 3)) {
        setCheckContext({ seed });
        expect(
          reference.careless.map(
            ({ of }) =>
              messageOf(() =>
                compared(inNumbers(withDrawn(reference, id)), of)
              ).split('\n')[0]
          )
        ).toEqual(reference.careless.map(({ message }) => message));
      }
    }
  );
});

describe('check.answer', () => {
  afterEach(() => setCheckContext({}));

  it('shows the arguments and both numbers where those are not the answer', () => {
    expect(
      messageOf(() => check.answer('memory-of', (factor: number) => factor))
    ).toBe('memoryOf(0.5): expected 7, got 0.5000.');
    expect(
      messageOf(() =>
        check.answer('clip-global', (given: number[][]) =>
          given.map(each => each.map(value => value / 3))
        )
      )
    ).toMatch(/^clip\(\[\[3,4\],\[12\]\], 1\): at \[0\]\[0\] expected 0\.2308/);
  });

  it('names the parts of an argument that is neither numbers nor a cell', () => {
    expect(messageOf(() => check.answer('watch-log', () => [1, 1, 1]))).toMatch(
      /…, \{ mean, deviation, threshold, live \}\): /
    );
    expect(messageOf(() => check.answer('follow-stream', () => [1]))).toMatch(
      /^follow\(cell, /
    );
  });

  it('shows no number where the numbers are the answer', () => {
    const message = messageOf(() =>
      check.answer('unroll-by-hand', () => [0.604, 0.5, 0.4, 0.3])
    );
    expect(message).toBe(
      'unrolled(): entry 1 is not right yet; those before it are.'
    );
    expect(messageOf(() => check.answer('unroll-by-hand', () => [0.604]))).toBe(
      'unrolled(): 4 entries are asked for; got 1.'
    );
  });

  it.each([
    [
      'latch',
      [20, 3, -8],
      'It shows today’s input and forgets: U must be strong enough to hold the unit up.\nlatch: after [0, 0, 1, 0] your unit is at −1; it should be near 1.'
    ],
    [
      'latch',
      [20, 1.1, -0.01],
      'latch: after [0] your unit is at −0.01; it should be near −1.'
    ],
    [
      'rain-register',
      {
        W: [20, 0],
        U: [
          [0, 0.4],
          [0, 0]
        ],
        b: [-10, 0]
      },
      'register: after [1, 0] unit 1 is at 0.38; it should be near 1, as it rained the day before.'
    ],
    [
      'tick-counter',
      { f: [0, -4, 2], i: [40, 0, -20], g: [0, 0, 20] },
      'counter: at step 1, with no tick and no reset, c comes to 0.88; it should be near 1.'
    ],
    [
      'input-gated',
      [-3, 1],
      'forgetOnRain: on a day without rain your gate is at 0.73; it should be near 1.'
    ]
  ] as const)('says what the weights of %s did', (exercise, weights, said) => {
    expect(messageOf(() => check.answer(exercise, () => weights))).toBe(said);
  });

  it('says in its own words that what it is to do without was called', () => {
    expect(
      messageOf(() =>
        check.answer('unroll-by-hand', () => {
          throw new Withheld('Unroll it yourself.');
        })
      )
    ).toBe('Unroll it yourself.');
  });

  it('hands the stream exercise a cell that does steps and nothing else', () => {
    expect(
      messageOf(() =>
        check.answer('follow-stream', (cell: object) => Object.keys(cell))
      )
    ).not.toBe('passed');
    const [[cell]] = references['follow-stream'].cases();
    const whole = cell as unknown as Record<string, () => unknown>;
    expect(Object.keys(cell).sort()).toEqual(['predict', 'run', 'step']);
    expect(() => whole.run()).toThrow(Withheld);
    expect(() => whole.predict()).toThrow(Withheld);
  });

  it('names the exercises there are', () => {
    expect(() => check.answer('memory' as 'memory-of', () => 1)).toThrow(
      `check.answer: the exercises are ${Object.keys(references).join(', ')}; got the string 'memory'`
    );
  });
});

describe('the vector of a sentence', () => {
  it('is what two bidirectional LSTM layers hold after everything was read', () => {
    const make = (units: number) =>
      layers.bidirectional({
        layer: layers.lstm({ units, returnSequences: true })
      });
    const [lower, upper] = [make(3), make(3)];
    const network = sequential([lower, upper], { seed: 4 });
    const x = [[0.1], [-0.7], [0.4], [0.9]].map(row => [...row, row[0] ** 2]);
    const outputs = network.predict([x]).toArray<number[][][]>()[0];
    const below = lower.output({ values: tensor([x]) }).output;
    const { forward, backward } = upper.output(below).state;
    // As torch.cat((hidden[-2], hidden[-1]), dim=1).
    const hidden = [
      ...forward.h.toArray<number[][]>()[0],
      ...backward.h.toArray<number[][]>()[0]
    ];
    const vector = references['sentence-vector'].right(outputs, 3) as number[];
    expect(vector).toHaveLength(6);
    // The compiled kernels compute in float32.
    vector.forEach((value, at) => expect(value).toBeCloseTo(hidden[at], 6));
  });
});

describe('slips that were made while a lesson was walked', () => {
  const told = (exercise: Parameters<typeof check.answer>[0], own: unknown) => {
    try {
      check.answer(exercise, own as never);
    } catch (error) {
      return (error as Error).message;
    }
    return 'passed';
  };
  it('asks of one step back for what the tape says', () => {
    const byTape = (
      { x, ...step }: Readonly<Record<'x' | 'hBefore' | 'W' | 'U', number>>,
      dh: number
    ) => {
      const [hBefore, W, U, b] = [step.hBefore, step.W, step.U, 0.1].map(each =>
        variable(each)
      );
      const h = W.mul(x).add(U.mul(hBefore)).add(b).tanh();
      return gradients(h.mul(dh), [hBefore, W, U, b]).map(each => each.item());
    };
    expect(told('step-back', byTape)).toBe('passed');
  });

  it('names the state that U did not meet, and a slope that is none', () => {
    type Step = Readonly<Record<'x' | 'hBefore' | 'h' | 'W' | 'U', number>>;
    const back =
      (of: (step: Step) => number, met: 'h' | 'hBefore') =>
      (step: Step, dh: number) => {
        const dz = dh * of(step);
        return [dz * step.U, dz * step.x, dz * step[met], dz];
      };
    const slope = ({ h }: Step): number => 1 - h ** 2;
    expect(told('step-back', back(slope, 'hBefore'))).toBe('passed');
    expect(told('step-back', back(slope, 'h'))).toContain(
      'You took the one after it.'
    );
    expect(
      told(
        'step-back',
        back(({ h }) => h, 'hBefore')
      )
    ).toContain('1 minus the square');
  });

  it('names two slips made at once by the one behind the first wrong number', () => {
    const places = (factor: number): number =>
      Math.log(0.01) / Math.log(factor);
    // Rounded up, and without a guard for factors of 1 and more.
    expect(told('memory-of', (f: number) => Math.ceil(places(f)))).toContain(
      'exactly 1 % is left'
    );
    // Rounded: too few where the fraction is small.
    expect(
      told('memory-of', (f: number) =>
        f >= 1 ? Infinity : Math.round(places(f))
      )
    ).toContain('One step too few');
    expect(
      told('memory-of', (f: number) => Math.floor(places(f)) + 1)
    ).toContain('no number of steps is enough');
    expect(
      told('memory-of', (f: number) =>
        f > 1 ? Infinity : Math.floor(places(f)) + 1
      )
    ).toContain('memoryOf(1): expected ∞');
    // Neither of them explains this one: the numbers are said.
    expect(told('memory-of', (f: number) => 3 * f)).toMatch(
      /^memoryOf\(0\.5\): expected 7/
    );
  });

  it('says of an unguarded division that short gradients stay as they are', () => {
    const length = (all: number[][]): number => Math.hypot(...all.flat());
    const by =
      (scale: (all: number[][], limit: number) => number) =>
      (all: number[][], limit: number) =>
        all.map(each => each.map(value => value * scale(all, limit)));
    expect(
      told(
        'clip-global',
        by((all, limit) => limit / length(all))
      )
    ).toContain('short enough stay');
    expect(
      told(
        'clip-global',
        by(all => 1 / length(all))
      )
    ).toContain('short enough stay');
    expect(
      told(
        'clip-global',
        by((all, limit) => Math.min(1, limit / length(all)))
      )
    ).toBe('passed');
  });

  it('refuses run in place of steps', () => {
    const whole = (cell: { run(x: unknown): unknown }, x: unknown) =>
      cell.run(x);
    expect(told('follow-stream', whole)).toMatch(/^run wants the whole/);
  });

  it('shows of long arguments what can be read', () => {
    expect(told('sentence-vector', () => [1])).not.toMatch(/\d\.\d{7}/);
  });
});
