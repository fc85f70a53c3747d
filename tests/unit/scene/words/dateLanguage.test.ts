/** @jest-environment jsdom */

import {
  dateTicks,
  shortDate,
  spokenLabel
} from '../../../../src/scene/words/timeLabels';

afterEach(() => {
  document.documentElement.lang = '';
});

describe('dates in the language of the page', () => {
  const june = Array.from(
    { length: 12 },
    (_, day) => `2015-06-${String(day + 1).padStart(2, '0')}`
  );

  it.each([
    ['', '7 June', '7 Jun', 'June'],
    ['en', '7 June', '7 Jun', 'June'],
    ['en_US', 'June 7', 'Jun 7', 'June'],
    ['fr_FR', '7 juin', '7 juin', 'juin'],
    ['de', '7. Juni', '7. Juni', 'Juni']
  ])('are those of “%s”', (language, spoken, short, month) => {
    document.documentElement.lang = language;
    expect(spokenLabel('2015-06-07')).toBe(spoken);
    expect(shortDate('2015-06-07')).toBe(short);
    expect(dateTicks(june)).toEqual([{ step: 0, text: month }]);
  });

  it('follow a change of the language, and are English where there is no such language', () => {
    document.documentElement.lang = 'fr';
    expect(spokenLabel('2015-06-07')).toBe('7 juin');
    document.documentElement.lang = 'no language';
    expect(spokenLabel('2015-06-07')).toBe('7 June');
  });
});
