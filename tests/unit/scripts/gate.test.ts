import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { evaluate, root } from './evaluate';

interface Chosen {
  readonly only?: readonly string[];
  readonly without?: readonly string[];
}

const gate = evaluate<Record<string, Chosen>>(
  '../tests/gate.mjs',
  'script.gate'
);
const entries = (suite: string): readonly string[] => [
  ...(gate[suite].only ?? []),
  ...(gate[suite].without ?? [])
];

/** What the run of a browser leaves out is counted there, by titles that found nothing. */
describe('every test that the gate names is there', () => {
  it.each(['unit', 'parity'])('of %s', suite => {
    const gone = entries(suite).filter(
      file => !existsSync(join(root, 'tests', suite, `${file}.test.ts`))
    );
    expect(gone).toEqual([]);
  });

  it.each([
    ['kernel', 'kernel'],
    ['lessons', 'lessons'],
    ['marking', 'lessons'],
    ['models', 'models'],
    ['python', 'python']
  ])('of %s', (suite, folder) => {
    const gone = entries(suite).filter(each => {
      const [file, test] = each.split('::');
      const path = join(root, 'tests', folder, file);
      return !(
        existsSync(path) &&
        readFileSync(path, 'utf8').includes(
          test === undefined ? '' : `def ${test.split('[')[0]}(`
        )
      );
    });
    expect(gone).toEqual([]);
  });
});
