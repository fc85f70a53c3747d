import { requireKnown } from '../../engine/base/check';
import { described } from '../../engine/base/described';
import { random } from '../../engine/base/random';
import type { CellBlocks, Question } from '../../trace';
import { readBench, type BenchOptions } from './readBench';

/** A question and one of the ways to answer it. */
export interface QuestionOptions {
  /** Unique among the questions. */
  id: string;
  question: string;
  /** Said once the question is answered right, or given up. */
  explanation?: string;
  /** A number to type. `tolerance` is 0 for a whole number, else a hundredth of the answer. */
  number?: {
    answer: number;
    tolerance?: number;
    unit?: string;
    /** What is said to numbers that are often given. */
    replies?: readonly { value: number; text: string }[];
  };
  /** One of several sentences. The wrong ones should be what people believe; each has its reply. */
  choice?: readonly { text: string; right?: boolean; reply: string }[];
  /** A place of a picture to click. */
  place?: {
    lines: readonly { name: string; values: ArrayLike<number> }[];
    /** `day`; default `step`. */
    axis?: string;
    labels?: readonly string[];
    /** Every position that is right. */
    right: readonly number[];
    replies?: readonly { from: number; to: number; text: string }[];
  };
  /** Code to follow by hand: one row of numbers a turn; `given` rows (default 1) are shown. */
  table?: {
    code: string;
    names: readonly string[];
    rows: readonly (readonly number[])[];
    given?: number;
    tolerance?: number;
    /** What another way through the code would give, all rows, with what is said where an answer follows it. */
    replies?: readonly { rows: readonly (readonly number[])[]; text: string }[];
  };
  /**
   * Lines to put in order, written in an order that is right. `before` are pairs of lines of which
   * the first must stand before the second; without it no other order is right.
   */
  order?: {
    lines: readonly string[];
    before?: readonly (readonly [number, number])[];
    /** Lines that do not belong, with what is said of them. */
    strangers?: readonly { text: string; reply: string }[];
  };
  /** Words of one's own, then a model answer with the points that a good answer makes. */
  text?: { model: string; points?: readonly string[] };
  /** An LSTM of one unit whose numbers are filled in, and the gradients of its last h with `backward`. */
  cell?: {
    inputs: readonly number[];
    blocks: CellBlocks;
    start?: readonly [number, number];
    backward?: boolean;
    /** How far a number may be off: default 0.011, for two decimals. */
    tolerance?: number;
  };
  /** A sentence to referee: the reader spends trainings on its control, and says where it holds. */
  bench?: BenchOptions;
}

/** As the schema of a picture of questions has it. */
const MOST_REPLIES = 32;

const forms = [
  'number',
  'choice',
  'place',
  'table',
  'order',
  'text',
  'cell',
  'bench'
] as const;

/** @throws TypeError or RangeError naming the item and what is wrong with it */
export function readQuestion(item: QuestionOptions, at: number): Question {
  const place = `items[${at}]`;
  requireKnown(`questions: ${place}`, item, [
    'id',
    'question',
    'explanation',
    ...forms
  ]);
  requireText(`${place}.id`, item.id);
  requireText(`${place}.question`, item.question);
  const [form, ...more] = forms.filter(name => item[name] !== undefined);
  if (form === undefined || more.length > 0) {
    throw new TypeError(
      `questions: ${place} must have one of ${forms.join(', ')}, got ${[form, ...more].filter(Boolean).join(' and ') || 'none'}`
    );
  }
  return {
    id: item.id,
    question: item.question,
    ...(item.explanation === undefined
      ? {}
      : { explanation: item.explanation }),
    ...readers[form](item as Required<QuestionOptions>, `${place}.${form}`)
  } as Question;
}

type Reader = (item: Required<QuestionOptions>, place: string) => object;

