import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { data, setHost, timeTable } from '../../../../../src/engine';
import {
  descriptionOf,
  shippedNames
} from '../../../../../src/engine/data/shippedData';
import { dataSetBundle } from '../../../../../src/kernel/core/dataSets/dataSetBundle';

const folder = join(__dirname, '../../../../../gatescope/data');

beforeAll(() => {
  setHost({ readData: name => readFile(join(folder, name)) });
});

function shown(value: unknown, title?: string): { html: string; text: string } {
  const bundle = dataSetBundle(value, title);
  if (bundle === undefined) {
    throw new Error('not a data set');
  }
  return { html: bundle['text/html'], text: bundle['text/plain'] };
}

const escaped = (words: string) => words.replaceAll('&', '&amp;');

it('the catalogue has a row for each set, with size, source and licence', () => {
  const { html, text } = shown(data);
  expect(html.match(/<tr>/g)).toHaveLength(shippedNames.length + 1);
  for (const name of shippedNames) {
    const { title, size, source, licence } = descriptionOf(name);
    expect(html).toContain(`<code>data.${name}()</code>`);
    for (const words of [title, size]) {
      expect(html).toContain(escaped(words));
      expect(text).toContain(words);
    }
    for (const { name: words, address } of [source, licence]) {
      expect(html).toMatch(
        new RegExp(`<a href="${escape(address)}"[^>]*>${escape(words)}</a>`)
      );
      expect(text).toContain(`${words} <${address}>`);
    }
  }
});

const escape = (words: string) =>
  words.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');

describe.each(shippedNames)('data.%s', name => {
  it('is shown with source and licence, each picture in words, and small', async () => {
    const { html, text } = shown(await data[name]());
    const { title, source, licence } = descriptionOf(name);
    expect(text.startsWith(`${title}\ndata.${name}()`)).toBe(true);
    expect(text).toContain(
      `Source: ${source.name} <${source.address}>\nLicence: ${licence.name} <${licence.address}>`
    );
    expect(html).toContain(`<a href="${licence.address}"`);
    // A cleaner of HTML takes drawings out, and keeps images.
    expect(html).not.toContain('<svg');
    const images = html.match(/<img [^>]*>/g) ?? [];
    for (const image of images) {
      expect(image).toMatch(
        /alt="[^"]{3,}".* src="data:image\/svg\+xml,%3Csvg/
      );
    }
    expect(html.length).toBeLessThan(120_000);
  });
});

it('a table shows its head in columns with units, and each series with its ends', async () => {
  const { html, text } = shown(await data.weather());
  expect(text).toContain(
    [
      'The first 5 of 1,461 rows',
      'date        high, °C  low, °C  precipitation, mm  wind, m/s',
      '2012-01-01      12.8      5.0                0.0        4.7'
    ].join('\n')
  );
  expect(text).toContain('high highest temperature  −1.6 to 35.6 °C');
  expect(html.match(/<img /g)).toHaveLength(4);
  expect(html).toContain(
    'alt="highest temperature, 1,461 days: −1.6 to 35.6 °C"'
  );
});

it('of sequences an example of each class is drawn', async () => {
  const images = async (value: object) =>
    shown(await value).html.match(/alt="[^"]*"/g) ?? [];
  expect(await images(await data.digits())).toEqual(
    Array.from({ length: 10 }, (_, digit) => `alt="a handwritten ${digit}"`)
  );
  const { exercises } = await data.movements();
  const felt = await images(await data.movements());
  expect(felt).toHaveLength(7 * 6);
  exercises.forEach((exercise, at) =>
    expect(felt[at * 6]).toContain(`${exercise}, acceleration along x: `)
  );
  const spoken = await images(await data.vowels());
  expect(spoken.map(alt => /speaker \d, \d+ steps/.exec(alt)?.[0])).toEqual([
    'speaker 0, 20 steps',
    ...spoken
      .slice(1, 8)
      .map((_, at) => expect.stringMatching(`er ${at + 1},`)),
    expect.stringMatching('speaker 8,')
  ]);
});

