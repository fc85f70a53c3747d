import { requireKnown, requireOneOf } from '../../engine/base/check';
import { described } from '../../engine/base/described';
import { freshId, type Showable } from '../../engine/base/showable';
import { TRACE_VERSION, type Questions } from '../../trace';
import { withoutKey, type MarkedQuestionOptions } from './markedQuestion';
import { readQuestion, requireText, type QuestionOptions } from './question';

/** Questions that a teacher marks: the key stands in a hidden test, by `check.answers`. */
export interface MarkedQuestionsOptions {
  /** Unique in the notebook; under it the answers are kept in the notebook cell's metadata. */
  key: string;
  title?: string;
  purpose: 'marked';
  items: readonly MarkedQuestionOptions[];
}

export interface QuestionsOptions {
  /** Unique in the notebook; under it the answers are kept in the notebook cell's metadata. */
  key: string;
  title?: string;
  /**
   * `field` (default): each question is answered by itself, and again. `test`: all are handed in
   * together, with how sure one is. `inventory`: a test whose answers are told with the last sheet.
   */
  purpose?: 'field' | 'test' | 'inventory';
  items: readonly QuestionOptions[];
  /** The same questions again, each sheet so many days after the one before; default one sheet. */
  sheets?: readonly { key: string; days?: number }[];
  /** Whether what is right is told in the end; false where the same is asked elsewhere later. */
  explains?: boolean;
}

/** Questions that are answered in the notebook. */
export type QuestionsShowable = Showable<Questions>;

/**
 * Asks questions in the notebook: `show(questions({ … }))`. Answers are kept with it.
 *
 * An item has an `id`, a `question`, perhaps an `explanation`, and one of `number`, `choice`,
 * `place`, `table`, `order`, `text`, `cell` and `bench`. With `purpose: 'marked'` it is any of them but
 * `text` and `bench`, and holds no key: `check.answers` has it.
 *
 * @throws TypeError on a wrong or unknown option, RangeError when lengths do not fit
 * @example
 * ```ts
 * const asked = questions({
 *   key: 'half-life',
 *   items: [
 *     {
 *       id: 'steps',
 *       question: 'f stays at 0.5. After how many steps is a quarter left?',
 *       number: { answer: 2, replies: [{ value: 4, text: 'That would be a sixteenth.' }] }
 *     }
 *   ]
 * });
 * asked.toBundle().items.length; // 1
 * ```
 */
export function questions(
  options: QuestionsOptions | MarkedQuestionsOptions
): QuestionsShowable {
  // Before it is known to be an object.
  const isMarked =
    (options as Partial<typeof options> | undefined)?.purpose === 'marked';
  requireKnown('questions', options, [
    'key',
    'title',
    'purpose',
    'items',
    ...(isMarked ? [] : ['sheets', 'explains'])
  ]);
  const { key, title, items } = options;
  const { explains = true, sheets = [{ key }] } =
    options.purpose === 'marked' ? {} : options;
  requireText('key', key);
  const purpose = requireOneOf(
    'questions',
    'purpose',
    options.purpose ?? 'field',
    ['field', 'test', 'inventory', 'marked']
  );
  if (!Array.isArray(items) || items.length === 0) {
    throw new TypeError(
      `questions: items must be a list of questions, got ${described(items)}`
    );
  }
  if (typeof explains !== 'boolean') {
    throw new TypeError(
      `questions: explains must be true or false, got ${described(explains)}`
    );
  }
  const read =
    options.purpose === 'marked'
      ? options.items.map((item, at) => readQuestion(withoutKey(item, at), at))
      : items.map((item, at) => readQuestion(item as QuestionOptions, at));
  const alone = read.find(({ form }) => form === 'text' || form === 'bench');
  if (alone !== undefined && purpose !== 'field') {
    throw new TypeError(
      `questions: ${alone.id} ${alone.form === 'text' ? 'asks for words, which only the reader can mark' : 'is a bench, which is answered by itself'}; a ${purpose} takes the other kinds`
    );
  }
  const twice = read.find(
    ({ id }, at) => read.findIndex(other => other.id === id) !== at
  );
  if (twice !== undefined) {
    throw new RangeError(`questions: two items have the id ${twice.id}`);
  }
  const bundle: Questions = {
    version: TRACE_VERSION,
    kind: 'questions',
    id: freshId('questions'),
    ...(title === undefined ? {} : { title }),
    purpose,
    sheets: sheets.map((sheet, at) => readSheet(sheet, at)),
    explains,
    items: read
  };
  return {
    id: bundle.id,
    toBundle: () => bundle,
    toString: () =>
      [
        ...read.map(({ question }) => question),
        'Open the notebook in JupyterLab to answer.'
      ].join('\n')
  };
}

function readSheet(
  sheet: { key: string; days?: number },
  at: number
): Questions['sheets'][number] {
  const place = `sheets[${at}]`;
  requireKnown(`questions: ${place}`, sheet, ['key', 'days']);
  requireText(`${place}.key`, sheet.key);
  const days = sheet.days ?? 0;
  if (!Number.isFinite(days) || days < 0) {
    throw new RangeError(
      `questions: ${place}.days must be a number from 0, got ${described(days)}`
    );
  }
  return { key: sheet.key, days };
}
