import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { setHost } from '../../../src/engine';
import { allowRelaxedSimd } from '../../../src/node/v8Settings';
import { threadHost } from '../../../src/node/trainingThreads';
import { numbersOf, searchOf } from '../engine/study/searchThreads';

const folder = mkdtempSync(join(tmpdir(), 'gatescope-threads-'));
const program = join(folder, 'train.js');

beforeAll(() => {
  // As the kernel does: threads and their maker compute by the same build of the kernels.
  allowRelaxedSimd();
  buildSync({
    entryPoints: [join(__dirname, '../../../src/node/trainingThread.ts')],
    outfile: program,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    logLevel: 'error'
  });
});
afterEach(() => setHost({ threads: undefined }));
afterAll(() => rmSync(folder, { recursive: true }));

describe('threads that train', () => {
  it('find what one after the other finds, to the last digit', async () => {
    const expected = numbersOf(await searchOf());
    setHost({ threads: threadHost(program, 2) });
    const found = await searchOf({ threads: 2 });
    expect(found.toString()).not.toContain('one after the other');
    expect(numbersOf(found)).toEqual(expected);
  });

  it('say that they are gone, instead of leaving a search to wait', async () => {
    const missing = join(folder, 'missing.js');
    setHost({ threads: threadHost(missing, 2) });
    await expect(searchOf({ threads: 2 })).rejects.toThrow(
      'a thread that trained ended'
    );
  });

  it('end at once', async () => {
    const threads = threadHost(program).start(2);
    const job = { model: new Uint8Array(3), x: none, y: none, options: {} };
    const outcome = await threads.train(job);
    expect(outcome).toMatchObject({ name: 'RangeError' });
    const later = jest.fn();
    void threads.train(job).then(later, later);
    threads.end();
    // What is asked for afterwards starts none anew.
    void threads.train(job).then(later, later);
    // A thread that begins anew answers long after one that has begun would have.
    const others = threadHost(program).start(1);
    await others.train(job);
    others.end();
    expect(later).not.toHaveBeenCalled();
  });
});

const none = { values: new Float64Array(0), shape: [0] };
