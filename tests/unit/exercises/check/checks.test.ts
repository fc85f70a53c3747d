import fc from 'fast-check';
import {
  check,
  CheckFailure,
  gatherReport
} from '../../../../src/exercises/check';
import { unwritten } from '../../../../src/exercises/metadata/studentVersion';
import { setCheckContext } from '../../../../src/exercises/check/context';
import { lstm } from '../../../../src/engine/cells/lstm';
import { gru } from '../../../../src/engine/cells/gru';
import { tensor } from '../../../../src/engine/tensor/making';
import type { Tensor } from '../../../../src/engine/tensor/tensor';
import {
  decodeBundle,
  encode,
  percentText,
  type CheckReport
} from '../../../../src/trace';
import { lstmAnswer } from './students';

function failure(run: () => unknown): CheckReport {
  try {
    run();
  } catch (error) {
    if (error instanceof CheckFailure) {
      return error.report;
    }
    throw error;
  }
  throw new Error('the check passed');
}

describe('check.close', () => {
  it('takes numbers, lists and tensors', () => {
    expect(check.close('a', 0.3, 0.3 + 1e-9).report.status).toBe('passed');
    expect(check.close('a', [1, 2], tensor([1, 2])).report.numbersChecked).toBe(
      2
    );
    expect(check.close('a', 99.5, 100, { tolerance: 0.01 }).toString()).toBe(
      'Passed. a: as asked for.'
    );
  });

  it('says expected and got, with the unit', () => {
    expect(failure(() => check.close('h_2', -0.441, 0.3127)).message).toBe(
      'h_2: expected 0.3127, got −0.4410.'
    );
    expect(
      failure(() => check.close('the error', 2.5, 2.25, { unit: '°C' })).message
    ).toBe('the error: expected 2.2500 °C, got 2.5000 °C.');
  });

  it('shows as many digits as tell the two apart', () => {
    expect(failure(() => check.close('a', 6.00001, 6)).message).toBe(
      'a: expected 6.00000, got 6.00001.'
    );
    expect(failure(() => check.close('a', 3.00003e-5, 3e-5)).message).toBe(
      'a: expected 3.00000 × 10⁻⁵, got 3.00003 × 10⁻⁵.'
    );
    fc.assert(
      fc.property(
        fc.double({ noNaN: true, min: -1e9, max: 1e9 }),
        fc.double({ noNaN: true, min: 2e-6, max: 1 }),
        (wanted, by) => {
          const got = wanted + by * Math.max(1, Math.abs(wanted));
          const { message } = failure(() => check.close('a', got, wanted));
          const [, one, other] = /expected (.+), got (.+)\.$/.exec(message)!;
          expect(one).not.toBe(other);
        }
      )
    );
  });

  it('names the first position that differs', () => {
    const report = failure(() => check.close('h', [1, 2, 4, 9], [1, 2, 3, 4]));
    expect(report.message).toBe(
      'h at position 2: expected 3.0000, got 4.0000.'
    );
    expect(report.first).toMatchObject({ step: 2, expected: 3, got: 4 });
  });

  it('names a place in lists of lists as code writes it', () => {
    // Two rows of three: the sixth number is the third of the second row.
    const wanted = [
      [1, 2, 3],
      [4, 5, 6]
    ];
    const got = [
      [1, 2, 3],
      [4, 5, 0]
    ];
    expect(failure(() => check.close('the states', got, wanted)).message).toBe(
      'the states at [1][2]: expected 6.0000, got 0.0000.'
    );
  });

  it('knows wrong answers that are often given', () => {
    const report = failure(() =>
      check.close('h_1', 0.2, 0.1974, {
        mistakes: [
          { value: 0.5, message: 'not this one' },
          { value: 0.2, message: 'You left out tanh.' }
        ]
      })
    );
    expect(report.message).toBe('You left out tanh.');
    expect(report.details).toEqual(['h_1: expected 0.1974, got 0.2000.']);
  });

  it.each<[unknown, string]>([
    [undefined, 'h: got undefined; 2 numbers are asked for.'],
    [[1, 2, 3], 'h: got 3 numbers; 2 are asked for.'],
    [1, 'h: got 1 number; 2 are asked for.']
  ])('says what is wrong with %p', (got, message) => {
    expect(failure(() => check.close('h', got as never, [1, 2])).message).toBe(
      message
    );
  });
});

