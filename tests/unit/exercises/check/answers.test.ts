import {
  answeredOf,
  check,
  CheckFailure,
  creditOf,
  gatherReport,
  setCheckContext
} from '../../../../src/exercises/check';
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
    expect(error.message).toBe('1 of 2 right. Not right: “How many?”.');
    expect(creditOf({ points: 3, error })).toMatchObject({
      points: 1.5,
      isFull: false
    });
    const report = gatherReport([{ points: 3, error }], { seconds: 0 });
    expect(report).toMatchObject({ points: 1.5, status: 'notYet' });
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
