import {
  answeredOf,
  check,
  CheckFailure,
  creditOf,
  gatherReport,
  setCheckContext
} from '../../../../src/exercises/check';
import { lstm, predict } from '../../../../src/engine';
import type { CurveKey } from '../../../../src/exercises/check';
import { questions } from '../../../../src/exercises/questions';
import { questionsOf } from '../../../../src/trace';

const asked = questions({
  key: 'gates',
  purpose: 'marked',
  items: [
    { id: 'which', question: 'Which keeps?', choice: ['f', 'i', 'o'] },
    { id: 'many', question: 'How many?', number: {} }
  ]
});
const key = { which: 'f', many: 4 };
const [which] = questionsOf(asked.toBundle());
const place = (text: string): number =>
  which.form === 'choice'
    ? which.choice.options.findIndex(option => option.text === text)
    : -1;

function answered(gates: Record<string, unknown>): void {
  setCheckContext({ answered: { gates } });
}

function thrown(run: () => unknown): CheckFailure {
  try {
    run();
  } catch (error) {
    if (error instanceof CheckFailure) {
      return error;
    }
    throw error;
  }
  throw new Error('the check passed');
}

afterEach(() => setCheckContext({}));

describe('where nobody reads the notebook, as when its cells are run', () => {
  it('stops nobody without a key, and is no pass', () => {
    const said = check.answers(asked);
    expect(said.report.status).toBe('didNotRun');
    expect(String(said)).toBe(
      'What was answered stands in the notebook: the Check button reads it, and marking.'
    );
  });

  it('fails with the key, which nbgrader alone would give all points for', () => {
    expect(thrown(() => check.answers(asked, key)).report.status).toBe(
      'didNotRun'
    );
  });
});

