import {
  closeSync,
  mkdtempSync,
  openSync,
  readFileSync,
  writeFileSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLines } from '../../../../../src/kernel/node/marking/lines';

const folder = mkdtempSync(join(tmpdir(), 'gatescope-lines-'));

/** What is read of messages, and written of the same. */
function passed(messages: readonly unknown[]): {
  read: unknown[];
  written: string;
} {
  const [from, to] = ['from', 'to'].map(name => join(folder, name));
  writeFileSync(
    from,
    messages.map(each => `${JSON.stringify(each)}\n`).join('')
  );
  const [input, output] = [openSync(from, 'r'), openSync(to, 'w')];
  const lines = createLines(input, output);
  const read = messages.map(() => lines.read());
  expect(lines.read()).toBeNull();
  read.forEach(each => lines.write(each));
  [input, output].forEach(closeSync);
  return { read, written: readFileSync(to, 'utf8') };
}

describe('messages as lines', () => {
  it.each<[string, readonly unknown[]]>([
    ['many at once', Array.from({ length: 500 }, (_, at) => ({ at }))],
    ['letters of several bytes', ['größe', '漢字 😀'.repeat(20_000), 'é']],
    [
      'long ones between short ones',
      [
        1,
        'x'.repeat(200_000),
        2,
        'y'.repeat(3_000_000),
        3,
        'z'.repeat(65_535),
        4
      ]
    ]
  ])('are what was sent: %s', (_, messages) => {
    const { read, written } = passed(messages);
    expect(read).toEqual(messages);
    expect(
      written
        .split('\n')
        .slice(0, -1)
        .map(line => JSON.parse(line) as unknown)
    ).toEqual(messages);
  });

  it('are read as they are when an answer has changed what reads them', () => {
    const { parse } = JSON;
    const { concat } = Buffer;
    const { toString, subarray, indexOf } = Buffer.prototype;
    try {
      Object.assign(JSON, { parse: () => 'other' });
      Object.assign(Buffer, { concat: () => Buffer.from('"other"') });
      Object.assign(Buffer.prototype, {
        toString: () => '"other"',
        subarray: () => Buffer.from('"other"'),
        indexOf: () => 0
      });
      const [from] = [join(folder, 'changed')];
      writeFileSync(from, '{"ask":"walk"}\n');
      const lines = createLines(openSync(from, 'r'), 1);
      expect(lines.read()).toEqual({ ask: 'walk' });
    } finally {
      Object.assign(JSON, { parse });
      Object.assign(Buffer, { concat });
      Object.assign(Buffer.prototype, { toString, subarray, indexOf });
    }
  });
});
