import { float64 } from '../../../../src/trace';
import { decodingWords } from '../../../../src/views/attention/attentionWords';
import { untranslated } from '../../../../src/scene/words/translate';
import {
  firstMistake,
  isMistake,
  looksAtItself,
  mostSeen,
  spreadAt,
  type AttentionDecoding
} from '../../../../src/views/attention/attention';

const decoding: AttentionDecoding = {
  name: 'free-running',
  target: ['K', 'AE', 'T'],
  expected: ['K', 'AH', 'T', 'S'],
  weights: float64([0.5, 0.5, 0, 0, 0, 1, 0, 0, 0.25, 0.25, 0.25, 0.25], [3, 4])
};

describe('attention', () => {
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
    );
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
});
