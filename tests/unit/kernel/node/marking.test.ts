import fc from 'fast-check';
import '../nodeMachine';
import { createCompilers } from '../../../../src/kernel/core/check/compiler';
import { cellsOf } from '../../../../src/kernel/core/check/transpileAnswer';
import { Refused } from '../../../../src/kernel/core/check/refused';
import { nodePlaceWithin } from '../../../../src/kernel/node/cells/place';
import { prepareExercise } from '../../../../src/kernel/node/marking/prepareExercise';

/** What students hand in, each of which leaves the compiler something to know. */
const SUBMISSIONS: readonly (readonly string[])[] = [
  ["import { readFileSync } from 'node:fs';\nconst own = readFileSync;"],
  ['const own: NodeJS.Platform = "linux";'],
  ['const helper = (x: number) => 2 * x;', 'const own = helper(2);'],
  ['const own = helper(2);'],
  ['declare global { interface Array<T> { own: T } }\nconst own = 1;'],
  ['type Own = number;\nconst own: Own = base;']
];

describe('the compiler of submissions, one student after the other', () => {
  const exercise = prepareExercise(
    {
      needs: [{ id: 'needs', source: 'const base = 2;' }],
      solution: 'const own = base;',
      tests: []
    },
    createCompilers(nodePlaceWithin(process.cwd()))
  );

  /** What is said of a submission, or the code that is made of it. */
  function told(sources: readonly string[]): string {
    try {
      return cellsOf(
        exercise.answer({
          before: sources.slice(0, -1),
          answer: sources[sources.length - 1],
          after: [],
          oddities: []
        })
      )
        .map(({ emit }) => emit.javascript)
        .join('\n');
    } catch (error) {
      if (error instanceof Refused) {
        return error.message;
      }
      throw error;
    }
  }

  it('says the same of each, whoever came before', () => {
    const alone = SUBMISSIONS.map(sources => told(sources));
    expect(alone[1]).toContain("has no exported member 'Platform'");
    expect(alone[3]).toContain("Cannot find name 'helper'");
    fc.assert(
      fc.property(
        fc.shuffledSubarray([...SUBMISSIONS.keys()], {
          minLength: SUBMISSIONS.length
        }),
        order => {
          order.forEach(at =>
            expect([at, told(SUBMISSIONS[at])]).toEqual([at, alone[at]])
          );
        }
      ),
      { numRuns: 20 }
    );
  });
});
