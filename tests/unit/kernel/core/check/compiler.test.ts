import { mkdtempSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import '../../nodeMachine';
import { Refused } from '../../../../../src/kernel/core/check/refused';
import { nodePlaceWithin } from '../../../../../src/kernel/node/cells/place';
import { createCompilers } from '../../../../../src/kernel/core/check/compiler';

describe('the compiler of submissions', () => {
  const course = realpathSync(mkdtempSync(join(tmpdir(), 'gatescope-course-')));
  const given = realpathSync(mkdtempSync(join(tmpdir(), 'gatescope-given-')));
  writeFileSync(join(course, 'key.ts'), 'export const key = 1234;\n');
  writeFileSync(join(given, 'beside.ts'), 'export const beside = 5;\n');
  symlinkSync(join(course, 'key.ts'), join(given, 'linked.ts'));

  function refused(source: string): string {
    const before = process.cwd();
    process.chdir(given);
    try {
      createCompilers(nodePlaceWithin(process.cwd()))().compile(source);
      return '';
    } catch (error) {
      if (error instanceof Refused) {
        return error.message;
      }
      throw error;
    } finally {
      process.chdir(before);
    }
  }

  it('knows the files beside the notebook', () => {
    expect(
      refused(
        "import { beside } from './beside';\nconst text: string = beside;"
      )
    ).toContain('number');
  });

  it.each([
    ['by its path', join(course, 'key')],
    ['by dots', `.${'/..'.repeat(20)}${course}/key`],
    ['by a link', './linked']
  ])('tells nothing of a file elsewhere that is named %s', (_, path) => {
    const message = refused(
      `import { key } from '${path}';\nconst text: 'a' = key;`
    );
    expect(message).not.toContain('1234');
    expect(message).toContain('Cannot find module');
  });
});
