import type { Question } from '../../../../src/trace';
import { untranslated } from '../../../../src/scene/words/translate';
import {
  isGiven,
  markOf,
  solutionOf
} from '../../../../src/widgets/questions/mark';
import { mixedLines } from '../../../../src/widgets/questions/markOrder';

const base = { id: 'q', question: 'What?' };
const number: Question = {
  ...base,
  form: 'number',
  number: {
    answer: 6.58,
    tolerance: 0.1,
    unit: 'steps',
    replies: [{ value: 10, text: 'That would be a line.' }]
  }
};
const choice: Question = {
  ...base,
  form: 'choice',
  choice: {
    options: [
      { text: 'yes', right: true, reply: 'So it is.' },
      { text: 'no', right: false, reply: 'Think of f.' }
    ]
  }
};
const place: Question = {
  ...base,
  form: 'place',
  place: {
    axis: { name: 'day', count: 4 },
    labels: ['a', 'b', 'c', 'd'],
    lines: [{ name: 'rain', values: [0, 1, 0, 0] }],
    right: [1],
    replies: [{ from: 2, to: 3, text: 'Later than it rained.' }]
  }
};
const table: Question = {
  ...base,
  form: 'table',
  table: {
    code: 'h = 0.5 * h + x',
    names: ['x', 'h'],
    rows: [
      [1, 1],
      [0, 0.5],
      [0, 0.25]
    ],
    given: 1,
    tolerance: 0.01
  }
};
const order: Extract<Question, { form: 'order' }> = {
  ...base,
  form: 'order',
  order: {
    lines: ['read', 'mix', 'squash', 'return'],
    before: [
      [0, 2],
      [1, 2],
      [2, 3]
    ],
    strangers: [{ text: 'sort', reply: 'Days have an order.' }]
  }
};
const text: Question = {
  ...base,
  form: 'text',
  text: { model: 'It multiplies.', points: ['a share is kept'] }
};
const mark = (question: Question, given: unknown) =>
  markOf(question, given, untranslated);

test('a number is right within its tolerance, and a known slip has its own reply', () => {
  expect(mark(number, 6.6)).toEqual({ right: true, reply: '' });
  expect(mark(number, 10)).toEqual({
    right: false,
    reply: 'That would be a line.'
  });
  expect(mark(number, 5)).toEqual({ right: false, reply: 'It is more.' });
  expect(mark(number, 8)).toEqual({ right: false, reply: 'It is less.' });
  expect(solutionOf(number, untranslated)).toBe('6.58 steps');
});

test('every option of a choice has its reply', () => {
  expect(mark(choice, 0)).toEqual({ right: true, reply: 'So it is.' });
  expect(mark(choice, 1)).toEqual({ right: false, reply: 'Think of f.' });
});

test('a place is right where one of the right ones is clicked', () => {
  expect(mark(place, 1).right).toBe(true);
  expect(mark(place, 3)).toEqual({
    right: false,
    reply: 'Later than it rained.'
  });
  expect(mark(place, 0)).toEqual({ right: false, reply: '' });
  expect(solutionOf(place, untranslated)).toBe('b');
});

test('code is followed row by row: the first wrong entry is said', () => {
  expect(mark(table, [null, [0, 0.5], [0, 0.25]]).right).toBe(true);
  expect(mark(table, [null, [0, 0.5], [0, 0]]).reply).toContain(
    'h after turn 2'
  );
  expect(isGiven(table, [null, [0, 0.5], [0, null]])).toBe(false);
});

test('a table that follows another way through the code is told which, and where it leaves it no more', () => {
  const { table: own } = table as Extract<Question, { form: 'table' }>;
  const rows = [
    [1, 1],
    [0, 1],
    [0, 1]
  ];
  const told = {
    ...table,
    table: { ...own, replies: [{ rows, text: 'h is halved, too.' }] }
  } as Question;
  expect(mark(told, [null, [0, 1], [0, 0.3]]).reply).toBe('h is halved, too.');
  expect(mark(told, [null, [0, 0.7], [0, 1]]).reply).toContain(
    'h after turn 1'
  );
  expect(mark(told, [null, [0, 0.5], [0, 0.25]]).right).toBe(true);
  const short = {
    ...table,
    table: { ...own, replies: [{ rows: [[1]], text: '?' }] }
  } as Question;
  expect(mark(short, [null, [0, 1], [0, 1]]).reply).toContain('h after turn 1');
});

test('lines may stand in every order that the pairs allow', () => {
  expect(mark(order, [0, 1, 2, 3])).toEqual({ right: true, reply: '' });
  expect(mark(order, [1, 0, 2, 3]).right).toBe(true);
  expect(mark(order, [0, 2, 1, 3]).reply).toBe(
    '“mix” must come before “squash”.'
  );
  expect(mark(order, [0, 1, 2]).reply).toBe('One line is still missing.');
  expect(mark(order, [0, 1, 4, 2, 3]).reply).toBe(
    '“sort” does not belong. Days have an order.'
  );
});

test('without pairs one order alone is right', () => {
  const strict: Question = { ...order, order: { ...order.order, before: [] } };
  expect(mark(strict, [1, 0, 2, 3]).reply).toBe(
    '“read” must come before “mix”.'
  );
});

test('lines are mixed alike for everybody, and are never solved already', () => {
  for (const id of ['a', 'b', 'rnn', 'lstm-order', 'x1', 'x2']) {
    const mixed = mixedLines({ ...order, id });
    expect(mixedLines({ ...order, id })).toEqual(mixed);
    expect([...mixed].sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4]);
    expect(mixed).not.toEqual([0, 1, 2, 3, 4]);
  }
});

test('words are for the reader to mark', () => {
  expect(mark(text, { words: 'It keeps a share.' })).toEqual({
    right: null,
    reply: ''
  });
  expect(solutionOf(text, untranslated)).toBe('It multiplies.');
});

test('what does not fit is no answer', () => {
  const strange = [
    null,
    undefined,
    'text',
    NaN,
    -1,
    99,
    1.5,
    {},
    [],
    [null],
    { words: '  ' }
  ];
  for (const question of [choice, place, table, order, text]) {
    for (const given of strange) {
      expect(isGiven(question, given)).toBe(false);
      expect(mark(question, given).right).toBe(false);
    }
  }
});