describe('numbers in float32', () => {
  const third = Float32Array.of(1 / 3, 1e-3);

  it('are compared at their own precision', () => {
    expect(
      check.close('third', tensor(third), [1 / 3, 1e-3]).report.status
    ).toBe('passed');
    expect(() => check.close('third', tensor(third), [1 / 3, 1.1e-3])).toThrow(
      CheckFailure
    );
  });

  it.each<[string, number[], number[]]>([
    ['whole numbers beside a large one', [1e6, 0, -15], [1e6, 10, 1]],
    ['a whole number', [999995], [1e6]],
    ['a whole number, a little off', [6 * (1 + 9e-6)], [6]],
    ['a fraction beside a large number', [1e6, 10.6], [1e6, 10.5]],
    ['a whole number beside a fraction', [999999, 0.5], [1e6, 0.5]],
    ['a 0 beside a large fraction', [1000000.5, 1], [1000000.5, 0]]
  ])('that are wrong do not pass by their precision: %s', (_, got, asked) => {
    expect(() =>
      check.close('them', tensor(Float32Array.from(got)), asked)
    ).toThrow(CheckFailure);
    // Nor as a list of JavaScript's own.
    expect(() => check.close('them', Float32Array.from(got), asked)).toThrow(
      CheckFailure
    );
  });

  it('that are right pass, computed step by step', () => {
    /** The states of a network of three units over thirty steps. */
    const states = (round: (value: Tensor) => Tensor): Tensor => {
      let h = round(tensor([[0, 0.5, -0.5]]));
      const U = round(
        tensor([
          [0.7, -1.1, 0.2],
          [0.9, 0.4, -0.8],
          [-0.6, 0.3, 1.2]
        ])
      );
      const rows = Array.from({ length: 30 }, (_, t) => {
        h = round(h.matmul(U).add(Math.sin(t)).tanh());
        return Array.from(h.values);
      });
      return round(tensor(rows));
    };
    const found = states(value => value.cast('f32'));
    const asked = states(value => value);
    expect(found.values).not.toEqual(Float32Array.from(asked.values));
    expect(check.close('h', found, asked).report.status).toBe('passed');
    // Softmax rows sum to a whole number; a difference leaves a rest of 0.
    expect(
      check.close(
        'sum',
        tensor(Float32Array.of(0.99999994, 0.25, 3e-8)),
        [1, 0.25, 0]
      ).report.status
    ).toBe('passed');
  });

  it('are compared as precisely as the teacher asks', () => {
    expect(() =>
      check.close('third', tensor(third), [1 / 3, 1e-3], { tolerance: 1e-12 })
    ).toThrow(CheckFailure);
  });
});

describe('check.close, where one number is asked for', () => {
  it('takes it alone, in a list, as a tensor, and in the form that is asked', () => {
    for (const given of [6, [6], tensor([[6]]), Float64Array.of(6)]) {
      expect(check.close('it', given, 6).report.status).toBe('passed');
    }
    expect(check.close('it', [[6]], [[6]]).report.status).toBe('passed');
  });

  it.each([[[[6]]], [[[[6]]]]])('takes no list of lists: %j', given => {
    expect(failure(() => check.close('it', given, 6)).message).toMatch(
      /^it: got .*; a number is asked for\.$/
    );
  });
});

