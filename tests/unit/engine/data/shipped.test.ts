import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { data } from '../../../../src/engine/data/data';
import { setHost } from '../../../../src/engine/base/host';

const folder = join(__dirname, '../../../../gatescope/data');

beforeAll(() => {
  setHost({ readData: name => readFile(join(folder, name)) });
});

it('every data file has its licence and source beside it', () => {
  // What the project's own sweeps and trainings gave has no source but it.
  const files = readdirSync(folder).filter(
    name => !/^(claims\.json|trained-.*|.*\.md)$/.test(name)
  );
  expect(files.length).toBeGreaterThan(3);
  for (const file of files) {
    const note = join(folder, file.replace(/\.\w+$/, '.md'));
    expect(existsSync(note)).toBe(true);
    expect(readFileSync(note, 'utf8')).toMatch(
      /public domain|CC0|CC BY|MIT|BSD|free reuse/
    );
  }
});

it('births are fewer on Sundays than on Tuesdays', async () => {
  const days = await data.births();
  expect(days.length).toBe(5479);
  const births = days.column('births');
  const meanOn = (weekday: number) => {
    const some = Array.from(births).filter(
      (_, index) => new Date(days.dates[index]).getUTCDay() === weekday
    );
    return some.reduce((sum, value) => sum + value, 0) / some.length;
  };
  expect(meanOn(0)).toBeLessThan(0.7 * meanOn(2));
});

it('carbon dioxide rises, month by month without a gap', async () => {
  const months = await data.co2();
  const at = (date: string) =>
    Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7));
  months.dates
    .slice(1)
    .forEach((date, index) =>
      expect(at(date)).toBe(at(months.dates[index]) + 1)
    );
  const adjusted = months.column('adjusted');
  expect(adjusted[adjusted.length - 1] - adjusted[0]).toBeGreaterThan(60);
});

it('sentences praise and blame in equal number', () => {
  const lines = readFileSync(join(folder, 'sentiment.csv'), 'utf8')
    .trim()
    .split('\n')
    .slice(1);
  expect(lines).toHaveLength(3000);
  expect(lines.filter(line => /^\w+,1,/.test(line))).toHaveLength(1500);
});

it('names stand once each, and none is both learned and held out', async () => {
  const { texts, test } = await data.names({ testSplit: 0.25 });
  expect(texts.length + test.texts.length).toBe(8422);
  expect(test.texts).toHaveLength(2106);
  expect(new Set([...texts, ...test.texts]).size).toBe(8422);
  expect([...texts, ...test.texts].every(name => /^[a-z-]+$/.test(name))).toBe(
    true
  );
  expect((await data.names({ testSplit: 0.25 })).texts).toEqual(texts);
  expect((await data.names({ seed: 2 })).texts[0]).not.toBe(texts[0]);
});

it('sensors met an event indoors and one outdoors, each without a gap', async () => {
  const motes = await data.sensors();
  expect(motes.map(({ mote, indoor }) => [mote, indoor])).toEqual([
    [1, true],
    [2, true],
    [3, false],
    [4, false]
  ]);
  const ends = motes.map(({ event }) => [
    event.indexOf(true),
    event.lastIndexOf(true),
    event.filter(Boolean).length
  ]);
  expect(ends).toEqual([
    [2343, 2459, 117],
    [-1, -1, 0],
    [-1, -1, 0],
    [2361, 2392, 32]
  ]);
  for (const { length, temperature, humidity, event } of motes) {
    expect([temperature, humidity, event].map(each => each.length)).toEqual([
      length,
      length,
      length
    ]);
    // A reading every 5 seconds, over six hours.
    expect(length * 5).toBeGreaterThan(6 * 3600);
    expect(Math.min(...humidity)).toBeGreaterThan(0);
    expect(Math.max(...humidity)).toBeLessThan(100);
  }
});

