/**
 * What is used of WebAssembly, declared here because the engine is compiled without the types of
 * any one host. Browsers, workers and Node all have it.
 */
interface WebAssemblyHost {
  validate(bytes: Uint8Array): boolean;
  Module: new (bytes: Uint8Array) => object;
  Instance: new (
    module: object,
    imports: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  ) => { readonly exports: Readonly<Record<string, unknown>> };
  Memory: new (limits: { initial: number; maximum: number }) => WasmMemory;
}

export interface WasmMemory {
  readonly buffer: ArrayBuffer;
  /** Adds pages of 64 kB; throws when there are none. */
  grow(pages: number): number;
}

/** The host's WebAssembly, or null where there is none. */
export function webAssembly(): WebAssemblyHost | null {
  return (
    (globalThis as { readonly WebAssembly?: WebAssemblyHost }).WebAssembly ??
    null
  );
}

/**
 * Builds of one program, as a module holds them: a block of each in turn, in hexadecimal digits. A page that
 * comes packed is half as long by it: base64 hides from gzip what repeats, and its window is too short to
 * see one build from the next.
 */
export interface Builds {
  /** Bytes of a block. */
  readonly block: number;
  /** Of each build, in bytes. */
  readonly lengths: readonly number[];
  readonly digits: string;
}

/** The bytes of one of the builds. */
export function bytesOf(
  { block, lengths, digits }: Builds,
  build = 0
): Uint8Array {
  const bytes = new Uint8Array(lengths[build]);
  const digit = (at: number): number => {
    const code = digits.charCodeAt(at);
    return (code & 15) + (code >> 6) * 9;
  };
  let from = 0;
  for (let start = 0; from < digits.length; start += block) {
    for (const [each, length] of lengths.entries()) {
      const size = Math.max(0, Math.min(block, length - start));
      for (let at = 0; each === build && at < size; at++) {
        bytes[start + at] =
          digit(from + 2 * at) * 16 + digit(from + 2 * at + 1);
      }
      from += 2 * size;
    }
  }
  return bytes;
}
