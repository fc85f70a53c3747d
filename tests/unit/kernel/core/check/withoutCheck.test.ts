import { check } from '../../../../../src/exercises/check';
import { withoutCheck } from '../../../../../src/kernel/core/check/withoutCheck';
import * as library from '../../../../../src/kernel/core/library/library';

describe('the library of an answer', () => {
  const given = withoutCheck(library) as typeof library;

  it('has all that a notebook has', () => {
    expect(Object.keys(given).sort()).toEqual(Object.keys(library).sort());
    expect(given.lstm).toBe(library.lstm);
  });

  it.each(Object.keys(check) as (keyof typeof check)[])(
    'asks no reference by check.%s',
    name => {
      const seen: unknown[] = [];
      const findIndex = jest
        .spyOn(Array.prototype, 'findIndex')
        .mockImplementation(function (this: unknown[]) {
          seen.push(...this);
          return -1;
        });
      const call = given.check[name] as (...args: unknown[]) => unknown;
      expect(() => call('memory-of', () => 1)).toThrow(
        'check belongs to the tests'
      );
      findIndex.mockRestore();
      expect(seen).toEqual([]);
    }
  );
});
