import {
  inventory,
  questions,
  type QuestionOptions
} from '../../../../src/exercises/questions';
import { decodeBundle, encode, questionsOf } from '../../../../src/trace';

const saved = (bundle: object) =>
  decodeBundle(JSON.parse(JSON.stringify(encode(bundle))));
const item = (more: Partial<QuestionOptions>): QuestionOptions => ({
  id: 'one',
  question: 'How many?',
  ...more
});
const one = (more: Partial<QuestionOptions>) =>
  questions({ key: 'k', items: [item(more)] });
const block = [1, 0, 0] as const;

const every: Partial<QuestionOptions>[] = [
  { number: { answer: 3 } },
  {
    choice: [
      { text: 'a', right: true, reply: 'yes' },
      { text: 'b', reply: 'no' }
    ]
  },
  { place: { lines: [{ name: 'rain', values: [0, 1] }], right: [1] } },
  { table: { code: 'h = x', names: ['h'], rows: [[0], [1]] } },
  { order: { lines: ['a', 'b'] } },
  { text: { model: 'So.' } },
  {
    cell: { inputs: [1], blocks: { f: block, i: block, g: block, o: block } }
  }
];

test('every kind of question is saved and read back', () => {
  for (const more of every) {
    const bundle = one(more).toBundle();
    expect(saved(bundle)).toEqual(bundle);
  }
});

test.each<[string, () => unknown]>([
  ['must have one of', () => one({})],
  [
    'number and text',
    () => one({ number: { answer: 1 }, text: { model: 'x' } })
  ],
  [
    'no option that is right',
    () =>
      one({
        choice: [
          { text: 'a', reply: 'x' },
          { text: 'b', reply: 'y' }
        ]
      })
  ],
  [
    'from 0 to 1',
    () => one({ place: { lines: [{ name: 'a', values: [0, 1] }], right: [2] } })
  ],
  [
    'items[0].place.replies must be at most 32',
    () =>
      one({
        place: {
          lines: [{ name: 'a', values: new Float64Array(99) }],
          right: [98],
          replies: Array.from({ length: 33 }, (_, at) => ({
            from: 2 * at,
            to: 2 * at,
            text: 'no'
          }))
        }
      })
  ],
  [
    'in the order in which they are written',
    () => one({ order: { lines: ['a', 'b'], before: [[1, 0]] } })
  ],
  ['answer must be a number', () => one({ number: { answer: NaN } })],
  [
    'two items have the id one',
    () =>
      questions({
        key: 'k',
        items: [
          item({ number: { answer: 1 } }),
          item({ number: { answer: 2 } })
        ]
      })
  ],
  [
    'only the reader can mark',
    () =>
      questions({
        key: 'k',
        purpose: 'test',
        items: [item({ text: { model: 'x' } })]
      })
  ],
  ['key must be text', () => questions({ key: '', items: [] })],
  ['items must be a list', () => questions({ key: 'k', items: [] })]
])('what does not fit is refused: %s', (message, make) => {
  expect(make).toThrow(message);
});

test('options are mixed alike for everybody', () => {
  const more = {
    choice: Array.from({ length: 4 }, (_, at) => ({
      text: String(at),
      right: at === 0,
      reply: 'x'
    }))
  };
  expect(one(more).toBundle().items).toEqual(one(more).toBundle().items);
});

