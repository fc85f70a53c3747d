import {
  dateTicks,
  layoutLabels,
  niceStep,
  numberLabels,
  shortDate,
  spokenLabel
} from '../../../../src/scene/words/timeLabels';

/** Six pixels a letter. */
const measure = (text: string): number => text.length * 6;
const words = ['the', 'menu', 'had', 'so', 'much'];

/** So many days from 30 January 2015. */
function days(count: number): string[] {
  return Array.from({ length: count }, (_, day) =>
    new Date(Date.UTC(2015, 0, 30 + day)).toISOString().slice(0, 10)
  );
}

test('a label that stands turned is cut to its band', () => {
  const labels = Array.from(
    { length: 9 },
    (_, step) => `${step} of 2026-11-25T00:37:17 UTC`
  );
  const place = { steps: 9, labels, columnWidth: 30, measure };
  expect(layoutLabels(place).ticks[3].text).toBe(labels[3]);
  const { mode, ticks } = layoutLabels({ ...place, longest: 60 });
  expect(mode).toBe('turned');
  expect(ticks.map(({ text }) => text)).toEqual(
    labels.map((_, step) => `${step} of 2026…`)
  );
});

describe('labels of the time axis', () => {
  it('stand upright from 40 pixels a column', () => {
    const { mode, ticks } = layoutLabels({
      steps: 5,
      labels: words,
      columnWidth: 44,
      measure
    });
    expect(mode).toBe('upright');
    expect(ticks.map(({ text }) => text)).toEqual(words);
  });

  it('are turned below that, and where a word is wider than its column', () => {
    const narrow = { steps: 5, labels: words, columnWidth: 30, measure };
    expect(layoutLabels(narrow).mode).toBe('turned');
    expect(
      layoutLabels({
        steps: 1,
        labels: ['extraordinarily'],
        columnWidth: 44,
        measure
      }).mode
    ).toBe('turned');
  });

  it('stand upright in narrow columns where each is a letter, or two', () => {
    const numbers = { steps: 3, labels: ['1', '2', '12'], measure };
    expect(layoutLabels({ ...numbers, columnWidth: 24 }).mode).toBe('upright');
    expect(layoutLabels({ ...numbers, columnWidth: 16 }).mode).toBe('turned');
    const letters = { steps: 3, labels: ['C', '.', 'A'], measure };
    expect(layoutLabels({ ...letters, columnWidth: 15 }).mode).toBe('upright');
    expect(layoutLabels({ ...letters, columnWidth: 8 }).ticks).toHaveLength(3);
  });

  it('are every nth letter, upright, where two side by side would touch', () => {
    const { mode, ticks } = layoutLabels({
      steps: 7,
      labels: [...'kelvin.'],
      columnWidth: 5,
      measure
    });
    expect(mode).toBe('upright');
    expect(ticks.map(({ text }) => text).join('')).toBe('kli.');
  });

  it('are every nth below 14 pixels a column', () => {
    const { ticks } = layoutLabels({
      steps: 30,
      labels: Array.from({ length: 30 }, (_, step) => `w${step}`),
      columnWidth: 5,
      measure
    });
    // 14 / 5 = 2.8: every third.
    expect(ticks.slice(0, 3).map(({ step }) => step)).toEqual([0, 3, 6]);
  });

  it('are the months of a long series of dates', () => {
    expect(dateTicks(days(40))).toEqual([
      { step: 0, text: 'January' },
      { step: 2, text: 'February' },
      { step: 30, text: 'March' }
    ]);
    expect(
      layoutLabels({ steps: 40, labels: days(40), columnWidth: 15, measure })
        .mode
    ).toBe('dates');
  });

  it('say once what stands behind the last date', () => {
    const padding = ['padding 1', 'padding 2', 'padding 3'];
    expect(dateTicks([...days(40), ...padding])).toEqual([
      { step: 0, text: 'January' },
      { step: 2, text: 'February' },
      { step: 30, text: 'March' },
      { step: 40, text: 'padding' }
    ]);
    // Words of several kinds are not one name, and a few dates are not a series.
    expect(dateTicks([...days(40), 'end', 'of', 'it'])).toBeNull();
    expect(dateTicks([...days(40), '1', '2'])).toBeNull();
    expect(dateTicks([...days(3), ...padding])).toBeNull();
    expect(dateTicks([...padding, ...days(40)])).toBeNull();
  });

  it('leave out a month that is nearly over where its name has no room', () => {
    const months = (columnWidth: number): string[] =>
      layoutLabels({
        steps: 40,
        labels: days(40),
        columnWidth,
        measure
      }).ticks.map(({ text }) => text);
    // Two days of January: 2 × 15 = 30 pixels for 7 letters of 6 and a gap of 8.
    expect(months(15)).toEqual(['February', 'March']);
    expect(months(26)).toEqual(['January', 'February', 'March']);
  });

  it('are short dates where every day has room', () => {
    const { mode, ticks } = layoutLabels({
      steps: 12,
      labels: days(12),
      columnWidth: 50,
      measure
    });
    expect(mode).toBe('upright');
    expect(ticks[2].text).toBe('1 Feb');
  });

  it('are round ones of years that have no room for all, upright', () => {
    const years = Array.from({ length: 39 }, (_, at) => String(1981 + at));
    const options = { steps: years.length, labels: years, measure };
    const { mode, ticks } = layoutLabels({ ...options, columnWidth: 15 });
    expect(mode).toBe('upright');
    expect(ticks.map(({ text }) => text)).toEqual(
      years.filter(year => Number(year) % 5 === 0)
    );
    expect(ticks.every(({ step, text }) => years[step] === text)).toBe(true);
    // Where all have room, all are there; numbers that do not count on are words.
    expect(layoutLabels({ ...options, columnWidth: 44 }).ticks).toHaveLength(
      39
    );
    const shuffled = [...years.slice(1), '1981'];
    expect(
      layoutLabels({ ...options, labels: shuffled, columnWidth: 15 }).mode
    ).toBe('turned');
  });

  it('are numbers at round steps where there are none', () => {
    const { ticks } = numberLabels(150, 4, measure);
    // Room for three figures and a gap: 30 pixels, so at least 7.5 steps.
    expect(ticks.slice(0, 3).map(({ text }) => text)).toEqual([
      '0',
      '10',
      '20'
    ]);
  });

  it('go up by 1, 2, 5, 10, …', () => {
    expect([0.3, 1.5, 3, 7, 11, 30, 120].map(niceStep)).toEqual([
      1, 2, 5, 10, 20, 50, 200
    ]);
  });

  it('read in a sentence as a token or a date', () => {
    expect(spokenLabel('not')).toBe('“not”');
    expect(spokenLabel('2015-06-07')).toBe('7 June');
    expect(spokenLabel(undefined)).toBe('');
    expect(shortDate('2015-99-99')).toBe('2015-99-99');
  });
});
