// Globals of Node for notebook cells: the everyday part. A cell that imports one of Node's own
// modules is checked against all of Node's declarations instead.

/** What comes from outside and has no type. */
type Untyped = ReturnType<typeof JSON.parse>;

interface Console {
  log(...values: unknown[]): void;
  info(...values: unknown[]): void;
  debug(...values: unknown[]): void;
  warn(...values: unknown[]): void;
  error(...values: unknown[]): void;
  trace(...values: unknown[]): void;
  assert(condition?: boolean, ...values: unknown[]): void;
  clear(): void;
  count(label?: string): void;
  countReset(label?: string): void;
  dir(
    value: unknown,
    options?: { depth?: number | null; colors?: boolean; showHidden?: boolean }
  ): void;
  dirxml(...values: unknown[]): void;
  group(...label: unknown[]): void;
  groupCollapsed(...label: unknown[]): void;
  groupEnd(): void;
  table(rows: unknown, columns?: readonly string[]): void;
  time(label?: string): void;
  timeEnd(label?: string): void;
  timeLog(label?: string, ...values: unknown[]): void;
}
declare var console: Console;

declare namespace NodeJS {
  interface Timeout {
    ref(): this;
    unref(): this;
    hasRef(): boolean;
    refresh(): this;
    close(): this;
    [Symbol.toPrimitive](): number;
  }
  interface Immediate {
    ref(): this;
    unref(): this;
    hasRef(): boolean;
  }
}

declare function setTimeout(
  callback: (value: void) => void,
  milliseconds?: number
): NodeJS.Timeout;
declare function setTimeout<A extends unknown[]>(
  callback: (...args: A) => void,
  milliseconds?: number,
  ...args: A
): NodeJS.Timeout;
declare function setInterval(
  callback: (value: void) => void,
  milliseconds?: number
): NodeJS.Timeout;
declare function setInterval<A extends unknown[]>(
  callback: (...args: A) => void,
  milliseconds?: number,
  ...args: A
): NodeJS.Timeout;
declare function setImmediate(
  callback: (value: void) => void
): NodeJS.Immediate;
declare function setImmediate<A extends unknown[]>(
  callback: (...args: A) => void,
  ...args: A
): NodeJS.Immediate;
declare function clearTimeout(timer?: NodeJS.Timeout | string | number): void;
declare function clearInterval(timer?: NodeJS.Timeout | string | number): void;
declare function clearImmediate(timer?: NodeJS.Immediate): void;
declare function queueMicrotask(callback: () => void): void;
declare function structuredClone<T>(
  value: T,
  options?: { transfer?: readonly object[] }
): T;
declare function atob(text: string): string;
declare function btoa(text: string): string;

declare var global: typeof globalThis;
declare var __dirname: string;
declare var __filename: string;
declare var require: {
  (id: string): Untyped;
  resolve(id: string): string;
};

interface ImportMeta {
  readonly url: string;
  readonly dirname: string;
  readonly filename: string;
}

interface ProcessMemory {
  rss: number;
  heapTotal: number;
  heapUsed: number;
  external: number;
  arrayBuffers: number;
}
declare var process: {
  readonly version: string;
  readonly versions: Readonly<Record<string, string>>;
  readonly platform: string;
  readonly arch: string;
  readonly pid: number;
  readonly env: Record<string, string | undefined>;
  readonly argv: string[];
  cwd(): string;
  chdir(folder: string): void;
  exit(code?: number): never;
  uptime(): number;
  memoryUsage(): ProcessMemory;
  cpuUsage(previous?: { user: number; system: number }): {
    user: number;
    system: number;
  };
  hrtime: {
    (previous?: [number, number]): [number, number];
    bigint(): bigint;
  };
  nextTick<A extends unknown[]>(
    callback: (...args: A) => void,
    ...args: A
  ): void;
  on(event: string, listener: (...args: never[]) => void): void;
  off(event: string, listener: (...args: never[]) => void): void;
  readonly stdout: { write(text: string | Uint8Array): boolean };
  readonly stderr: { write(text: string | Uint8Array): boolean };
};

declare var performance: {
  now(): number;
  readonly timeOrigin: number;
  mark(name: string): void;
  measure(name: string, start?: string, end?: string): { duration: number };
};

type BufferEncoding =
  | 'ascii'
  | 'utf8'
  | 'utf-8'
  | 'utf16le'
  | 'latin1'
  | 'base64'
  | 'base64url'
  | 'hex'
  | 'binary';
interface Buffer extends Uint8Array {
  toString(encoding?: BufferEncoding, start?: number, end?: number): string;
  equals(other: Uint8Array): boolean;
  write(
    text: string,
    offset?: number,
    length?: number,
    encoding?: BufferEncoding
  ): number;
  readDoubleLE(offset?: number): number;
  readFloatLE(offset?: number): number;
  readInt32LE(offset?: number): number;
  readUInt32LE(offset?: number): number;
  readUInt8(offset?: number): number;
  writeDoubleLE(value: number, offset?: number): number;
  writeFloatLE(value: number, offset?: number): number;
  writeInt32LE(value: number, offset?: number): number;
  writeUInt32LE(value: number, offset?: number): number;
}
declare var Buffer: {
  from(text: string, encoding?: BufferEncoding): Buffer;
  from(bytes: ArrayLike<number> | ArrayBufferLike): Buffer;
  alloc(size: number, fill?: string | number): Buffer;
  concat(parts: readonly Uint8Array[], length?: number): Buffer;
  byteLength(text: string, encoding?: BufferEncoding): number;
  isBuffer(value: unknown): value is Buffer;
};

