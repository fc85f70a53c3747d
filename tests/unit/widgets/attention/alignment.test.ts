/**
 * @jest-environment jsdom
 */
import { float64 } from '../../../../src/trace';
import {
  attentionTable,
  decodingWords
} from '../../../../src/widgets/attention/attentionWords';
import { untranslated } from '../../../../src/scene/words/translate';
import {
  alignmentLayout,
  firstMistake,
  isMistake,
  looksAtItself,
  mostSeen,
  spreadAt,
  type Decoding
} from '../../../../src/widgets/attention/alignment';

const decoding: Decoding = {
  name: 'free-running',
  target: ['K', 'AE', 'T'],
  expected: ['K', 'AH', 'T', 'S'],
  weights: float64([0.5, 0.5, 0, 0, 0, 1, 0, 0, 0.25, 0.25, 0.25, 0.25], [3, 4])
};

describe('alignment', () => {
  it('tells a sequence that looks at itself from one that writes', () => {
    const { weights, expected } = decoding;
    const of = (target: readonly string[], more = {}) =>
      looksAtItself({
        source: ['K', 'AE', 'T', 'S'],
        decodings: [{ name: 'layer 1, head 1', target, weights, ...more }]
      } as never);
    expect(of(['K', 'AE', 'T', 'S'])).toBe(true);
    expect(of(['K', 'AE', 'T'])).toBe(false);
    expect(of(['K', 'AE', 'T', 'T'])).toBe(false);
    expect(of(['K', 'AE', 'T', 'S'], { expected })).toBe(false);
  });

  it('has in its table what was written, or for a sequence that looks at itself where it looks from', () => {
    const { weights, target, expected } = decoding;
    const columnsOf = (source: readonly string[], more = {}) =>
      attentionTable(
        {
          score: 'scaled',
          source,
          decodings: [{ name: 'head', target, weights, ...more }]
        } as never,
        untranslated
      );
    const own = columnsOf(target);
    expect(own.columns).toEqual(['head', 'step', 'looks from', ...target]);
    expect(own.rows[1].slice(0, 4)).toEqual(['head', 1, 'AE', 0]);
    const other = columnsOf(['k', 'a', 't', '.'], { expected });
    expect(other.columns.slice(0, 5)).toEqual([
      'decoding',
      'step',
      'written',
      'expected',
      'probability'
    ]);
    expect(other.rows[1].slice(0, 6)).toEqual(['head', 1, 'AE', 'AH', '–', 0]);
  });

  it('names the tokens that a step looks at most', () => {
    expect(mostSeen(decoding, 1, 2)).toEqual([{ source: 1, weight: 1 }]);
    expect(mostSeen(decoding, 0, 3).map(({ source }) => source)).toEqual([
      0, 1
    ]);
  });

  it('says over how many tokens a step spreads its look', () => {
    expect(spreadAt(decoding, 0)).toBeCloseTo(2, 12);
    expect(spreadAt(decoding, 1)).toBe(1);
    expect(spreadAt(decoding, 2)).toBeCloseTo(4, 12);
  });

  it('says so where a step looks at no token more than at the others', () => {
    const many = {
      ...decoding,
      weights: float64(new Array(3 * 25).fill(0.04), [3, 25])
    };
    const said = decodingWords(
      Array.from({ length: 25 }, (_, at) => `w${at}`),
      many,
      1,
      untranslated
    )
      .map(part => (typeof part === 'string' ? part : part.textContent))
      .join('');
    expect(said).toContain(
      'looks at no token with 5 % or more; spread over 25'
    );
  });

  it('finds the first token that is not the expected one', () => {
    expect(firstMistake(decoding)).toBe(1);
    expect(isMistake(decoding, 2)).toBe(false);
    expect(firstMistake({ ...decoding, expected: undefined })).toBeNull();
    expect(firstMistake({ ...decoding, target: ['K', 'AH', 'T'] })).toBe(3);
  });

  it('keeps the matrix inside its width, with fewer labels when it is long', () => {
    const short = alignmentLayout(420, 6, 8, 30, 40, 60);
    expect(short.left + short.width).toBeLessThanOrEqual(420 - 60);
    expect(short.turned).toBe(false);
    expect(short.everyRow).toBe(1);
    const long = alignmentLayout(420, 120, 200, 30, 40, 60);
    expect(long.left + long.width).toBeLessThanOrEqual(420 - 60 + 1e-6);
    expect(long.everyRow).toBeGreaterThan(1);
    expect(long.everyColumn).toBeGreaterThan(1);
  });
});