const readers: Readonly<Record<(typeof forms)[number], Reader>> = {
  number({ number }, place) {
    requireKnown(`questions: ${place}`, number, [
      'answer',
      'tolerance',
      'unit',
      'replies'
    ]);
    requireFinite(`${place}.answer`, number.answer);
    const usual = Number.isInteger(number.answer)
      ? 0
      : Math.abs(number.answer) / 100;
    return {
      form: 'number',
      number: {
        answer: number.answer,
        tolerance: toleranceOf(number.tolerance ?? usual, place),
        ...(number.unit === undefined ? {} : { unit: number.unit }),
        replies: fewReplies(number.replies ?? [], place)
      }
    };
  },
  choice({ choice, id }, place) {
    if (!Array.isArray(choice) || choice.length < 2) {
      throw new TypeError(
        `questions: ${place} must be a list of at least two sentences, got ${described(choice)}`
      );
    }
    if (!choice.some(({ right }) => right === true)) {
      throw new RangeError(`questions: ${place} has no option that is right`);
    }
    choice.forEach(({ text, reply }, index) => {
      requireText(`${place}[${index}].text`, text);
      requireText(`${place}[${index}].reply`, reply);
    });
    return {
      form: 'choice',
      choice: {
        options: mixed(choice, id).map(({ text, right, reply }) => ({
          text,
          right: right === true,
          reply
        }))
      }
    };
  },
  place({ place: asked }, place) {
    const { lines, axis = 'step', labels, right, replies = [] } = asked;
    const count = lines[0]?.values.length ?? 0;
    const odd = lines.find(({ values }) => values.length !== count);
    if (count === 0 || odd !== undefined) {
      throw new RangeError(
        `questions: ${place}.lines must be as long as each other and not empty`
      );
    }
    if (labels !== undefined && labels.length !== count) {
      throw new RangeError(
        `questions: ${place}.labels must be one a number (${count}), got ${labels.length}`
      );
    }
    if (
      right.length === 0 ||
      right.some(at => !Number.isInteger(at) || at < 0 || at >= count)
    ) {
      throw new RangeError(
        `questions: ${place}.right must hold whole numbers from 0 to ${count - 1}, got ${described(right)}`
      );
    }
    return {
      form: 'place',
      place: {
        axis: { name: axis, count },
        ...(labels === undefined ? {} : { labels }),
        lines: lines.map(({ name, values }) => ({
          name,
          values: Array.from(values)
        })),
        right,
        replies: fewReplies(joined(replies), place)
      }
    };
  },
  table({ table }, place) {
    const {
      code,
      names,
      rows,
      given = 1,
      tolerance = 0.011,
      replies = []
    } = table;
    requireText(`${place}.code`, code);
    const odd = rows.find(row => row.length !== names.length);
    if (odd !== undefined || rows.length <= given) {
      throw new RangeError(
        `questions: ${place}.rows must hold ${names.length} numbers each, and more rows than the ${given} that are given`
      );
    }
    replies.forEach((reply, which) => {
      requireText(`${place}.replies[${which}].text`, reply.text);
      if (
        reply.rows.length !== rows.length ||
        reply.rows.some(row => row.length !== names.length)
      ) {
        throw new RangeError(
          `questions: ${place}.replies[${which}].rows must be as many numbers as rows, ${rows.length} by ${names.length}`
        );
      }
    });
    return {
      form: 'table',
      table: {
        code,
        names,
        rows,
        given,
        tolerance: toleranceOf(tolerance, place),
        ...(replies.length > 0 && { replies })
      }
    };
  },
  order({ order }, place) {
    const { lines, before = [], strangers = [] } = order;
    if (!Array.isArray(lines) || lines.length < 2) {
      throw new TypeError(
        `questions: ${place}.lines must be a list of at least two lines, got ${described(lines)}`
      );
    }
    const broken = before.find(
      ([first, second]) =>
        !(first >= 0 && first < second && second < lines.length)
    );
    if (broken !== undefined) {
      throw new RangeError(
        `questions: ${place}.before must name pairs of lines in the order in which they are written, got ${described(broken)}`
      );
    }
    return { form: 'order', order: { lines, before, strangers } };
  },
  text({ text }, place) {
    requireText(`${place}.model`, text.model);
    return {
      form: 'text',
      text: { model: text.model, points: text.points ?? [] }
    };
  },
  cell({ cell }, place) {
    const {
      inputs,
      blocks,
      start = [0, 0],
      backward = false,
      tolerance = 0.011
    } = cell;
    if (!Array.isArray(inputs) || inputs.length === 0) {
      throw new TypeError(
        `questions: ${place}.inputs must be a list of numbers, got ${described(inputs)}`
      );
    }
    for (const name of ['f', 'i', 'g', 'o'] as const) {
      const block: readonly number[] | undefined = blocks?.[name];
      if (block?.length !== 3 || !block.every(Number.isFinite)) {
        throw new TypeError(
          `questions: ${place}.blocks.${name} must be [weight of x, weight of h, bias], got ${described(block)}`
        );
      }
    }
    return {
      form: 'cell',
      cell: {
        inputs,
        blocks,
        start,
        backward,
        tolerance: toleranceOf(tolerance, place)
      }
    };
  },
  bench({ bench, id }, place) {
    const read = readBench(bench, place);
    return {
      form: 'bench',
      bench: { ...read, ranges: mixed(read.ranges, id) }
    };
  }
};

/** Mixed, always the same way for the same id: where the right one stands tells nothing. */
function mixed<T>(list: readonly T[], id: string): T[] {
  const generator = random(
    [...id].reduce((sum, letter) => sum * 31 + letter.charCodeAt(0), 7) %
      2 ** 31
  );
  return list
    .map(each => ({ each, place: generator.uniform() }))
    .sort((a, b) => a.place - b.place)
    .map(({ each }) => each);
}

/** @throws TypeError unless the value is text */
export function requireText(name: string, value: unknown): void {
  if (typeof value !== 'string' || value === '') {
    throw new TypeError(
      `questions: ${name} must be text, got ${described(value)}`
    );
  }
}

function requireFinite(name: string, value: unknown): void {
  if (typeof value !== 'number' || !Number.isFinite(value)) {
    throw new TypeError(
      `questions: ${name} must be a number, got ${described(value)}`
    );
  }
}

function toleranceOf(value: number, place: string): number {
  if (!(value >= 0) || !Number.isFinite(value)) {
    throw new RangeError(
      `questions: ${place}.tolerance must be a number from 0, got ${described(value)}`
    );
  }
  return value;
}

/** Replies to places next to each other that say the same, as one. */
function joined(
  replies: readonly { from: number; to: number; text: string }[]
): { from: number; to: number; text: string }[] {
  const found: { from: number; to: number; text: string }[] = [];
  for (const reply of replies) {
    const last = found.at(-1);
    if (last && last.text === reply.text && last.to + 1 === reply.from) {
      found[found.length - 1] = { ...last, to: reply.to };
    } else {
      found.push(reply);
    }
  }
  return found;
}

/** As many as a picture of questions can hold. @throws RangeError when there are more */
function fewReplies<T>(replies: readonly T[], place: string): readonly T[] {
  if (replies.length > MOST_REPLIES) {
    throw new RangeError(
      `questions: ${place}.replies must be at most ${MOST_REPLIES} (places next to each other with the same text count as one), got ${replies.length}`
    );
  }
  return replies;
}
