import { fork } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { limitedFork } from '../../../../../src/kernel/node/check/limitedFork';

const MEGABYTES = 512;
const folder = mkdtempSync(join(tmpdir(), 'limited-'));
const program = join(folder, 'fill.cjs');

beforeAll(() =>
  writeFileSync(
    program,
    `const kept = [];
for (let filled = 0; filled < Number(process.argv[2]); filled += 50) {
  kept.push(new Uint8Array(50 * 2 ** 20).fill(1));
}
process.send(kept.length);`
  )
);
afterAll(() => rmSync(folder, { recursive: true }));

/** How many arrays of 50 MB a limited process filled; `null` where it was ended. */
const filled = (megabytes: number) =>
  new Promise<unknown>((resolve, reject) => {
    let answer: unknown = null;
    fork(program, [String(megabytes)], {
      ...limitedFork(MEGABYTES),
      stdio: ['ignore', 'ignore', 'ignore', 'ipc']
    })
      .on('message', message => (answer = message))
      .on('error', reject)
      .on('close', () => resolve(answer));
  });

describe('a process of limited memory', () => {
  it('starts on this Node, and has what it was promised', async () => {
    expect(await filled(MEGABYTES / 2)).toBe(Math.ceil(MEGABYTES / 2 / 50));
  });

  const onLinux = process.platform === 'linux' ? it : it.skip;

  onLinux('is refused more, of arrays that V8 does not count', async () => {
    expect(await filled(2 * MEGABYTES)).toBeNull();
  });

  it.each(['darwin', 'win32'] as const)(
    'has a limit of its heap alone on %s',
    platform => {
      expect(limitedFork(MEGABYTES, platform)).toEqual({
        execArgv: [`--max-old-space-size=${MEGABYTES / 2}`]
      });
    }
  );
});
