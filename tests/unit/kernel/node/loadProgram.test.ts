import {
  fstatSync,
  mkdtempSync,
  mkdirSync,
  openSync,
  readdirSync,
  rmSync,
  writeFileSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadProgram } from '../../../../src/kernel/node/loadProgram';

const folder = mkdtempSync(join(tmpdir(), 'gatescope-program-'));
const cache = join(folder, 'cache');
afterAll(() => rmSync(folder, { recursive: true }));

const TEXT = `(function(exports) {
  exports.stack = () => new Error('here').stack;
})`;

/** The same program in another folder, loaded. */
function installed(name: string) {
  const place = join(folder, name);
  mkdirSync(place, { recursive: true });
  writeFileSync(join(place, 'session.js'), TEXT);
  return loadProgram(join(place, 'session.js'), cache);
}

const stackOf = ({ exports }: { readonly exports: unknown }) =>
  (exports as { stack(): string }).stack();

test('two installations of one version keep what is compiled of each apart, and stacks name the right one', () => {
  const first = installed('one');
  expect(stackOf(first)).toContain(join(folder, 'one', 'session.js'));
  first.keepCompiled();
  const second = installed('two');
  expect(stackOf(second)).toContain(join(folder, 'two', 'session.js'));
  second.keepCompiled();
  expect(readdirSync(cache)).toHaveLength(2);
  // And the first again, from what was kept.
  expect(stackOf(installed('one'))).toContain(
    join(folder, 'one', 'session.js')
  );
});

describe('a program that comes opened, as does what was compiled of it', () => {
  const compiled = join(folder, 'opened.cache');

  function opened(name: string, withCompiled: boolean) {
    const place = join(folder, name);
    writeFileSync(place, TEXT);
    const files = {
      program: openSync(place, 'r'),
      ...(withCompiled && { compiled: openSync(compiled, 'r') })
    };
    const program = loadProgram(place, undefined, files);
    Object.values(files).forEach(file =>
      expect(() => fstatSync(file)).toThrow('EBADF')
    );
    expect(stackOf(program)).toContain(place);
    return program;
  }

  it('begins with it', () => {
    writeFileSync(compiled, opened('fits.js', false).compiled());
    expect(opened('fits.js', true).isKept).toBe(true);
  });

  it('begins without where it does not fit', () => {
    writeFileSync(compiled, 'compiled of something else');
    expect(opened('fitsNot.js', true).isKept).toBe(false);
  });
});