describe('check.close takes for equal only what is', () => {
  const matrix = [
    [1, 2, 3],
    [4, 5, 6]
  ];
  const turned = [
    [1, 2],
    [3, 4],
    [5, 6]
  ];
  it.each<[string, unknown, unknown, object?]>([
    ['∞ for a number', Infinity, 4.5],
    ['∞ for many', [Infinity, Infinity], [1, 2]],
    ['−∞ for a number', -Infinity, 1e300],
    ['∞ within a tolerance', Infinity, 4.5, { tolerance: 0.5 }],
    ['a number for ∞', 1e308, Infinity],
    ['NaN for a number', NaN, 4.5],
    ['a count that is one off', 1_000_001, 1_000_000],
    ['a large count that is one off', 1e9 + 1, 1e9],
    ['twice a small number', 2e-7, 1e-7],
    ['0 for a vanished gradient', 0, 5e-17],
    ['a small number beside large ones', [1, 2e-7], [1, 1e-7]],
    ['another shape of as many numbers', turned, matrix],
    ['a flat list for a matrix', [1, 2, 3, 4, 5, 6], matrix],
    ['a string', '4.5', 4.5],
    ['an object that is a number when asked', { valueOf: () => 4.5 }, 4.5]
  ])('not %s', (_, got, expected, ...[options = {}]) => {
    const close = () =>
      check.close('a', got as never, expected as never, options);
    expect(failure(close).status).toBe('notYet');
  });

  it.each<[string, unknown, unknown, object?]>([
    ['∞ where it is asked for', Infinity, Infinity],
    ['a rounding error', 0.1 + 0.2, 0.3],
    ['a rounding error from 0', 1e-17, 0],
    ['one number in a list', [4.5], 4.5],
    ['typed arrays', Float64Array.of(1, 2), [1, 2]],
    [
      'numbers rounded to three digits',
      [0.604, 0.011],
      [0.6044, 0.0111],
      { absolute: 0.0006 }
    ],
    ['a share that is allowed', 99.5, 100, { tolerance: 0.01 }]
  ])('%s', (_, got, expected, ...[options = {}]) => {
    expect(
      check.close('a', got as never, expected as never, options).report.status
    ).toBe('passed');
  });

  it('says the shapes, and what NaN is', () => {
    expect(failure(() => check.close('U', turned, matrix)).message).toBe(
      'U: got 3 × 2 numbers; 2 × 3 numbers are asked for.'
    );
    expect(failure(() => check.close('a', NaN, 1)).details.join(' ')).toContain(
      'NaN is “not a number”'
    );
  });

  it.each([
    [{ tolerance: NaN }, 'check.close: tolerance must be a number from 0'],
    [{ absolute: -1 }, 'check.close: absolute must be a number from 0'],
    [{ tolerence: 1 }, 'tolerence']
  ])('refuses the options %p', (options, message) => {
    expect(() => check.close('a', 1, 1, options as object)).toThrow(message);
  });
});

describe('check.that', () => {
  it('passes or says the sentence it was given', () => {
    expect(check.that(true, 'no').report.status).toBe('passed');
    expect(
      failure(() => check.that(false, 'The radius is above 1.')).message
    ).toBe('The radius is above 1.');
    expect(() => check.that(1 as never, '')).toThrow(
      'the condition must be true or false, got the number 1'
    );
  });
});

