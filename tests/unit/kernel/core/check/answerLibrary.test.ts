import { check, PassedCheck } from '../../../../../src/exercises/check';
import { Withheld } from '../../../../../src/exercises/answers/withheld';
import { references } from '../../../../../src/exercises/answers';
import { createAnswerLibrary } from '../../../../../src/kernel/core/check/answerLibrary';
import { withheldBy } from '../../../../../src/kernel/core/collect/withheldBy';
import * as library from '../../../../../src/kernel/core/library/library';

describe('the library of an answer', () => {
  const given = createAnswerLibrary(library).given as typeof library;

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
      if (name === 'that' || name === 'close') {
        // What somebody compares beside their answer costs it nothing.
        expect(call(false, 'no double')).toBeInstanceOf(PassedCheck);
      } else {
        expect(() => call('memory-of', () => 1)).toThrow(
          'check belongs to the tests'
        );
      }
      findIndex.mockRestore();
      expect(seen).toEqual([]);
    }
  );
});

describe('what an exercise is to be done without', () => {
  const withholding = Object.entries(references).filter(
    ([, reference]) => 'without' in reference
  );

  it.each(withholding)('is a function of the library: %s', (id, reference) => {
    const { calls } = (reference as { without: { calls: readonly string[] } })
      .without;
    const withheld = withheldBy(`check.answer('${id}', mine)`);
    expect(withheld.map(({ name }) => name)).toEqual(calls);
    const { given, withhold } = createAnswerLibrary(library);
    const functions = given as Record<string, (...args: unknown[]) => unknown>;
    withhold(withheld);
    // What else is named is computed by the engine, whoever asks for it.
    const functionsOf = calls.filter(name => name in library);
    for (const name of functionsOf) {
      const alias = functions[name];
      expect(() => alias({ inputSize: 1, units: 1 })).toThrow(Withheld);
    }
    withhold([]);
    functionsOf.forEach(name =>
      expect(functions[name]).toBe((library as typeof given)[name as never])
    );
  });

  it('is nothing where a test asks no exercise of the lessons', () => {
    expect(withheldBy("check.close('answer', 'half-width')")).toEqual([]);
    expect(withheldBy("'check.answer(\'half-width\', x)'")).toEqual([]);
  });
});
