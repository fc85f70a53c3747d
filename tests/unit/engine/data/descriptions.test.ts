import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setHost } from '../../../../src/engine/base/host';
import { data, type ShippedData } from '../../../../src/engine/data/data';
import {
  descriptionOf,
  shippedName,
  shippedNames,
  type DataName
} from '../../../../src/engine/data/shippedData';

const root = join(__dirname, '..', '..', '..', '..');

beforeAll(() => {
  setHost({
    readData: name => readFile(join(root, 'gatescope', 'data', name))
  });
});

it('the descriptions are those of the pages beside the data', () => {
  expect(() =>
    execFileSync(
      process.execPath,
      [join(root, 'scripts', 'generate-data-descriptions.mjs'), '--check'],
      { stdio: 'pipe' }
    )
  ).not.toThrow();
  expect(shippedNames).toEqual(Object.keys(data));
});

/** How many rows or sequences a set has in all. */
const sizes: {
  readonly [Name in DataName]: (value: ShippedData<Name>) => number;
} = {
  births: days => days.length,
  co2: months => months.length,
  euro: days => days.length,
  digits: ({ y, test }) => y.size + test.y.size,
  movements: ({ y, test }) => y.size + test.y.size,
  names: ({ texts, test }) => texts.length + test.texts.length,
  numbers: all => all.numbers.length + all.test.numbers.length,
  pronunciations: ({ words, test }) => words.length + test.words.length,
  sensors: motes => motes.reduce((sum, { length }) => sum + length, 0),
  sentiment: ({ texts, test }) => texts.length + test.texts.length,
  tagged: ({ tokens, test }) => tokens.length + test.tokens.length,
  vowels: ({ y, test }) => y.size + test.y.size,
  weather: days => days.length
};

describe.each(shippedNames)('data.%s', name => {
  const { size, licence, source } = descriptionOf(name);

  it('has the size that its page says, and is known as it was given out', async () => {
    const value = await data[name]();
    const count = (sizes[name] as (value: ShippedData) => number)(value);
    expect(size).toMatch(
      new RegExp(`^${count.toLocaleString('en-US')} [a-z]+`)
    );
    expect(shippedName(value)).toBe(name);
    // Nothing hidden was put on the value, and a copy is no data set.
    expect(Reflect.ownKeys(value)).toEqual([
      ...Object.keys(value),
      ...(Array.isArray(value) ? ['length'] : [])
    ]);
    const copy = Array.isArray(value) ? [...value] : { ...value };
    expect(shippedName(copy)).toBeUndefined();
  });

  it('says its size and its licence where a program looks it up', () => {
    const [documentation] =
      /\/\*\*(?:(?!\*\/)[^])*\*\/\nexport (?:async )?function/.exec(
        readFileSync(
          join(root, 'src', 'engine', 'data', `${name}.ts`),
          'utf8'
        ).replaceAll(/\n \* /g, ' ')
      ) ?? [''];
    expect(documentation).toContain(licence.name);
    expect(documentation).toContain(size.split(' ')[0]);
    expect(
      [source.address, licence.address].map(each => new URL(each).protocol)
    ).toEqual([expect.stringMatching(/^https?:$/), 'https:']);
  });
});

it.each(['births', 'co2', 'euro', 'weather'] as const)(
  'the period and the units of data.%s are those of its columns',
  async name => {
    const { dates, variables } = await data[name]();
    const { period, units } = descriptionOf(name);
    expect(period).toBe(`${dates[0]} to ${dates.at(-1)}`);
    expect(units).toBe(
      [...new Set(variables.map(({ unit }) => unit))].join(', ')
    );
  }
);

it('what is cut from a table is no data set any more', async () => {
  const days = await data.weather();
  expect(shippedName(days.between('2013-01-01', '2013-12-31'))).toBeUndefined();
  expect(shippedName((await data.digits()).test)).toBeUndefined();
  expect(shippedName(undefined)).toBeUndefined();
});
