import {
  intoLines,
  shorten,
  shortenApart
} from '../../../../src/scene/words/fitText';

/** Ten pixels a letter. */
const measure = (text: string): number => [...text].length * 10;

describe('shortening', () => {
  it('keeps what has room and cuts the rest at its end', () => {
    expect(shorten('highest', 70, measure)).toBe('highest');
    expect(shorten('highest temperature', 90, measure)).toBe('highest…');
    expect(shorten('highest', 5, measure)).toBe('…');
  });

  it('keeps the ends of names that would be cut to the same', () => {
    const names = [
      'highest temperature today',
      'highest temperature tomorrow',
      'rain'
    ];
    const cut = shortenApart(names, 120, measure);
    expect(cut).toEqual(['highes…today', 'hig…tomorrow', 'rain']);
  });

  it('cuts names that differ anyway, or that are one and the same, at the end', () => {
    expect(
      shortenApart(
        ['temperature, highest', 'precipitation of a day'],
        120,
        measure
      )
    ).toEqual(['temperature…', 'precipitati…']);
    expect(
      shortenApart(['highest temperature', 'highest temperature'], 100, measure)
    ).toEqual(['highest t…', 'highest t…']);
  });

  it('keeps as much of a last word as has room', () => {
    const names = [
      'mean of the cross-entropies',
      'mean of the cross-validation'
    ];
    const cut = shortenApart(names, 80, measure);
    expect(new Set(cut).size).toBe(2);
    for (const each of cut) {
      expect(measure(each)).toBeLessThanOrEqual(80);
      expect(each).toContain('…');
    }
  });

  it('never makes a name wider than its room', () => {
    const names = ['abcdefghijklmnop 1', 'abcdefghijklmnop 2'];
    for (let width = 10; width < 200; width += 10) {
      for (const each of shortenApart(names, width, measure)) {
        expect(measure(each)).toBeLessThanOrEqual(width);
      }
    }
  });
});

describe('lines of words', () => {
  it('hold as many words as have room', () => {
    expect(intoLines('a width of one day', 80, 3, measure)).toEqual([
      'a width',
      'of one',
      'day'
    ]);
  });

  it('are none where a word alone is wider, or where it takes too many', () => {
    expect(intoLines('an extraordinary day', 80, 3, measure)).toBeNull();
    expect(intoLines('a width of one day', 80, 2, measure)).toBeNull();
  });
});
