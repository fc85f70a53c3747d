import fc from 'fast-check';
import {
  convention,
  flag,
  integer,
  number,
  oneOf,
  options,
  positive,
  seed,
  text
} from '../../../../src/engine/base/options';

interface Wanted {
  units: number;
  rate?: number;
  kind?: 'a' | 'b';
  isOn?: boolean;
  convention?: 'keras' | 'pytorch';
  name?: string;
}

const fields = {
  units: integer(2),
  rate: number({ least: 0, most: 1 }).orBy({ keras: 0.25, pytorch: 0.5 }),
  kind: oneOf(['a', 'b']).or('b'),
  isOn: flag.or(true),
  convention: convention.or('keras'),
  name: text.optional()
};
const read = options('thing', fields);
const readAny = read as unknown as (given: unknown) => unknown;

describe('the options of a function', () => {
  it('are filled in from what stands beside their types', () => {
    const given: Wanted = { units: 3 };
    expect(read(given)).toEqual({
      units: 3,
      rate: 0.25,
      kind: 'b',
      isOn: true,
      convention: 'keras',
      name: undefined
    });
  });

  it('have the defaults of the convention asked for', () => {
    const given: Wanted = { units: 3, convention: 'pytorch' };
    expect(read(given).rate).toBe(0.5);
    expect(read({ ...given, rate: 0.1 }).rate).toBe(0.1);
  });

  it('take null for not given, but where something must be', () => {
    expect(readAny({ units: 3, rate: null, isOn: null })).toMatchObject({
      rate: 0.25,
      isOn: true
    });
    expect(() => readAny({ units: null })).toThrow(
      'thing: units must be a whole number of at least 2, got null'
    );
  });

  it.each([
    [
      { units: 3, unit: 1 },
      "there is no option 'unit' (did you mean 'units'?)"
    ],
    [
      { units: 1 },
      'units must be a whole number of at least 2, got the number 1'
    ],
    [{ units: 3, rate: 2 }, 'rate must be a number between 0 and 1'],
    [{ units: 3, kind: 'c' }, "kind must be 'a' or 'b', got the string 'c'"],
    [{ units: 3, isOn: 1 }, 'isOn must be true or false, got the number 1'],
    [{ units: 3, name: 4 }, 'name must be a text, got the number 4'],
    [[], 'expected an object of options { units, rate, kind']
  ])('are refused by name: %j', (given, message) => {
    expect(() => readAny(given)).toThrow(message);
  });

  it.each([
    [new Map([['units', 3]]), 'a Map'],
    [new Date(0), 'a Date'],
    [Float32Array.of(3), 'a Float32Array'],
    [new Uint8Array(1), 'a Uint8Array'],
    [3n, 'a BigInt'],
    [() => 3, 'a function']
  ])('are no object whose fields lie elsewhere: %p', (given, words) => {
    expect(() => readAny(given)).toThrow(`got ${words}`);
  });

  it('can ask for more than 0', () => {
    const bound = options('clip', { bound: positive });
    expect(bound({ bound: 0.5 })).toEqual({ bound: 0.5 });
    expect(() => bound({ bound: 0 })).toThrow(
      'clip: bound must be greater than 0, got 0'
    );
  });

  it('do not compile when the types know other names', () => {
    const given: Wanted & { more?: number } = { units: 3 };
    // @ts-expect-error -- `more` is in the type and not among the fields
    read(given);
    const less: Omit<Wanted, 'kind'> = { units: 3 };
    // @ts-expect-error -- `kind` is among the fields and not in the type
    read(less);
  });
});

describe('a whole number that doubles do not tell from its neighbors', () => {
  it.each([
    ['units', { units: integer(2) }, 2],
    ['seed', { seed }, Number.MIN_SAFE_INTEGER]
  ] as const)('is refused as %s with both bounds', (name, fields, least) => {
    fc.assert(
      fc.property(fc.double({ min: 2 ** 53, noNaN: true }), value => {
        fc.pre(Number.isInteger(value));
        expect(() =>
          (options('thing', fields) as (given: unknown) => unknown)({
            [name]: value
          })
        ).toThrow(
          `thing: ${name} must be a whole number between ${least} and 9007199254740991, got `
        );
      })
    );
  });
});
