import {
  answers,
  inNumbers,
  references,
  type Drawn,
  type DrawnAnswer,
  type Reference,
  type ReferenceName
} from '../../../../src/exercises/answers';
import {
  hideValue,
  holdValue
} from '../../../../src/exercises/answers/drawnHolds';
import { drawsFor } from '../../../../src/exercises/draws/draws';
import { steps } from '../../../../src/exercises/answers/drawnSteps';
import type { Cell } from '../../../../src/engine/cells/cell';
import {
  check,
  CheckFailure,
  setCheckContext
} from '../../../../src/exercises/check';
import { withDrawn } from '../../../../src/exercises/check/answer';
import { compared } from '../../../../src/exercises/check/compared';
import {
  drawnReference,
  drawnStep,
  drawnWords
} from '../../../../src/exercises/check/drawnExercise';

type Any = Reference<readonly unknown[]>;
type AnyAnswer = DrawnAnswer<unknown, readonly unknown[]>;

const drawn = Object.entries(answers) as unknown as [
  ReferenceName,
  AnyAnswer
][];
const names = Array.from({ length: 320 }, (_, at) => `assignment ${at}`);

function said(reference: Any, answer: (...args: unknown[]) => unknown): string {
  try {
    compared(reference, answer);
  } catch (error) {
    if (error instanceof CheckFailure) {
      return error.report.message;
    }
    throw error;
  }
  return 'passed';
}

describe('an exercise that is drawn for an assignment', () => {
  afterEach(() => setCheckContext({}));

  // Without the look at each draw that the tests below take.
  it.each([
    ...drawn,
    ...Object.entries(steps),
    ...Object.entries({ holdValue, hideValue })
  ] as [string, Drawn<unknown>][])(
    '%s is asked in 200 ways that read otherwise',
    (_, { draw, words }) => {
      const texts = names.map(name => {
        const asked = draw(drawsFor(name, [name]));
        return JSON.stringify(words.map(([, instead]) => instead(asked)));
      });
      expect(new Set(texts).size).toBeGreaterThanOrEqual(200);
      expect(texts.join()).not.toMatch(
        /undefined|NaN|null|object Object|0000\d/
      );
    }
  );

  // Of what is judged by what it does, weights for the lesson are tried beside this, in drawnWeights.
  it.each(drawn)('%s is not answered by what ships with the lesson', id => {
    for (const name of names.slice(0, 20)) {
      const asked = drawnReference(id, name);
      const reference = inNumbers(asked);
      if (asked.through === undefined) {
        expect(said(reference, references[id].right as never)).not.toBe(
          'passed'
        );
      }
      expect(said(reference, reference.right)).toBe('passed');
      expect(reference.careless.map(({ of }) => said(reference, of))).toEqual(
        reference.careless.map(({ message }) => message)
      );
    }
  });

  it.each(drawn)('%s is tried on drawn cases, too', id => {
    for (const name of names.slice(0, 5)) {
      for (const seed of [1, 2, 3]) {
        setCheckContext({ seed, student: 'ada' });
        const reference = inNumbers(withDrawn(drawnReference(id, name), id));
        expect(said(reference, reference.right)).toBe('passed');
        expect(
          reference
            .cases()
            .map(args => reference.right(...args))
            .flat(9)
            .filter(each => typeof each !== 'number' || isNaN(each))
        ).toEqual([]);
      }
    }
  });

  it('is the same each time, and one for an assignment', () => {
    const words = (name: string): unknown => drawnWords('memory-of', name);
    expect(words('ps1')).toEqual(words('ps1'));
    expect(words('ps1')).not.toEqual(words('ps2'));
  });

  it('is checked by the name of the assignment', () => {
    const { right } = drawnReference('memory-of', 'ps1');
    expect(
      check.answer('memory-of', right, { variant: 'ps1' }).report.status
    ).toBe('passed');
    expect(() => check.answer('memory-of', right)).toThrow(CheckFailure);
    expect(() => check.answer('memory-of', right, { variant: '' })).toThrow(
      'variant must be a text that is not empty, got '
    );
    expect(() =>
      check.answer('memory-of', right, { seed: 1 } as never)
    ).toThrow('seed');
  });

  it.each(Object.entries(steps))(
    'asks for a step of %s that the library does not have',
    (name, { lesson, cell }) => {
      for (const variant of names.slice(0, 10)) {
        const asked = drawnStep(name as keyof typeof steps, variant);
        const own = cell(asked)({ inputSize: 2, units: 3 });
        const passes = (mine: Cell): unknown =>
          check.step(
            ((...input: Parameters<typeof mine.definition.step>) =>
              mine.definition.step(...input)) as never,
            name as keyof typeof steps,
            { variant }
          );
        expect(() => passes(own)).not.toThrow();
        for (const wrong of [
          lesson,
          { kept: asked.kept, added: 1 },
          { kept: 1, added: asked.added },
          { kept: asked.added, added: asked.kept }
        ]) {
          expect(() => passes(cell(wrong)({ inputSize: 2, units: 3 }))).toThrow(
            CheckFailure
          );
        }
      }
    }
  );

  it('names what can be drawn', () => {
    expect(() => drawnWords('memory', 'ps1')).toThrow(
      /^the exercises that can be drawn are .*bias-for.*; got the string 'memory'/
    );
    expect(() =>
      check.step(
        (() => ({})) as never,
        () => steps.rnn.cell(steps.rnn.lesson)({ inputSize: 1, units: 1 }),
        {
          variant: 'ps1'
        }
      )
    ).toThrow(
      "a variant is of 'rnn', 'lstm', 'gru', 'minGru'; the reference is a function"
    );
  });
});
