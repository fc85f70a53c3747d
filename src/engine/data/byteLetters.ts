declare class TextDecoder {
  constructor(label: string, options: { ignoreBOM: boolean });
  decode(bytes: Uint8Array): string;
}
declare class TextEncoder {
  encode(text: string): Uint8Array;
}

/**
 * A letter for each byte, as GPT-2 and Hugging Face's files write them: a printable one is itself, and the
 * others (a space, a line break, bytes of no character) are letters from U+0100 on, so that no token of a
 * file looks empty.
 */
export const byteLetters: readonly string[] = lettersOfBytes();

const bytesByLetter: ReadonlyMap<string, number> = new Map(
  byteLetters.map((letter, byte) => [letter, byte])
);

function lettersOfBytes(): string[] {
  let next = 0x100;
  return Array.from({ length: 256 }, (_, byte) => {
    const isPrintable =
      (byte >= 0x21 && byte <= 0x7e) ||
      (byte >= 0xa1 && byte <= 0xac) ||
      byte >= 0xae;
    return String.fromCharCode(isPrintable ? byte : next++);
  });
}

/** The letters of a text's bytes in UTF-8. */
export const lettersOf = (text: string): string[] =>
  Array.from(new TextEncoder().encode(text), byte => byteLetters[byte]);

/** The bytes that letters stand for; those of the text itself where one is no such letter. */
function bytesOf(letters: string): Uint8Array {
  const bytes = Array.from(letters, letter => bytesByLetter.get(letter));
  return bytes.some(byte => byte === undefined)
    ? new TextEncoder().encode(letters)
    : Uint8Array.from(bytes as number[]);
}

/** The text of some tokens one after the other; � where bytes are no character. */
export function textOf(tokens: readonly string[]): string {
  const parts = tokens.map(bytesOf);
  const all = new Uint8Array(
    parts.reduce((sum, { length }) => sum + length, 0)
  );
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(all);
}
