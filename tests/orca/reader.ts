import { execFileSync } from 'node:child_process';
import { appendFileSync, readFileSync } from 'node:fs';
import path from 'node:path';

const heardIn = (): string => {
  const file = process.env.GATESCOPE_ORCA_HEARD;
  if (file === undefined) {
    throw new Error(
      'GATESCOPE_ORCA_HEARD is not set: run this by scripts/with-orca.sh'
    );
  }
  return file;
};

/** What Orca has spoken since it began, a line a saying: a line that is indented goes on with the one before. */
function spoken(): string[] {
  return readFileSync(heardIn(), 'utf8')
    .replaceAll('\n ', ' ')
    .split('\n')
    .map(words => words.trim())
    .filter(words => words !== '');
}

/** A lab that opens changes thousands of elements, each of which Orca asks about: half seconds. */
const NAMED_IN = 240;

const pause = (ms: number): Promise<void> =>
  new Promise(resolve => setTimeout(resolve, ms));

/** A reader at real keys, beside Orca. */
export class Reader {
  private from = spoken().length;
  private keys: string[] = [];

  /** Presses keys as X has them, `ctrl+Return`, two for a double press, each after Orca has spoken of the one before. */
  async press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) {
      const before = spoken().length;
      execFileSync('xdotool', ['key', ...key.split(' ')]);
      this.keys.push(key);
      // Orca names the keys that are no arrows, once it has dealt with all that changed before.
      const name = key.split('+').at(-1)!.toLowerCase();
      const isNamed = (): boolean => spoken().slice(before).includes(name);
      const most = key === 'Down' || key.startsWith('Insert') ? 4 : NAMED_IN;
      for (let waits = 0; !isNamed() && waits < most; waits += 1) {
        await pause(500);
      }
      await pause(1000);
    }
  }

  /** Waits until Orca has been silent for a while; returns what it said since the last time, and keeps it. */
  async heard(task: string): Promise<readonly string[]> {
    let count = -1;
    while (count < spoken().length) {
      count = spoken().length;
      await pause(5000);
    }
    const words = spoken().slice(this.from);
    appendFileSync(
      path.join(path.dirname(heardIn()), 'tasks.txt'),
      `${task} [${this.keys.join(' ')}]\n${words.map(each => `  ${each}\n`).join('')}\n`
    );
    this.from = count;
    this.keys = [];
    return words;
  }
}
