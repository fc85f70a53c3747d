import fc from 'fast-check';
import { fitVocabulary, nGrams } from '../../../../src/engine';

const vocabulary = fitVocabulary(['aab'], { level: 'character' });
const [a, b] = [vocabulary.idOf('a'), vocabulary.idOf('b')];

/** The published formula, read word by word from the list of all n-grams. */
function byDefinition(
  texts: readonly string[],
  order: number,
  discount: number,
  context: string,
  next: string
): number {
  const tokens = new Set(['?', 'a', 'b', 'c']);
  const level = (n: number) => {
    const found: string[] = [];
    for (const text of texts) {
      for (let end = 2; end <= text.length; end++) {
        if (end >= n) {
          found.push(text.slice(end - n, end));
        }
      }
    }
    return found;
  };
  const countOf = (gram: string) => {
    if (gram.length === order) {
      return level(order).filter(each => each === gram).length;
    }
    const before = new Set(
      level(gram.length + 1).filter(each => each.slice(1) === gram)
    );
    const starts = gram.length > 1 ? texts.filter(t => t.startsWith(gram)) : [];
    return before.size + starts.length;
  };
  const share = (of: string): number => {
    const counts = [...tokens].map(token => countOf(of + token));
    const total = counts.reduce((sum, each) => sum + each, 0);
    const shorter = of === '' ? 1 / tokens.size : share(of.slice(1));
    if (total === 0) {
      return shorter;
    }
    const seen = counts.filter(each => each > 0).length;
    return (
      Math.max(countOf(of + next) - discount, 0) / total +
      ((discount * seen) / total) * shorter
    );
  };
  return share(context.slice(Math.max(0, context.length - order + 1)));
}

const textsOf = fc.array(
  fc.string({
    unit: fc.constantFrom('a', 'b', 'c'),
    minLength: 2,
    maxLength: 7
  }),
  { minLength: 1, maxLength: 6 }
);
const abc = fitVocabulary(['abc'], { level: 'character' });

