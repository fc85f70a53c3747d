import { readSync, writeSync } from 'node:fs';

/** Messages as lines of JSON over two pipes, read and written at once: no event loop in between. */
export interface Lines {
  /** Waits for the next message; null when the other side has gone. */
  read(): unknown;
  write(message: unknown): void;
}

const PIECE = 1 << 16;

/** @param input and `output`: numbers of open pipes */
export function createLines(input: number, output: number): Lines {
  const piece = Buffer.alloc(PIECE);
  let kept: Buffer[] = [];
  return {
    read() {
      for (;;) {
        const last = kept.at(-1);
        const end = last?.indexOf(10) ?? -1;
        if (last && end >= 0) {
          const line = Buffer.concat([
            ...kept.slice(0, -1),
            last.subarray(0, end)
          ]).toString('utf8');
          kept = [last.subarray(end + 1)];
          return JSON.parse(line) as unknown;
        }
        const count = readSync(input, piece, 0, PIECE, null);
        if (count === 0) {
          return null;
        }
        kept.push(Buffer.from(piece.subarray(0, count)));
      }
    },
    write(message) {
      const bytes = Buffer.from(`${JSON.stringify(message)}\n`);
      for (let at = 0; at < bytes.length;) {
        at += writeSync(output, bytes, at);
      }
    }
  };
}