describe('check.keeps', () => {
  const cell = lstm({ inputSize: 1, units: 3, seed: 4 });
  const run = cell.run(Array.from({ length: 40 }, (_, t) => Math.sin(t)));
  const ask = { unit: 1, from: 10, steps: 20 };
  const range = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, index) => from + index);
  const keep = {
    layer: 'lstm',
    channel: 'f',
    units: [1],
    steps: range(11, 31),
    value: 1
  };
  const close = { ...keep, channel: 'i', value: 0 };
  const messageFor = (...clamps: (typeof keep)[]) =>
    failure(() => check.keeps(run.recompute({ clamps }), ask)).message;

  it('passes when f is held at 1 and nothing is written, by i or by g', () => {
    const held = run.recompute({ clamps: [keep, close] });
    const value = run.c.at(10).at(1).item();
    expect(check.keeps(held, ask).report.message).toBe(
      `c of unit 1 stays at ${value.toFixed(4).replace('-', '−')} from step 10 to step 30.`
    );
    const silent = run.recompute({
      clamps: [keep, { ...close, channel: 'g' }]
    });
    expect(check.keeps(silent, ask).report.status).toBe('passed');
  });

  it('passes when more is held than is needed', () => {
    const held = run.recompute({
      clamps: [
        { layer: 'lstm', channel: 'f', steps: range(11, 40), value: 1 },
        { layer: 'lstm', channel: 'i', steps: range(11, 40), value: 0 }
      ]
    });
    expect(check.keeps(held, ask).report.status).toBe('passed');
  });

  it('says that nothing is held', () => {
    expect(failure(() => check.keeps(run, ask)).message).toBe(
      'Nothing is held: the run has no clamps.'
    );
  });

  it('says what still writes, with its number', () => {
    const held = run.recompute({ clamps: [keep] });
    const written = held.i.at(11).at(1).item() * held.g.at(11).at(1).item();
    expect(messageFor(keep)).toBe(
      `f keeps everything, but i still writes: at step 11, i ⊙ g adds ${written.toFixed(4).replace('-', '−')}.`
    );
  });

  it('says how much f keeps', () => {
    const f = run
      .recompute({ clamps: [close] })
      .f.at(11)
      .at(1)
      .item();
    expect(messageFor(close)).toBe(
      `Nothing new is written, but f keeps only ${percentText(f)} % of c at step 11.`
    );
  });

  it.each([
    [
      'f at 0',
      [{ ...keep, value: 0 }, close],
      'f is 0.0000 at step 11: the forget gate keeps 0 %. Which value keeps everything?'
    ],
    [
      'c itself',
      [{ ...keep, channel: 'c' }],
      'You hold c itself. Hold it by its gates: what keeps, and what writes?'
    ],
    [
      'o',
      [{ ...keep, channel: 'o' }],
      'o does not touch the memory: o decides what is shown of c, not what is kept.'
    ],
    [
      'another unit',
      [
        { ...keep, units: [2] },
        { ...close, units: [2] }
      ],
      'The clamps hold unit 2. Hold unit 1 instead.'
    ],
    [
      'too few steps',
      [
        { ...keep, steps: range(11, 30) },
        { ...close, steps: range(11, 30) }
      ],
      'c is kept until step 29 only. Keep it for 20 steps, until step 30.'
    ],
    [
      'from the beginning',
      [
        { ...keep, steps: range(0, 31) },
        { ...close, steps: range(0, 31) }
      ],
      'A clamp changes step 10 or before, so the value to keep is gone.'
    ]
  ])('says what is wrong with %s', (_, clamps, message) => {
    expect(messageFor(...clamps)).toBe(message);
  });

  it('gives the first step that is off', () => {
    const report = failure(() =>
      check.keeps(run.recompute({ clamps: [keep] }), ask)
    );
    expect(report.first).toMatchObject({ channel: 'c', step: 11, unit: 1 });
    expect(report.first?.expected).toBe(run.c.at(10).at(1).item());
  });

  it('is for LSTMs', () => {
    const other = gru({ inputSize: 1, units: 3, seed: 1 }).run([1, 2, 3]);
    expect(() => check.keeps(other, ask)).toThrow(
      'check.keeps: gru is no LSTM'
    );
    expect(() => check.keeps(3 as never, ask)).toThrow(
      'the first argument must be a run, got the number 3'
    );
  });
});

