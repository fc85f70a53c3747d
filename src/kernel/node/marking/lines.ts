import fs from 'node:fs';

/** Messages as lines of JSON over two pipes, read and written at once: no event loop in between. */
export interface Lines {
  /** Waits for the next message; null when the other side has gone. */
  read(): unknown;
  write(message: unknown): void;
}

/** Pipes of a process of marking; its standard ones lead nowhere. */
export const INPUT = 3;
export const OUTPUT = 4;

/** Exit codes by which the process of an answer says why it has ended; 13 is Node's own for such a module. */
export const NEVER_SETTLED = 13;
export const PIPES_CLOSED = 14;

const PIECE = 1 << 16;
const NEW_LINE = 10;

// As they were before an answer ran: what it changes of them must not reword what it is asked.
const { readSync, writeSync } = fs;
const { parse, stringify } = JSON;
const { apply } = Reflect;
const { alloc, from: bufferFrom } = Buffer;
const { set, subarray } = Uint8Array.prototype;
const { utf8Slice } = Buffer.prototype as unknown as {
  readonly utf8Slice: (start: number, end: number) => string;
};

/** @param input and `output`: numbers of open pipes */
export function createLines(input: number, output: number): Lines {
  let kept = alloc(PIECE);
  /** So many bytes of it were read, and so many looked through. */
  let filled = 0;
  let seen = 0;
  return {
    read() {
      for (;;) {
        for (; seen < filled; seen += 1) {
          if (kept[seen] === NEW_LINE) {
            const line = apply(utf8Slice, kept, [0, seen]);
            const rest = apply(subarray, kept, [seen + 1, filled]);
            // Room that one long message took is given back.
            const next = seen > 16 * PIECE ? alloc(rest.length + PIECE) : kept;
            apply(set, next, [rest]);
            kept = next;
            filled = rest.length;
            seen = 0;
            return parse(line) as unknown;
          }
        }
        if (filled === kept.length) {
          const larger = alloc(2 * kept.length);
          apply(set, larger, [kept]);
          kept = larger;
        }
        const count = readSync(input, kept, filled, kept.length - filled, null);
        if (count === 0) {
          return null;
        }
        filled += count;
      }
    },
    write(message) {
      const bytes = bufferFrom(`${stringify(message)}\n`);
      for (let at = 0; at < bytes.length;) {
        at += writeSync(output, bytes, at);
      }
    }
  };
}