describe('nGrams', () => {
  it('backs off from what it saw to what it saw of shorter contexts', () => {
    const counts = nGrams(['aab', 'ab'], vocabulary, {
      order: 2,
      discount: 0.5
    });
    // Behind nothing: a stood behind a; b behind a: one neighbor each, of 2, from 3 tokens alike.
    // 0.5/2 + (2·0.5/2)·1/3 = 5/12
    // Behind a: a once, b twice, of 3: b (2 − 0.5)/3 + (2·0.5/3)·5/12 = 23/36
    const next = counts.probabilities('a').values;
    expect(next[b]).toBeCloseTo(23 / 36, 12);
    expect(next[a]).toBeCloseTo(0.5 / 3 + 5 / 36, 12);
    // Behind b nothing was seen: the shorter context answers.
    expect(counts.probabilities('ab').values[a]).toBeCloseTo(5 / 12, 12);
  });

  it('says what the published formula says', () =>
    fc.assert(
      fc.property(
        textsOf,
        fc.integer({ min: 1, max: 4 }),
        fc.constantFrom(0, 0.3, 0.75, 1),
        fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 5 }),
        (texts, order, discount, context) => {
          const next = nGrams(texts, abc, { order, discount }).probabilities(
            context
          ).values;
          for (const token of 'abc') {
            expect(next[abc.idOf(token)]).toBeCloseTo(
              byDefinition(texts, order, discount, context, token),
              10
            );
          }
        }
      )
    ));

  it('gives all tokens but padding some share, 1 together, with its own discounts too', () =>
    fc.assert(
      fc.property(
        textsOf,
        fc.integer({ min: 1, max: 5 }),
        fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'x'), maxLength: 5 }),
        (texts, order, context) => {
          const next = nGrams(texts, abc, { order }).probabilities(context);
          expect(next.sum().item()).toBeCloseTo(1, 10);
          expect(next.values[0]).toBe(0);
          expect(Math.min(...next.values)).toBeGreaterThanOrEqual(0);
        }
      )
    ));

  it('takes its discounts from how many counts are 1, 2, 3 and 4', () => {
    const texts = ['ab'];
    const grams = { ab: 1, ac: 1, ba: 1, bb: 2, bc: 2, ca: 3, cb: 4 };
    for (const [gram, count] of Object.entries(grams)) {
      texts.push(...Array.from({ length: count }, () => gram));
    }
    // ab twice in all: n1 = 2 (ac, ba), n2 = 3 (ab, bb, bc), n3 = 1, n4 = 1; Y = 2 / (2 + 6) = 1/4
    // D1 = 1 − 2·Y·3/2 = 1/4, D2 = 2 − 3·Y·1/3 = 7/4, D3 = 3 − 4·Y·1/1 = 2
    const bigrams = nGrams(texts, abc, { order: 2 });
    const nothing = nGrams(texts, abc, { order: 2 }).probabilities('').values;
    // Behind c: a 3 times, b 4 times.
    const next = bigrams.probabilities('c').values;
    expect(next[abc.idOf('a')]).toBeCloseTo(
      1 / 7 + (4 / 7) * nothing[abc.idOf('a')],
      12
    );
    // Behind a: b twice, c once.
    const other = bigrams.probabilities('a').values;
    expect(other[abc.idOf('b')]).toBeCloseTo(
      0.25 / 3 + (2 / 3) * nothing[abc.idOf('b')],
      12
    );
    expect(other[abc.idOf('c')]).toBeCloseTo(
      0.75 / 3 + (2 / 3) * nothing[abc.idOf('c')],
      12
    );
  });

  it('leaves a share for what was not seen where its counts say to take nothing off', () => {
    const grams = { ab: 2, ba: 1, bb: 1, bc: 1, ca: 1, cb: 3 };
    const texts = Object.entries(grams).flatMap(([gram, count]) =>
      Array.from({ length: count }, () => gram)
    );
    // n1 = 4, n2 = 1, n3 = 1; Y = 4 / (4 + 2) = 2/3, D2 = 2 − 3·Y·1/1 = 0. Behind a stands b alone, twice.
    const next = nGrams(texts, abc, { order: 2 }).probabilities('a').values;
    expect(next[abc.idOf('c')]).toBeGreaterThan(0);
  });

  it('has a perplexity that its probabilities give', () => {
    const counts = nGrams(['aab', 'ab', 'ba'], vocabulary, { order: 3 });
    const p = (before: string, next: number) =>
      counts.probabilities(before).values[next];
    expect(counts.perplexity(['ab', 'aab'])).toBeCloseTo(
      (p('a', b) * p('a', a) * p('aa', b)) ** (-1 / 3),
      12
    );
    expect(String(counts)).toBe('3-grams of 4 tokens');
  });

  it.each<[unknown[], string]>([
    [
      [['aa'], ['a']],
      'nGrams: expected a vocabulary (fitVocabulary([…])), got'
    ],
    [['aa', vocabulary], 'nGrams: texts must be a list'],
    [[['aa', 3], vocabulary], 'nGrams: texts must be a list of texts, got'],
    [[['a'], vocabulary], 'nGrams: at least one text must hold two tokens'],
    [[['aa'], vocabulary, { order: 0 }], 'nGrams: order must be'],
    [[['aa'], vocabulary, { discount: 2 }], 'nGrams: discount must be']
  ])('refuses %j', (given, message) => {
    expect(() => nGrams(...(given as Parameters<typeof nGrams>))).toThrow(
      message
    );
  });

  it('refuses to judge texts without an answer', () => {
    const counts = nGrams(['aab'], vocabulary);
    expect(() => counts.perplexity(['a'])).toThrow(
      'nGrams.perplexity: at least one text must hold two tokens'
    );
    expect(() => counts.perplexity('ab' as unknown as string[])).toThrow(
      'nGrams.perplexity: texts must be a list'
    );
  });
});
