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

declare const atob: (text: string) => string;

export function bytesOf(base64: string): Uint8Array {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < bytes.length; at++) {
    bytes[at] = text.charCodeAt(at);
  }
  return bytes;
}