it('tags stand behind the words that have them, a name of several words once', async () => {
  const { html, text } = shown(await data.tagged());
  expect(text).toMatch(/New York \(place\)/);
  expect(html).toMatch(
    /<strong>Antonin<\/strong> <strong>Scalia<\/strong> \(person\)/
  );
});

it('sensors have their events on a ground of their own', async () => {
  const { html, text } = shown(await data.sensors());
  const grounds = (html.match(/<img [^>]*>/g) ?? []).map(
    image => image.match(/%3Crect/g)?.length ?? 0
  );
  // Temperature and humidity of four motes, of which the first and the last met an event.
  expect(grounds).toEqual([1, 1, 0, 0, 0, 0, 1, 1]);
  expect(text).toContain('4,417 readings 117 in an event');
});

it('what a student puts into the arrays stays words', async () => {
  const evil = '<img src=x onerror="alert(1)"> & <script>alert(2)</script>';
  const names = await data.names();
  (names.texts as string[])[0] = evil;
  const { html } = shown(names, evil);
  expect(html).not.toMatch(/<script|<img/);
  expect(html).toContain('&lt;script&gt;alert(2)&lt;/script&gt;');

  const days = await data.weather();
  (days.dates as unknown[])[0] = evil;
  Object.assign(days.variables[0], { label: evil, unit: evil });
  Object.assign(days, { [evil]: 1 });
  const table = shown(days).html;
  expect(table).not.toMatch(/<script|onerror="/);
  expect(table.match(/<img /g)).toHaveLength(4);

  const digits = await data.digits();
  (digits.x.values as unknown as unknown[])[0] = '"/><script>';
  digits.y.values[0] = NaN;
  expect(shown(digits).html).not.toContain('<script');
});

it('long texts and many classes are cut short', async () => {
  const all = await data.sentiment();
  (all.texts as string[]).fill('word '.repeat(100_000));
  expect(shown(all).html.length).toBeLessThan(5000);
  const digits = await data.digits();
  digits.y.values.forEach((_, at) => (digits.y.values[at] = at));
  expect(shown(digits).html.match(/<img /g)).toHaveLength(12);
});

it('a length that was changed makes no picture longer than what there is', async () => {
  const all = await data.vowels();
  (all.lengths as number[])[0] = 1e12;
  const [, width] = /<img [^>]*width="(\d+)"/.exec(shown(all).html) ?? [];
  const [, steps] = all.x.shape;
  expect(Number(width) % steps).toBe(0);
});

it('a set that was changed beyond drawing says so, and how it is had again', async () => {
  const all = await data.names();
  Object.assign(all, { texts: undefined });
  expect(shown(all).text).toMatch(
    /This data set was changed and cannot be drawn any more \(.+\)\. It is had anew with await data\.names\(\)\./
  );
  expect(shown(all).text).toContain('Licence: public domain');
});

it("a table of one's own shows its head and series, and no source that it does not have", async () => {
  const days = await data.weather();
  const { html, text } = shown(days.between('2013-01-01', '2013-02-01'));
  expect(text).toMatch(/^weather\n\nThe first 5 of 32 rows\n/);
  expect(text).toContain('high highest temperature  1.1 to 11.7 °C');
  expect(text).not.toMatch(/Source|Licence/);
  expect(html.match(/<img /g)).toHaveLength(4);
  const mine = timeTable({
    name: '<b>mine</b>',
    step: 'day',
    dates: ['2024-01-01'],
    variables: [{ name: 'v', label: 'v' }],
    columns: { v: [1] }
  });
  expect(shown(mine).html).not.toContain('<b>');
  expect(shown(mine, 'A title').text).toMatch(/^A title\n/);
});

it('no other value is a data set', async () => {
  const days = await data.weather();
  for (const other of [
    undefined,
    null,
    3,
    {},
    { ...days },
    (await data.sensors()).filter(({ indoor }) => indoor)
  ]) {
    expect(dataSetBundle(other)).toBeUndefined();
  }
});
