import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  characters,
  data,
  fitVocabulary,
  padSequences,
  setHost,
  synthetic,
  vocabularyOf,
  windows,
  words
} from '../../../../src/engine';

setHost({
  readData: async name =>
    readFileSync(join(__dirname, '../../../../gatescope/data', name))
});

describe('padSequences', () => {
  it('fills and cuts at the beginning unless it is told where, as Keras does', () => {
    expect(padSequences([[1, 2, 3], [4]], { maxLength: 2 }).toArray()).toEqual([
      [2, 3],
      [0, 4]
    ]);
  });

  it('pads and cuts at either end', () => {
    const rows = [
      [5, 6],
      [7, 8, 9, 3]
    ];
    const of = (padding: 'pre' | 'post', truncating: 'pre' | 'post') =>
      padSequences(rows, { maxLength: 3, padding, truncating }).toArray();
    expect(of('pre', 'pre')).toEqual([
      [0, 5, 6],
      [8, 9, 3]
    ]);
    expect(of('post', 'pre')).toEqual([
      [5, 6, 0],
      [8, 9, 3]
    ]);
    expect(of('post', 'post')).toEqual([
      [5, 6, 0],
      [7, 8, 9]
    ]);
    expect(padSequences(rows, { value: -1 }).toArray()).toEqual([
      [-1, -1, 5, 6],
      [7, 8, 9, 3]
    ]);
  });

  it('refuses what is no number, by its place', () => {
    const pad = (sequences: unknown) => () => padSequences(sequences as never);
    expect(pad([[1], [2, 'a']])).toThrow(
      "padSequences: sequences[1][1] must be a number, got the string 'a'"
    );
    expect(pad([[null]])).toThrow('sequences[0][0] must be a number');
  });
});

describe('vocabulary', () => {
  it('gives the most frequent token the first free id, ties in order of appearance', () => {
    const vocabulary = fitVocabulary(['b a', 'a c'], { special: ['<start>'] });
    expect(vocabulary.tokens).toEqual(['', '?', '<start>', 'a', 'b', 'c']);
    expect(vocabulary.encode('c a x')).toEqual([5, 3, 1]);
    expect(vocabulary.decode([0, 5, 1])).toEqual(['', 'c', '?']);
  });

  it('leaves out what is rare or too much', () => {
    expect(fitVocabulary(['a a b c'], { minCount: 2 }).tokens).toEqual([
      '',
      '?',
      'a'
    ]);
    expect(fitVocabulary(['a a b c'], { maxSize: 4 }).size).toBe(4);
  });

  it('works on characters of any script', () => {
    const vocabulary = fitVocabulary(['naïve 🙂'], { level: 'character' });
    expect(vocabulary.decode(vocabulary.encode('ï🙂')).join('')).toBe('ï🙂');
    expect(characters('🙂a')).toEqual(['🙂', 'a']);
    expect(words('Don’t—stop! 3x')).toEqual(['don’t', 'stop', '3x']);
  });

  it('keeps what a reader takes for one character in one piece', () => {
    const accent = 'e\u0301';
    expect(characters(`${accent}👩‍🚀🇫🇷👍🏽a`)).toEqual([
      accent,
      '👩‍🚀',
      '🇫🇷',
      '👍🏽',
      'a'
    ]);
    expect(words(`Caf${accent} नमस्ते`)).toEqual([`caf${accent}`, 'नमस्ते']);
  });

  it('is the same from its text, whatever characters it is made of', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: 'grapheme', maxLength: 20 }), {
          minLength: 1
        }),
        fc.constantFrom('word' as const, 'character' as const),
        (texts, level) => {
          const some = [...texts, 'Really? Yes.'];
          const vocabulary = fitVocabulary(some, { level });
          const again = vocabularyOf(JSON.stringify(vocabulary));
          expect(again.tokens).toEqual(vocabulary.tokens);
          for (const text of some) {
            expect(again.encode(text)).toEqual(vocabulary.encode(text));
            expect(again.encode(text)).not.toContain(1);
          }
        }
      )
    );
  });

  it('refuses a token that is there twice or empty, also among the special ones', () => {
    const kept = (tokens: unknown[]) => () =>
      vocabularyOf({ level: 'word', tokens: tokens as string[] });
    expect(kept(['', '?', 'a', 'a'])).toThrow(
      "vocabularyOf: each of tokens must be there once; the string 'a' is at 2 and 3"
    );
    expect(kept(['', '?', 'a', ''])).toThrow('tokens[3] must be a text');
    expect(() => fitVocabulary(['a'], { special: ['<s>', '<s>'] })).toThrow(
      'fitVocabulary: each of special must be there once'
    );
    expect(() => fitVocabulary(['a'], { special: [''] })).toThrow(
      'fitVocabulary: special[0] must be a text with at least one character'
    );
  });
});

describe('data.sentiment', () => {
  it('splits by the seed and fits the vocabulary on the training sentences only', async () => {
    const first = await data.sentiment({ maxLength: 20 });
    const again = await data.sentiment({ maxLength: 20 });
    expect(first.x.shape).toEqual([2400, 20]);
    expect(first.test.x.shape).toEqual([600, 20]);
    expect(again.x.toArray()).toEqual(first.x.toArray());
    const training = new Set(first.texts.flatMap(words));
    const unknown = first.test.texts
      .flatMap(words)
      .find(word => !training.has(word))!;
    expect(first.vocabulary.idOf(unknown)).toBe(1);
    const share = first.y.mean().item();
    expect(share).toBeGreaterThan(0.45);
    expect(share).toBeLessThan(0.55);
    const other = await data.sentiment({ maxLength: 20, seed: 2 });
    expect(other.texts[0]).not.toBe(first.texts[0]);
  });
});

