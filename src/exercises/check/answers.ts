import { described } from '../../engine/base/described';
import {
  questionsOf,
  type Prediction,
  type Question,
  type Questions
} from '../../trace';
import {
  curveMarking,
  markingsOf,
  ownOf,
  type AnswerKey,
  type CurveKey,
  type CurveQuestion
} from './answerMarkings';
import { answerLine, answerText } from './answerTexts';
import { checkContext, type Answered } from './context';
import { CheckFailure, PassedCheck, reportOf, settle } from './report';

/**
 * Marks the answers to questions of the purpose `marked`, each as much as the others: of three of which
 * two are right, two thirds of the test's points. Without a key it says what is not answered yet,
 * which is what students can be given: put the line with the key between `/// BEGIN HIDDEN TESTS` and
 * `/// END HIDDEN TESTS`.
 *
 * @param asked the questions, or the prediction, as a notebook cell shows them
 * @param key by the id of each question; of a prediction its numbers
 * @throws CheckFailure unless all are right; TypeError when the key does not fit the questions
 * @example
 * ```ts
 * const asked = questions({
 *   key: 'gates',
 *   purpose: 'marked',
 *   items: [{ id: 'which', question: 'Which gate keeps?', choice: ['f', 'i'] }]
 * });
 * check.answers(asked, { which: 'f' });
 * ```
 */
export function checkAnswers(
  asked: { toBundle(): Questions },
  key?: Readonly<Record<string, AnswerKey>>
): PassedCheck;
export function checkAnswers(
  asked: { toBundle(): Prediction },
  key?: CurveKey
): PassedCheck;
export function checkAnswers(
  asked: { toBundle(): Questions | Prediction },
  key?: Readonly<Record<string, AnswerKey>> | CurveKey
): PassedCheck {
  const bundle = readAsked(asked);
  const questions =
    bundle.kind === 'questions' ? questionsOf(bundle) : [curveOf(bundle)];
  const markings =
    key === undefined
      ? null
      : bundle.kind === 'prediction'
        ? [curveMarking(curveOf(bundle), key as CurveKey)]
        : markingsOf(
            questionsOf(bundle),
            key as Readonly<Record<string, AnswerKey>>
          );
  const { answered } = checkContext();
  if (answered === undefined) {
    const elsewhere = reportOf({
      status: 'didNotRun',
      message:
        'What was answered stands in the notebook: the Check button reads it, and marking.'
    });
    // Without a key nothing is marked, so that a notebook that is run from top to bottom stops nowhere.
    // With one this is no pass: nbgrader alone, which knows no sheets, would give all points for it.
    if (markings === null) {
      return new PassedCheck(elsewhere);
    }
    throw new CheckFailure(elsewhere);
  }
  const sheet =
    answered === 'key'
      ? Object.fromEntries(
          questions.map(({ id }, at) => [id, markings?.[at].right ?? true])
        )
      : ownOf(
          answered,
          bundle.kind === 'questions' ? bundle.sheets[0].key : bundle.key
        );
  const givens = questions.map(({ id }) => ownOf(sheet, id));
  const open = questions.filter((_, at) => isNothing(givens[at]));
  if (open.length === questions.length) {
    return settle({ status: 'notYet', message: 'Nothing is answered.' });
  }
  const numbersChecked = questions.length;
  if (markings === null) {
    // No failure: the key, which follows in marking, gives each answer its share.
    return settle({
      status: 'passed',
      message:
        open.length > 0
          ? `Not answered yet: ${quoted(open)}.`
          : 'Every question is answered.'
    });
  }
  const shares = markings.map(({ shareOf }, at) => shareOf(givens[at]));
  const wrong = questions
    .map((question, at) => ({ question, given: givens[at] }))
    .filter((_, at) => shares[at] < 1);
  if (wrong.length === 0) {
    return settle({
      status: 'passed',
      message: 'Every question is answered right.',
      numbersChecked
    });
  }
  const right = questions.length - wrong.length;
  throw new CheckFailure(
    reportOf({
      status: 'notYet',
      message: `${right} of ${questions.length} right. Not right: ${wrong.map(notRight).join(', ')}.`,
      details: wrong.flatMap(({ question, given }) => {
        const line = isNothing(given) ? null : answerLine(question, given);
        return line === null ? [] : [`Answered: ${line}`];
      }),
      numbersChecked
    }),
    undefined,
    shares.reduce((sum, share) => sum + share, 0) / questions.length
  );
}

/** At most so many sheets, and questions on one. */
const MOST = 100;

/**
 * What a notebook says was entered, which anybody may have written: whatever is not a sheet of answers
 * is left out.
 */
export function answeredOf(value: unknown): Answered {
  if (value === 'key') {
    return value;
  }
  return Object.fromEntries(
    entriesOf(value).map(([sheet, answers]) => [
      sheet,
      Object.fromEntries(entriesOf(answers))
    ])
  );
}

function entriesOf(value: unknown): [string, unknown][] {
  return typeof value === 'object' && value !== null
    ? Object.entries(value).slice(0, MOST)
    : [];
}

function readAsked(asked: {
  toBundle(): Questions | Prediction;
}): Questions | Prediction {
  const bundle: unknown =
    typeof asked?.toBundle === 'function' ? asked.toBundle() : undefined;
  const { kind, purpose } = (bundle ?? {}) as Partial<Questions | Prediction>;
  const asks = kind === 'questions' || kind === 'prediction';
  if (!asks || purpose !== 'marked') {
    throw new TypeError(
      `check.answers: asked must be questions or predict of purpose: 'marked', got ${asks ? `one of the purpose ${purpose ?? 'field'}` : described(asked)}`
    );
  }
  return bundle as Questions | Prediction;
}

function curveOf(prediction: Prediction): CurveQuestion {
  const { key, question } = prediction;
  return { form: 'curve', id: key, question, prediction };
}

/** Nothing, or a table, a sheet or a curve in which nothing was entered yet. */
function isNothing(given: unknown): boolean {
  return typeof given === 'object' && given !== null
    ? Object.values(given).every(isNothing)
    : given === null || given === undefined;
}

/** A question with the answer that it got: never with the one that is right. */
function notRight({
  question,
  given
}: {
  readonly question: Question | CurveQuestion;
  readonly given: unknown;
}): string {
  const answer = answerText(question, given);
  const said = isNothing(given)
    ? ' (not answered)'
    : answer === null
      ? ''
      : ` (answered ${answer})`;
  return quoted([question]) + said;
}

function quoted(questions: readonly { readonly question: string }[]): string {
  return questions.map(({ question }) => `“${question}”`).join(', ');
}