describe('the concept inventory', () => {
  const items = questionsOf(inventory('before').toBundle());

  it('has twelve questions with one right answer each and a reply to every belief', () => {
    expect(items).toHaveLength(12);
    for (const each of items) {
      expect(each.form).toBe('choice');
      if (each.form === 'choice') {
        const { options } = each.choice;
        expect(options.filter(({ right }) => right)).toHaveLength(1);
        expect(options.length).toBeGreaterThanOrEqual(4);
        expect(new Set(options.map(({ reply }) => reply)).size).toBe(
          options.length
        );
      }
    }
  });

  it('has its right answers at every place, and they are not told by their length', () => {
    const places = items.map(each =>
      each.form === 'choice'
        ? each.choice.options.findIndex(({ right }) => right)
        : -1
    );
    expect(new Set(places).size).toBe(4);
    const longest = items.filter(
      each =>
        each.form === 'choice' &&
        each.choice.options.every(
          ({ right, text }) =>
            right ||
            text.length <
              (each.choice.options.find(o => o.right)?.text.length ?? 0)
        )
    );
    expect(longest.length).toBeLessThanOrEqual(6);
  });

  it('is asked in parts before the lessons, each under a key of its own', () => {
    const part = inventory('before', ['order', 'state']).toBundle();
    expect(part.sheets).toEqual([{ key: 'inventory-before-order', days: 0 }]);
    expect(part).toMatchObject({ purpose: 'inventory', explains: false });
    // In the order of the whole, wherever a part is asked.
    expect(part.items).toEqual(
      inventory('before')
        .toBundle()
        .items.filter(({ id }) => ['state', 'order'].includes(id))
    );
    expect(inventory('before').toBundle().sheets).toEqual([
      { key: 'inventory-before', days: 0 }
    ]);
    expect(() => inventory('before', ['gates'])).toThrow(
      "inventory: about must name questions among state, shared-weights, vanishing, decay, clipping, forget-gate, c-and-h, untrained, gates-learn, more-gates, order, length, got the string 'gates'"
    );
    expect(() => inventory('before', ['state', 'state'])).toThrow('twice');
    expect(() => inventory('before', [])).toThrow('got an empty array');
    expect(() => inventory('after', ['state'])).toThrow('all questions');
  });

  it('is told only when it was met for the last time', () => {
    expect(inventory('before').toBundle().explains).toBe(false);
    expect(inventory('after').toBundle()).toMatchObject({
      explains: true,
      sheets: [
        { key: 'inventory-after', days: 0 },
        { key: 'inventory-later', days: 7 }
      ]
    });
    expect(inventory('after').toBundle().items).toEqual(items);
  });
});

test('replies to places next to each other that say the same are one', () => {
  const no = (at: number) => ({ from: at, to: at, text: 'no' });
  const { items } = one({
    place: {
      lines: [{ name: 'a', values: new Float64Array(60) }],
      right: [40],
      replies: Array.from({ length: 60 }, (_, at) => at)
        .filter(at => at !== 40)
        .map(no)
    }
  }).toBundle();
  expect(items[0]).toMatchObject({
    place: {
      replies: [
        { from: 0, to: 39, text: 'no' },
        { from: 41, to: 59, text: 'no' }
      ]
    }
  });
});

describe('questions that a teacher marks', () => {
  const marked = questions({
    key: 'k',
    purpose: 'marked',
    items: [
      { id: 'a', question: 'Which?', choice: ['f', 'i'] },
      { id: 'b', question: 'How many?', number: { unit: 'days' } },
      {
        id: 'c',
        question: 'Where?',
        place: { lines: [{ name: 'h', values: [0, 1] }] }
      },
      {
        id: 'd',
        question: 'Follow it.',
        table: { code: 'h = x', names: ['h'], rows: [[3]], turns: 2 }
      }
    ]
  }).toBundle();

  test('are saved, and hold nothing that tells one answer from another', () => {
    expect(saved(marked)).toEqual(marked);
    const [a, b, c, d] = questionsOf(marked);
    expect(a.form === 'choice' && a.choice.options.map(o => o.right)).toEqual([
      true,
      true
    ]);
    expect(b.form === 'number' && b.number).toMatchObject({
      answer: 0,
      unit: 'days',
      replies: []
    });
    expect(c.form === 'place' && c.place.right).toEqual([0, 1]);
    expect(d.form === 'table' && d.table).toMatchObject({
      rows: [[3], [0], [0]],
      given: 1
    });
  });

  test.each<[string, object]>([
    ['answer', { number: { answer: 3 } }],
    ['check.answers', { choice: [{ text: 'f', right: true, reply: 'x' }] }],
    ['right', { place: { lines: [{ name: 'h', values: [1] }], right: [0] } }],
    ['twice', { choice: ['f', 'f'] }],
    ['lines', { place: {} }],
    ['rows', { table: { code: 'h', names: ['h'], turns: 1 } }],
    ['turns', { table: { code: 'h', names: ['h'], rows: [], turns: 0 } }],
    ['model', { text: { model: 'So.' } }],
    ['explanation', { number: {}, explanation: 'It is 3.' }]
  ])(
    'refuses what would give the key away or cannot be marked: %s',
    (_, more) => {
      expect(() =>
        questions({
          key: 'k',
          purpose: 'marked',
          items: [{ id: 'a', question: 'b', ...more } as never]
        })
      ).toThrow(/questions: items\[0\]/);
    }
  );
});