it('a sensor whose number is none is named by its column', async () => {
  setHost({
    readData: async () =>
      new TextEncoder().encode(
        'mote,indoor,temperature,humidity,event\n1,1,20,,0\n'
      )
  });
  await expect(data.sensors()).rejects.toThrow(
    'sensors.csv: column humidity must hold numbers, got ""'
  );
  setHost({ readData: name => readFile(join(folder, name)) });
});

it('numbers are said in three languages, and none is both learned and held out', async () => {
  const { numbers, english, german, french, test } = await data.numbers({
    testSplit: 0.25
  });
  expect(new Set([...numbers, ...test.numbers]).size).toBe(2000);
  expect(test.numbers).toHaveLength(500);
  const said = (value: number) => {
    const at = numbers.indexOf(value);
    const place = test.numbers.indexOf(value);
    return at >= 0
      ? [english[at], german[at], french[at]]
      : [test.english[place], test.german[place], test.french[place]];
  };
  expect(said(21)).toEqual(['twenty one', 'ein und zwanzig', 'vingt et un']);
  expect(said(101)).toEqual(['one hundred one', 'ein hundert eins', 'cent un']);
  expect(said(716)).toEqual([
    'seven hundred sixteen',
    'sieben hundert sechzehn',
    'sept cent seize'
  ]);
  expect(said(99)).toEqual([
    'ninety nine',
    'neun und neunzig',
    'quatre vingt dix neuf'
  ]);
  // Of four digits all last digits come, and no sum of digits is oftener than it must be.
  const large = [...numbers, ...test.numbers].filter(value => value > 999);
  expect(large).toHaveLength(1000);
  for (let digit = 0; digit < 10; digit++) {
    const share = large.filter(value => value % 10 === digit).length;
    expect(share).toBeGreaterThan(80);
  }
  for (let rest = 0; rest < 9; rest++) {
    const share = large.filter(value => value % 9 === rest).length;
    expect(share).toBeGreaterThan(80);
  }
  expect((await data.numbers({ testSplit: 0.25 })).numbers).toEqual(numbers);
  expect((await data.numbers({ seed: 2 })).numbers[0]).not.toBe(numbers[0]);
});

it('words have the sounds that the dictionary gives them, and none is both learned and held out', async () => {
  const { words, sounds, test } = await data.pronunciations({
    testSplit: 0.25
  });
  expect([words.length, test.words.length]).toEqual([3750, 1250]);
  const all = [...words, ...test.words];
  const said = [...sounds, ...test.sounds];
  expect(new Set(all).size).toBe(5000);
  expect(all.every(word => /^[a-z]{3,8}$/.test(word))).toBe(true);
  // The sounds of the dictionary without stress.
  expect(new Set(said.flat()).size).toBe(39);
  expect(said.flat().every(sound => /^[A-Z]{1,2}$/.test(sound))).toBe(true);
  const of = (word: string) => said[all.indexOf(word)].join(' ');
  expect(of('the')).toBe('DH AH');
  expect(of('finds')).toBe('F AY N D Z');
  expect(of('although')).toBe('AO L DH OW');
  expect((await data.pronunciations({ testSplit: 0.25 })).words).toEqual(words);
  expect((await data.pronunciations({ seed: 2 })).words[0]).not.toBe(words[0]);
});