describe('what else can be marked', () => {
  const lines = ['const h = mul(o, tanh(c));', '}', 'f(c);', 'c = g;', '}'];
  const order = questions({
    key: 'gates',
    purpose: 'marked',
    items: [{ id: 'which', question: 'In order?', order: { lines } }]
  });
  const share = (run: () => unknown): number => {
    try {
      run();
    } catch (error) {
      if (error instanceof CheckFailure) {
        return error.share;
      }
      throw error;
    }
    return 1;
  };

  it('is an order, by its lines, whichever of two equal ones is taken', () => {
    const right = ['c = g;', '}', 'f(c);', '}'];
    for (const [given, earned] of [
      [[3, 1, 2, 4], 1],
      [[3, 4, 2, 1], 1],
      [[1, 3, 2, 4], 0],
      [[3, 1, 2], 0],
      [[3, 1, 2, 4, 0], 0],
      [[3, 3, 3, 3], 0],
      ['3124', 0]
    ] as const) {
      answered({ which: given });
      expect(share(() => check.answers(order, { which: right }))).toBe(earned);
    }
  });

  it('is an order of which only some pairs matter', () => {
    const which = {
      lines: ['c = g;', 'f(c);', 'const h = mul(o, tanh(c));'],
      before: [
        [0, 1],
        [0, 2]
      ] as [number, number][]
    };
    for (const [given, earned] of [
      [[3, 2, 0], 1],
      [[3, 0, 2], 1],
      [[0, 3, 2], 0],
      [[3, 2], 0]
    ] as const) {
      answered({ which: given });
      expect(share(() => check.answers(order, { which }))).toBe(earned);
    }
  });

  it('refuses the order that students can read, and lines that are not there', () => {
    answered({ which: [0] });
    expect(() => check.answers(order, { which: lines })).toThrow(
      'key.which must be in another order than the lines of the question'
    );
    expect(() => check.answers(order, { which: ['f(c);', 'no'] })).toThrow(
      'key.which must be at least two of the lines'
    );
    expect(() =>
      check.answers(order, {
        which: { lines: ['c = g;', 'f(c);'], before: [[0, 2]] }
      })
    ).toThrow('pairs of places');
  });

  it('is a cell, each number from the student’s own before it', () => {
    const cell = questions({
      key: 'gates',
      purpose: 'marked',
      items: [
        {
          id: 'which',
          question: 'Fill in.',
          cell: {
            inputs: [1, -1],
            blocks: { f: [1, 0, 1], i: [2, 1, 0], g: [1, 1, 0], o: [0, 1, 1] }
          }
        }
      ]
    });
    const run = lstm({ inputSize: 1, units: 1 });
    run.setWeights([[[2, 1, 1, 0]], [[1, 0, 1, 1]], [0, 1, 0, 1]]);
    const { f, i, g, o, c, h } = run.run([[1], [-1]]);
    const right = Object.fromEntries(
      Object.entries({ f, i, g, o, c, h }).map(([name, channel]) => [
        name,
        channel.toArray<number[][]>().map(([value]) => Number(value.toFixed(2)))
      ])
    );
    const earns = (which: unknown): number => {
      answered({ which });
      return share(() => check.answers(cell, { which: 'computed' }));
    };
    expect(earns(right)).toBe(1);
    // One slip costs one number of twelve, though others hang on it.
    const slipped = { ...right, f: [right.f[0] + 0.3, right.f[1]] };
    expect(earns(slipped)).toBeCloseTo(11 / 12, 12);
    expect(earns({ f: [right.f[0]] })).toBeCloseTo(1 / 12, 12);
    expect(earns({ f: 'x', constructor: [1] })).toBe(0);
    expect(() => check.answers(cell, { which: 3 })).toThrow("'computed'");
    setCheckContext({ answered: 'key' });
    expect(share(() => check.answers(cell, { which: 'computed' }))).toBe(1);
  });

  describe('a prediction', () => {
    const curve = predict({
      key: 'gates',
      purpose: 'marked',
      question: 'Draw.',
      count: 4,
      given: [1],
      quantity: { name: 'h', range: [0, 1] }
    });
    const earns = (values: unknown, truth: CurveKey = [0.5, 0.25, 0.125]) => {
      answered({ gates: values });
      return share(() => check.answers(curve, truth));
    };

    it('is right by its mean distance', () => {
      expect(earns([null, 0.5, 0.25, 0.125])).toBe(1);
      expect(earns([null, 0.59, 0.27, 0.16])).toBe(1);
      expect(earns([null, 0.7, 0.3, 0.125])).toBe(0);
      expect(
        earns([null, 0.7, 0.3, 0.125], {
          truth: [1, 0.5, 0.25, 0.125],
          tolerance: 0.1
        })
      ).toBe(1);
    });

    it('is nothing where a number is missing or none', () => {
      for (const values of [
        [null, 0.5, null, 0.125],
        [null, 0.5, 0.25],
        [null, '0.5', 0.25, 0.125],
        0.5,
        'key',
        null
      ]) {
        expect(earns(values)).toBe(0);
      }
    });

    it('holds no truth, and takes none', () => {
      expect([...curve.toBundle().truth.values]).toEqual([1, 0, 0, 0]);
      const plain = {
        key: 'k',
        purpose: 'marked',
        question: 'q',
        quantity: { name: 'h', range: [0, 1] }
      };
      expect(() => predict({ ...plain, truth: [1] } as never)).toThrow(
        'truth must be left out'
      );
      expect(() =>
        predict({ ...plain, verdicts: [{ text: 'x' }] } as never)
      ).toThrow('verdicts must be left out');
      expect(() => predict({ ...plain, count: 0 } as never)).toThrow(
        'count must be a whole number'
      );
      expect(() => predict({ ...plain, given: [1] } as never)).toThrow(
        'something to guess'
      );
      expect(() => predict({ ...plain, purpose: 'test' } as never)).toThrow(
        "purpose must be 'marked'"
      );
      expect(() =>
        predict({ ...plain, purpose: undefined, truth: [1], count: 1 } as never)
      ).toThrow('count is for');
    });

    it('refuses a key that does not fit', () => {
      expect(() => earns([null, 0, 0, 0], [0.5])).toThrow(
        'the 3 numbers that are asked for'
      );
      expect(() => earns([null, 0, 0, 0], [0.5, 0.2, 2])).toThrow(
        'from 0 to 1'
      );
      expect(() =>
        earns([null, 0, 0, 0], { truth: [1, 1, 1], tolerance: 1 })
      ).toThrow('key.tolerance');
    });
  });
});

