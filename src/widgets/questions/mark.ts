import type { Question, TableQuestion } from '../../trace';
import type { Translate } from '../../scene/words/translate';
import { formatNumber } from '../../scene/words/format';
import { fieldOf, type Given } from './answers';
import { readCellNumbers } from '../../trace/cellSheet';
import { judgeDesign, readDesign } from './bench';
import { confoundWords, designWords, marksWords } from './benchWords';
import { markCell } from './markCell';
import { orderFault, readOrder } from './markOrder';

/** What an answer is worth, and what is said of it. */
export interface MarkedAnswer {
  /** Null where only the reader can say: words of their own. */
  readonly right: boolean | null;
  readonly reply: string;
  /** What else is said, a line each. */
  readonly lines?: readonly string[];
}

/** Whether enough was entered to be marked. */
export function isGiven(question: Question, given: Given): boolean {
  switch (question.form) {
    case 'number':
      return typeof given === 'number' && Number.isFinite(given);
    case 'choice':
      return isIndex(given, question.choice.options.length);
    case 'place':
      return isIndex(given, question.place.axis.count);
    case 'table':
      return readTable(question, given).every(row =>
        row.every(value => value !== null)
      );
    case 'order':
      return readOrder(question, given).length > 0;
    case 'text':
      return readWords(given).words.trim() !== '';
    case 'cell':
      return Object.values(readCellNumbers(question, given)).some(row =>
        row.some(value => value !== null)
      );
    case 'bench':
      return readDesign(question, given).tried.length > 0;
  }
}

/** Marks an answer; one that says nothing is wrong. */
export function markOf(
  question: Question,
  given: Given,
  translate: Translate
): MarkedAnswer {
  if (!isGiven(question, given)) {
    return { right: false, reply: translate('Nothing was entered.') };
  }
  switch (question.form) {
    case 'number':
      return markNumber(question.number, given as number, translate);
    case 'choice': {
      const { right, reply } = question.choice.options[given as number];
      return { right, reply };
    }
    case 'place': {
      const { right, replies } = question.place;
      const at = given as number;
      const said = replies.find(({ from, to }) => at >= from && at <= to);
      return { right: right.includes(at), reply: said?.text ?? '' };
    }
    case 'table':
      return markTable(question, given, translate);
    case 'order': {
      const fault = orderFault(question, readOrder(question, given), translate);
      return { right: fault === null, reply: fault ?? '' };
    }
    case 'text':
      return { right: null, reply: '' };
    case 'cell': {
      const marks = markCell(
        question,
        readCellNumbers(question, given),
        translate
      );
      const wrong = marks.filter(({ verdict }) => verdict === 'wrong');
      const missing = marks.filter(({ verdict }) => verdict === 'missing');
      return {
        right: wrong.length === 0 && missing.length === 0,
        reply: cellReply(
          wrong[0],
          { wrong: wrong.length, missing: missing.length },
          translate
        )
      };
    }
    case 'bench': {
      const design = readDesign(question, given);
      const { control, range, confounds } = judgeDesign(question, design);
      return {
        right: control && range,
        reply: marksWords(question, design, translate),
        lines: confounds.map(each => confoundWords(question, each, translate))
      };
    }
  }
}

function markNumber(
  {
    answer,
    tolerance,
    replies
  }: Extract<Question, { form: 'number' }>['number'],
  given: number,
  translate: Translate
): MarkedAnswer {
  const near = (value: number): boolean => Math.abs(given - value) <= tolerance;
  if (near(answer)) {
    return { right: true, reply: '' };
  }
  const said = replies.find(({ value }) => near(value));
  return {
    right: false,
    reply:
      said?.text ??
      (given < answer ? translate('It is more.') : translate('It is less.'))
  };
}

function markTable(
  question: TableQuestion,
  given: Given,
  translate: Translate
): MarkedAnswer {
  const [first] = wrongEntries(question, given);
  if (first === undefined) {
    return { right: true, reply: '' };
  }
  const { row, column } = first;
  const { names, replies = [], tolerance } = question.table;
  const value = readTable(question, given)[row][column];
  const followed = replies.find(
    ({ rows }) =>
      value !== null &&
      // A notebook may hold fewer rows there.
      Math.abs((rows.at(row)?.at(column) ?? NaN) - value) <= tolerance
  );
  return {
    right: false,
    reply:
      followed?.text ??
      translate(
        'Look again at %1 after turn %2: with what comes before it, another number comes out.',
        names[column],
        row
      )
  };
}

/** The entries that are not right, row by row. */
export function wrongEntries(
  question: TableQuestion,
  given: Given
): { row: number; column: number }[] {
  const { rows, tolerance } = question.table;
  return readTable(question, given).flatMap((row, at) =>
    row.flatMap((value, column) =>
      value !== null && Math.abs(value - rows[at][column]) <= tolerance
        ? []
        : [{ row: at, column }]
    )
  );
}

/** The numbers of a table; those that are given from the start stand in it. */
export function readTable(
  { table }: TableQuestion,
  given: Given
): (number | null)[][] {
  return table.rows.map((row, at) =>
    row.map((value, column) => {
      if (at < table.given) {
        return value;
      }
      const entered = fieldOf(fieldOf(given, String(at)), String(column));
      return typeof entered === 'number' && Number.isFinite(entered)
        ? entered
        : null;
    })
  );
}

/** Words of one's own, and which points of the model answer they hold. */
export function readWords(given: Given): {
  words: string;
  points: readonly number[];
} {
  const words = fieldOf(given, 'words');
  const points = fieldOf(given, 'points');
  return {
    words: typeof words === 'string' ? words.slice(0, 4000) : '',
    points: Array.isArray(points)
      ? points.filter((at): at is number => Number.isInteger(at))
      : []
  };
}

function cellReply(
  wrong: ReturnType<typeof markCell>[number] | undefined,
  counts: { wrong: number; missing: number },
  translate: Translate
): string {
  if (wrong === undefined) {
    return counts.missing === 0
      ? ''
      : translate(
          'What is there is right; %1 numbers are still missing.',
          counts.missing
        );
  }
  const place = translate(
    '%1 at step %2 does not follow from the numbers before it.',
    cellWord(wrong.name),
    wrong.step
  );
  return [place, ...(wrong.slip === undefined ? [] : [wrong.slip])].join(' ');
}

/** `f`, `dL/df`. */
export function cellWord(name: string): string {
  return name.length === 2 ? `dL/d${name[1]}` : name;
}

function isIndex(given: Given, count: number): boolean {
  return Number.isInteger(given) && Number(given) >= 0 && Number(given) < count;
}

/** The right answer in words, for a question that was given up or handed in. */
export function solutionOf(question: Question, translate: Translate): string {
  switch (question.form) {
    case 'number': {
      const { answer, unit } = question.number;
      return `${formatNumber(answer)}${unit === undefined ? '' : ` ${unit}`}`;
    }
    case 'choice':
      return question.choice.options
        .filter(({ right }) => right)
        .map(({ text }) => text)
        .join(translate(' or '));
    case 'place': {
      const { labels, right, axis } = question.place;
      const [first] = right;
      return labels?.[first] ?? `${axis.name} ${first}`;
    }
    case 'order':
      return question.order.lines.join('\n');
    case 'text':
      return question.text.model;
    case 'bench':
      return designWords(question, translate);
    case 'table':
    case 'cell':
      return '';
  }
}
