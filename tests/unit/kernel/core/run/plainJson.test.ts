import { plainJson } from '../../../../../src/kernel/core/run/plainJson';

test('values are copied as JSON would write them', () => {
  const nested = { a: [1, undefined], when: new Date(0) };
  const copy = plainJson('test', { nested, text: 'x', nothing: undefined });
  expect(copy).toEqual({
    nested: { a: [1, null], when: '1970-01-01T00:00:00.000Z' },
    text: 'x',
    nothing: null
  });
  nested.a[0] = 2;
  expect(copy.nested).toMatchObject({ a: [1, null] });
});

test('what JSON cannot write is named', () => {
  const cycle: Record<string, unknown> = {};
  cycle.self = cycle;
  expect(() => plainJson('display', { cycle })).toThrow(
    /^display: cycle cannot be written as JSON: Converting circular structure/
  );
  expect(() => plainJson('comm', { n: 10n })).toThrow(
    /^comm: n cannot be written as JSON: .*BigInt/
  );
});