describe('check.answers', () => {
  it('passes when all are right, and gives each question the same share', () => {
    answered({ which: place('f'), many: 4 });
    expect(check.answers(asked, key).report).toMatchObject({
      status: 'passed',
      numbersChecked: 2
    });
    answered({ which: place('f'), many: 5 });
    const error = thrown(() => check.answers(asked, key));
    expect(error.share).toBe(0.5);
    expect(error.message).toBe(
      '1 of 2 right. Not right: “How many?” (answered 5).'
    );
    expect(creditOf({ points: 3, error })).toMatchObject({
      points: 1.5,
      isFull: false
    });
    const report = gatherReport([{ points: 3, error }], { seconds: 0 });
    expect(report).toMatchObject({ points: 1.5, status: 'notYet' });
  });

  it.each<[string, unknown, unknown]>([
    ['“Which keeps?” (answered “i”)', place('i'), 4],
    ['“Which keeps?” (not answered)', undefined, 4],
    ['“How many?” (answered −1.5)', place('f'), -1.5],
    ['“Which keeps?” (answered “o”), “How many?” (answered 3)', place('o'), 3],
    // What no view would keep is not repeated.
    ['“Which keeps?”, “How many?”', [place('i')], 'x'.repeat(9)],
    ['“Which keeps?”, “How many?”', 'length', Infinity],
    ['“Which keeps?”', 99, 4]
  ])('says %s, and never what is right', (said, which, many) => {
    answered({ which, many });
    const { message, report } = thrown(() => check.answers(asked, key));
    expect(message).toMatch(/^[01] of 2 right\. Not right: /);
    expect(message.split('Not right: ')[1]).toBe(`${said}.`);
    expect(report.details).toEqual([]);
  });

  it('repeats what was drawn, filled in or put in order beside its message', () => {
    const others = questions({
      key: 'gates',
      purpose: 'marked',
      items: [
        {
          id: 'where',
          question: 'Where?',
          place: { lines: [{ name: 'h', values: [1, 2, 3] }] }
        },
        {
          id: 'trace',
          question: 'Follow.',
          table: { code: 'x', names: ['x', 'h'], rows: [[2, 2]], turns: 2 }
        },
        { id: 'lines', question: 'Order?', order: { lines: ['a;', '  b;'] } }
      ]
    });
    answered({
      where: 1,
      trace: [
        [2, 2],
        [0, null],
        [-1, 0.5]
      ],
      lines: [0, 1, ...Array<number>(9000).fill(0)]
    });
    const { report } = thrown(() =>
      check.answers(others, {
        where: 2,
        trace: [
          [0, 1],
          [-1, -0.5]
        ],
        lines: ['  b;', 'a;']
      })
    );
    expect(report.message).toBe(
      '0 of 3 right. Not right: “Where?” (answered step 1), “Follow.”, “Order?”.'
    );
    expect(report.details).toEqual([
      'Answered: 0, –; −1, 0.5',
      'Answered: a; / b;'
    ]);
    setCheckContext({ answered: { p: { p: [null, 0.123, 0.9] } } });
    const curve = predict({
      key: 'p',
      purpose: 'marked',
      question: 'Draw.',
      count: 3,
      given: [1],
      quantity: { name: 'h', range: [0, 1] }
    });
    const drawn = thrown(() => check.answers(curve, [0.5, 0.2]));
    expect(drawn.report.message).toBe('0 of 1 right. Not right: “Draw.”.');
    expect(drawn.report.details).toEqual(['Answered: 0.12, 0.9']);
  });

  it('knows no answer where nobody has read the notebook', () => {
    const { report } = thrown(() => check.answers(asked, key));
    expect(report.status).toBe('didNotRun');
  });

  it('says without a key what is not answered yet', () => {
    answered({ many: 4 });
    expect(check.answers(asked).report.message).toBe(
      'Not answered yet: “Which keeps?”.'
    );
    answered({});
    expect(thrown(() => check.answers(asked)).message).toBe(
      'Nothing is answered.'
    );
    answered({ many: 4, which: 0 });
    const result = check.answers(asked);
    expect(result.report.status).toBe('passed');
    // The key is not here, so neither are its points.
    const report = gatherReport([{ points: 3, result, isMarkedLater: true }], {
      seconds: 0
    });
    expect(report).toMatchObject({ status: 'passed', points: 0, maxPoints: 3 });
  });

  it('tries its own key', () => {
    setCheckContext({ answered: answeredOf('key') });
    expect(check.answers(asked, key).report.status).toBe('passed');
  });

  it.each<[string, () => unknown]>([
    [
      '{ answer, tolerance }',
      () => check.answers(asked, { ...key, many: 'x' })
    ],
    ['none for many', () => check.answers(asked, { which: 'f' })],
    ["one of '", () => check.answers(asked, { ...key, which: 'z' })],
    ['unknown', () => check.answers(asked, { ...key, other: 1 })],
    [
      'purpose field',
      () =>
        check.answers(
          questions({
            key: 'k',
            items: [{ id: 'a', question: 'b', number: { answer: 1 } }]
          }),
          { a: 1 }
        )
    ],
    ['must be questions', () => check.answers(null as never, {})]
  ])('refuses a key that does not fit: %s', (said, run) => {
    answered({});
    const words = said === 'unknown' ? /other/ : said;
    expect(run).toThrow(TypeError);
    expect(run).toThrow(words);
  });

  it.each([null, 3, 'gates', [], { gates: 3 }, { gates: [1] }])(
    'reads what is no sheet as nothing: %j',
    value => {
      setCheckContext({ answered: answeredOf(value) });
      expect(thrown(() => check.answers(asked, key)).message).toBe(
        'Nothing is answered.'
      );
    }
  );
});
