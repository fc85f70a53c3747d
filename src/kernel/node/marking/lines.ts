import fs from 'node:fs';

/** Messages as lines of JSON over two pipes, read and written at once: no event loop in between. */
export interface Lines {
  /** Waits for the next message; null when the other side has gone. */
  read(): unknown;
  /**
   * Writes a message; with a token before it once one was read beside another: so the other side knows what
   * this program wrote from what an answer in the same process writes to the same pipe.
   */
  write(message: unknown): void;
}

/** A message with the token that is to stand before this and each later one that is written. */
export interface Tokened<Message> {
  readonly token: string;
  readonly message: Message;
}

const PIECE = 1 << 16;
const NEW_LINE = 10;

// As they were before an answer ran: what it changes of them must not reword what it is asked.
const { readSync, writeSync } = fs;
const { parse, stringify } = JSON;
const { apply } = Reflect;
// A buffer of its own for each: from the pool that small ones share, an answer would read the token.
const { alloc, byteLength } = Buffer;
const { hasOwn } = Object;
const { set, subarray } = Uint8Array.prototype;
const { utf8Slice, utf8Write } = Buffer.prototype as unknown as {
  readonly utf8Slice: (start: number, end: number) => string;
  readonly utf8Write: (text: string, start: number, length: number) => number;
};

/** @param input and `output`: numbers of open pipes */
export function createLines(input: number, output: number): Lines {
  let kept = alloc(PIECE);
  /** So many bytes of it were read, and so many looked through. */
  let filled = 0;
  let seen = 0;
  let before = '';
  /** What a line says; a token stays here, where no answer reaches it. */
  const unlocked = (line: string): unknown => {
    const said = parse(line) as unknown;
    if (typeof said !== 'object' || said === null || !hasOwn(said, 'token')) {
      return said;
    }
    const { token, message } = said as Tokened<unknown>;
    before = token;
    return message;
  };
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
            return unlocked(line);
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
      const text = `${before}${stringify(message)}\n`;
      const bytes = alloc(byteLength(text));
      apply(utf8Write, bytes, [text, 0, bytes.length]);
      for (let at = 0; at < bytes.length;) {
        at += writeSync(output, bytes, at);
      }
    }
  };
}