describe('windows and splits', () => {
  it('cut a series into what was and what follows', () => {
    const series = [
      [1, 10],
      [2, 20],
      [3, 30],
      [4, 40],
      [5, 50]
    ];
    const { x, y } = windows(series, {
      steps: 2,
      ahead: 2,
      stride: 1,
      target: 1
    });
    expect(x.toArray()).toEqual([series.slice(0, 2), series.slice(1, 3)]);
    expect(y.toArray()).toEqual([[40], [50]]);
    expect(
      windows([1, 2, 3, 4, 5, 6], { steps: 2, stride: 3 }).y.toArray()
    ).toEqual([[3], [6]]);
  });

  it('foretell several steps at once, all of them inside the series', () => {
    const { x, y } = windows([1, 2, 3, 4, 5, 6], { steps: 2, horizon: 3 });
    expect(x.shape).toEqual([2, 2, 1]);
    expect(y.toArray()).toEqual([
      [3, 4, 5],
      [4, 5, 6]
    ]);
    const later = windows(
      [
        [1, 10],
        [2, 20],
        [3, 30],
        [4, 40]
      ],
      { steps: 1, ahead: 2, horizon: 2, target: 1 }
    );
    expect(later.y.toArray()).toEqual([[30, 40]]);
    expect(() => windows([1, 2, 3], { steps: 2, horizon: 2 })).toThrow(
      'windows: a series of 3 steps is too short for sequences of 2 and a target 2 later'
    );
  });
});

describe('synthetic tasks', () => {
  it('adding: two marks, one in each half, and their sum', () => {
    const { x, y } = synthetic.adding({ count: 50, steps: 9 });
    x.toArray<number[][][]>().forEach((rows, n) => {
      const marked = rows.flatMap(([value, mark], t) =>
        mark === 1 ? [{ value, t }] : []
      );
      expect(marked).toHaveLength(2);
      expect(marked[0].t).toBeLessThan(4);
      expect(marked[1].t).toBeGreaterThanOrEqual(4);
      expect(y.at(n).item()).toBeCloseTo(marked[0].value + marked[1].value, 14);
    });
  });

  it('copy: the same tokens after the signal', () => {
    const { x, y } = synthetic.copy({
      count: 5,
      length: 3,
      delay: 4,
      tokens: 2
    });
    expect(x.shape).toEqual([5, 11]);
    x.toArray<number[][]>().forEach((row, n) => {
      const answer = y.toArray<number[][]>()[n];
      expect(row[7]).toBe(1);
      expect(answer.slice(8)).toEqual(row.slice(0, 3));
      expect(answer.slice(0, 8)).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
      row.slice(0, 3).forEach(token => expect([2, 3]).toContain(token));
    });
  });

  it('brackets: well nested or not, as labeled', () => {
    const { x, y } = synthetic.brackets({ count: 200, steps: 12 });
    const isNested = (row: number[]) => {
      const open: number[] = [];
      for (const bracket of row.filter(id => id !== 0)) {
        if (bracket % 2 === 1) {
          open.push(bracket);
        } else if (open.pop() !== bracket - 1) {
          return false;
        }
      }
      return open.length === 0;
    };
    x.toArray<number[][]>().forEach((row, n) =>
      expect(Number(isNested(row))).toBe(y.at(n).item())
    );
    expect(y.mean().item()).toBe(0.5);
  });

  it('delayed XOR: whether the two marked bits differ', () => {
    const { x, y } = synthetic.delayedXor({ count: 100, steps: 6 });
    x.toArray<number[][][]>().forEach((rows, n) => {
      const [a, b, ...more] = rows.filter(([, mark]) => mark === 1);
      expect(more).toEqual([]);
      expect(y.at(n).item()).toBe(Number(a[0] !== b[0]));
    });
    const again = synthetic.delayedXor({ count: 100, steps: 6 });
    expect(again.x.toArray()).toEqual(x.toArray());
  });
});

describe('mistakes', () => {
  it.each<[string, () => unknown, string]>([
    [
      'no sequences',
      () => padSequences([]),
      'padSequences: expected a list of sequences, got an empty array'
    ],
    [
      'a sequence that is none',
      () => padSequences([[1], 'ab' as never]),
      "padSequences: sequences[1] must be an array of numbers, got the string 'ab'"
    ],
    [
      'texts that are none',
      () => fitVocabulary([1 as never]),
      'fitVocabulary: expected a list of texts, got an array'
    ],
    [
      'an unknown level',
      () => fitVocabulary(['a'], { level: 'letter' as never }),
      "fitVocabulary: level must be 'word' or 'character', got the string 'letter'"
    ],
    [
      'an id that does not exist',
      () => fitVocabulary(['a']).decode([3]),
      'vocabulary.decode: ids must be whole numbers from 0 to 2, got 3'
    ],
    [
      'words of a number',
      () => words(3 as never),
      'words: expected a text, got the number 3'
    ],
    [
      'a series that is too short',
      () => windows([1, 2], { steps: 2 }),
      'windows: a series of 2 steps is too short for sequences of 2 and a target 1 later'
    ],
    [
      'a feature that does not exist',
      () => windows([1, 2, 3], { steps: 1, target: 1 }),
      'windows: target must be one of 1 features from 0, got 1'
    ],
    [
      'a task of one step',
      () => synthetic.adding({ steps: 1 }),
      'synthetic.adding: steps must be a whole number of at least 2, got the number 1'
    ]
  ])('%s', (_, call, message) => {
    expect(call).toThrow(message);
  });

  it('a split that leaves nothing', async () => {
    await expect(data.sentiment({ testSplit: 1 })).rejects.toThrow(
      'data.sentiment: testSplit must be a number between 0 and 0.9, got the number 1'
    );
  });
});