describe('the report of an exercise', () => {
  const passed = check.close('a', 1, 1);
  const failed = (): unknown => {
    try {
      return check.close('b', 1, 2);
    } catch (error) {
      return error;
    }
  };

  it('adds the points of the tests that pass', () => {
    const report = gatherReport(
      [
        { points: 2, result: passed },
        { points: 1, error: failed() },
        { points: 0.5, result: undefined }
      ],
      { seconds: 0.2 }
    );
    expect(report).toMatchObject({
      status: 'notYet',
      points: 2.5,
      maxPoints: 3.5,
      seconds: 0.2,
      message: 'b: expected 2.0000, got 1.0000.',
      numbersChecked: 2
    });
  });

  it('says what to do where an answer is not written yet, and names no error', () => {
    for (const message of [unwritten, `Cannot go on. ${unwritten}`]) {
      const report = gatherReport([{ points: 2, error: new Error(message) }], {
        seconds: 0.2,
        line: 2
      });
      expect(report).toMatchObject({
        status: 'didNotRun',
        message:
          'This part is not written yet. Write your own lines in its place.',
        details: [],
        line: 2
      });
    }
  });

  it('has passed when all tests do', () => {
    expect(
      gatherReport([{ points: 3, result: check.step(lstmAnswer(), 'lstm') }], {
        seconds: 1
      })
    ).toMatchObject({ status: 'passed', points: 3, maxPoints: 3 });
  });

  it.each([
    ['a number within the points', 1.5, 1.5],
    ['all points', 2, 2],
    ['nothing', undefined, 2],
    ['true', true, 2],
    ['0', 0, 0],
    ['NaN', NaN, 0],
    ['false', false, 0],
    ['a negative number', -1, 0],
    ['more than the points', 3, 0],
    ['∞', Infinity, 0]
  ])('takes %s on the last line of a test as it is', (_, result, points) => {
    expect(gatherReport([{ points: 2, result }], { seconds: 1 })).toMatchObject(
      {
        points,
        status: points === 2 ? 'passed' : 'notYet'
      }
    );
  });

  it('gives a right function its points though its notebook cell throws', () => {
    const report = gatherReport([{ points: 2, result: passed }], {
      seconds: 1,
      answerError: new Error('below it'),
      answerLine: 3
    });
    expect(report).toMatchObject({ status: 'passed', points: 2 });
    expect(report.details.join(' ')).toContain(
      'stops all the same: Error: below it'
    );
  });

  it('names what the answer threw when a test fails for it', () => {
    expect(
      gatherReport([{ points: 2, error: new ReferenceError('no step') }], {
        seconds: 1,
        answerError: new Error('at the top'),
        answerLine: 0
      })
    ).toMatchObject({
      status: 'didNotRun',
      points: 0,
      message: 'Error: at the top',
      line: 0
    });
  });

  it("does not place a test's own error on a line of the answer", () => {
    const report = gatherReport(
      [{ points: 2, error: new TypeError('no'), isTestsFault: true }],
      { seconds: 1, line: 4 }
    );
    expect(report.line).toBeUndefined();
    expect(report.details.join(' ')).toContain('The error is in a test');
  });

  it('says that nothing was checked when the answer throws, and where', () => {
    expect(
      gatherReport(
        [{ points: 3, error: new RangeError('mul: shapes differ') }],
        { seconds: 1, line: 4 }
      )
    ).toMatchObject({
      status: 'didNotRun',
      message: 'RangeError: mul: shapes differ',
      line: 4,
      points: 0
    });
  });

  it('says a slip once, though the compiler has put it in front already', () => {
    const slip = 'These are tensors: write mul(W, x).';
    const rest =
      "The left-hand side of an arithmetic operation must be of type 'number'.";
    setCheckContext({ answer: 'const h = W * x;' });
    const messages = [rest, `${slip} ${rest}`].map(message =>
      gatherReport([{ points: 1, error: new TypeError(message) }], {
        seconds: 1
      })
    );
    setCheckContext({});
    for (const { message } of messages) {
      expect(message).toBe(`${slip} TypeError: ${rest}`);
    }
  });

  it('can be saved and read back, NaN and all', () => {
    const report = failure(() =>
      check.step(lstmAnswer({ cNew: 'log(neg(mul(f, f)))' }), 'lstm')
    );
    const back = decodeBundle(
      JSON.parse(JSON.stringify(encode(report)))
    ) as CheckReport;
    expect(back.first?.got).toBeNaN();
    expect(back.channels).toHaveLength(6);
  });
});