it('digits have their ink where they are written, and each stands on one side of the split', async () => {
  const { x, y, test } = await data.digits({ testSplit: 0.25 });
  expect([x.shape, test.x.shape]).toEqual([
    [1348, 8, 8],
    [449, 8, 8]
  ]);
  const all = [...y.values, ...test.y.values];
  expect([...new Set(all)].sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(Math.min(...x.values)).toBe(0);
  expect(Math.max(...x.values)).toBe(1);
  // A nought is empty in the middle, a one is not.
  const middle = (digit: number) => {
    const some = [...y.values].flatMap((of, at) => (of === digit ? [at] : []));
    const ink = some.map(at => x.at(at).at(3).at(3).item());
    return ink.reduce((sum, value) => sum + value, 0) / ink.length;
  };
  expect(middle(0)).toBeLessThan(0.3);
  expect(middle(1)).toBeGreaterThan(0.6);
  const again = await data.digits({ testSplit: 0.25 });
  expect(again.x.toArray()).toEqual(x.toArray());
  expect((await data.digits({ seed: 2 })).x.values.slice(0, 64)).not.toEqual(
    x.values.slice(0, 64)
  );
});

it('every token of a marked sentence has a tag, and names stand where they are known to', async () => {
  const { tokens, tags, tagNames, years, test } = await data.tagged({
    testSplit: 0.25
  });
  expect([tokens.length, test.tokens.length]).toEqual([325, 109]);
  const all = [...tokens, ...test.tokens];
  const allTags = [...tags, ...test.tags];
  all.forEach((sentence, at) => {
    expect(sentence).toHaveLength(allTags[at].length);
    expect(allTags[at].every(tag => tag in tagNames)).toBe(true);
  });
  const called = (words: string) => {
    const at = all.findIndex(sentence => sentence.join(' ').includes(words));
    const from = all[at].indexOf(words.split(' ')[0]);
    return allTags[at]
      .slice(from, from + words.split(' ').length)
      .map(tag => tagNames[tag]);
  };
  expect(called('General Shafter occupied')).toEqual([
    'other',
    'person',
    'other'
  ]);
  expect(called('House of Representatives')).toEqual(['body', 'body', 'body']);
  expect(called('State of Kentucky')).toEqual(['other', 'other', 'place']);
  expect(Math.min(...years, ...test.years)).toBe(1790);
  expect((await data.tagged({ testSplit: 0.25 })).tokens).toEqual(tokens);
  expect((await data.tagged({ seed: 2 })).tokens[0]).not.toEqual(tokens[0]);
});

it('vowels are as long as they were said, and nothing but zeros stands behind', async () => {
  const { x, y, lengths, test } = await data.vowels();
  expect([x.shape, test.x.shape]).toEqual([
    [270, 29, 12],
    [370, 29, 12]
  ]);
  for (const part of [{ x, lengths }, test]) {
    expect(Math.min(...part.lengths)).toBe(7);
    part.lengths.forEach((length, at) => {
      const { values } = part.x.at(at);
      expect(values.slice(12 * length).every(value => value === 0)).toBe(true);
      const last = values.slice(12 * (length - 1), 12 * length);
      expect(last.some(value => value !== 0)).toBe(true);
    });
  }
  // 30 of each speaker to learn from, as the collectors say; unlike many for the test.
  const counts = (speakers: ArrayLike<number>) =>
    Array.from({ length: 9 }, (_, who) =>
      Array.from(speakers).reduce((sum, each) => sum + Number(each === who), 0)
    );
  expect(counts(y.values)).toEqual(Array(9).fill(30));
  expect(counts(test.y.values)).toEqual([31, 35, 88, 44, 29, 24, 40, 50, 29]);
  expect(x.at(0).at(0).at(0).item()).toBe(1.861);
});

it('everybody did each exercise with either arm, and nobody is both learned and held out', async () => {
  const { x, y, people, sides, exercises, test } = await data.movements();
  expect([x.shape, test.x.shape]).toEqual([
    [98, 160, 6],
    [42, 160, 6]
  ]);
  expect([...new Set(people)].sort()).toEqual([1, 2, 3, 4, 5, 6, 7]);
  expect([...new Set(test.people)].sort((a, b) => a - b)).toEqual([8, 9, 10]);
  expect(exercises).toHaveLength(7);
  const done = [{ y, people, sides }, test].flatMap(part =>
    part.people.map(
      (person, at) => `${person} ${part.sides[at]} ${part.y.values[at]}`
    )
  );
  expect(new Set(done).size).toBe(10 * 2 * 7);
  // The first recording, a pendulum of person 7, as the file has it.
  expect([people[0], sides[0], exercises[y.values[0]]]).toEqual([
    7,
    'right',
    'pendulum'
  ]);
  expect([...x.values.subarray(0, 6)]).toEqual([
    -1, 0.05, -0.06, 0.26, -0.54, -2.7
  ]);
});