declare class TextEncoder {
  readonly encoding: string;
  encode(text?: string): Uint8Array<ArrayBuffer>;
  encodeInto(text: string, into: Uint8Array): { read: number; written: number };
}
declare class TextDecoder {
  constructor(
    encoding?: string,
    options?: { fatal?: boolean; ignoreBOM?: boolean }
  );
  readonly encoding: string;
  decode(
    bytes?: ArrayBufferView | ArrayBuffer,
    options?: { stream?: boolean }
  ): string;
}

declare class URL {
  constructor(url: string | URL, base?: string | URL);
  static canParse(url: string, base?: string): boolean;
  href: string;
  readonly origin: string;
  protocol: string;
  username: string;
  password: string;
  host: string;
  hostname: string;
  port: string;
  pathname: string;
  search: string;
  hash: string;
  readonly searchParams: URLSearchParams;
  toString(): string;
  toJSON(): string;
}
declare class URLSearchParams {
  constructor(
    init?:
      | string
      | Record<string, string>
      | Iterable<[string, string]>
      | URLSearchParams
  );
  readonly size: number;
  append(name: string, value: string): void;
  delete(name: string): void;
  get(name: string): string | null;
  getAll(name: string): string[];
  has(name: string): boolean;
  set(name: string, value: string): void;
  sort(): void;
  toString(): string;
  entries(): IterableIterator<[string, string]>;
  keys(): IterableIterator<string>;
  values(): IterableIterator<string>;
  forEach(callback: (value: string, name: string) => void): void;
  [Symbol.iterator](): IterableIterator<[string, string]>;
}

declare class Event {
  constructor(type: string, options?: { cancelable?: boolean });
  readonly type: string;
  readonly target: EventTarget | null;
  readonly timeStamp: number;
  preventDefault(): void;
}
declare class EventTarget {
  addEventListener(
    type: string,
    listener: (event: Event) => void,
    options?: { once?: boolean; signal?: AbortSignal }
  ): void;
  removeEventListener(type: string, listener: (event: Event) => void): void;
  dispatchEvent(event: Event): boolean;
}
declare class AbortSignal extends EventTarget {
  static abort(reason?: unknown): AbortSignal;
  static timeout(milliseconds: number): AbortSignal;
  static any(signals: AbortSignal[]): AbortSignal;
  readonly aborted: boolean;
  readonly reason: unknown;
  throwIfAborted(): void;
}
declare class AbortController {
  readonly signal: AbortSignal;
  abort(reason?: unknown): void;
}
declare class Blob {
  constructor(
    parts?: readonly (string | ArrayBuffer | ArrayBufferView | Blob)[],
    options?: { type?: string }
  );
  readonly size: number;
  readonly type: string;
  arrayBuffer(): Promise<ArrayBuffer>;
  text(): Promise<string>;
  slice(start?: number, end?: number, type?: string): Blob;
}

interface HeadersLike {
  get(name: string): string | null;
  has(name: string): boolean;
  set(name: string, value: string): void;
  append(name: string, value: string): void;
  delete(name: string): void;
  forEach(callback: (value: string, name: string) => void): void;
  [Symbol.iterator](): IterableIterator<[string, string]>;
}
declare class Headers {
  constructor(init?: Record<string, string> | Iterable<[string, string]>);
}
interface Headers extends HeadersLike {}
interface RequestInit {
  method?: string;
  headers?: Headers | Record<string, string> | Iterable<[string, string]>;
  body?: string | ArrayBuffer | ArrayBufferView | Blob | URLSearchParams | null;
  redirect?: 'follow' | 'error' | 'manual';
  signal?: AbortSignal | null;
}
declare class Response {
  constructor(
    body?: string | ArrayBuffer | ArrayBufferView | Blob | null,
    init?: {
      status?: number;
      statusText?: string;
      headers?: Record<string, string>;
    }
  );
  readonly ok: boolean;
  readonly status: number;
  readonly statusText: string;
  readonly url: string;
  readonly headers: Headers;
  readonly body: AsyncIterable<Uint8Array> | null;
  json(): Promise<Untyped>;
  text(): Promise<string>;
  arrayBuffer(): Promise<ArrayBuffer>;
  blob(): Promise<Blob>;
}
declare function fetch(
  url: string | URL,
  options?: RequestInit
): Promise<Response>;

declare var crypto: {
  randomUUID(): string;
  getRandomValues<T extends ArrayBufferView>(array: T): T;
  readonly subtle: {
    digest(
      algorithm: string,
      bytes: ArrayBufferView | ArrayBuffer
    ): Promise<ArrayBuffer>;
  };
};
