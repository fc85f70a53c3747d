/** Opcodes of WebAssembly that are used, as the specification numbers them. */
export const op = {
  block: 0x02,
  loop: 0x03,
  if: 0x04,
  else: 0x05,
  end: 0x0b,
  br: 0x0c,
  brIf: 0x0d,
  call: 0x10,
  select: 0x1b,
  get: 0x20,
  set: 0x21,
  i32Load: 0x28,
  i32Const: 0x41,
  i32Eqz: 0x45,
  i32Equal: 0x46,
  i32LessU: 0x49,
  i32Add: 0x6a,
  i32Sub: 0x6b,
  i32Mul: 0x6c,
  i32And: 0x71
} as const;

/** Those of vectors, behind the prefix. */
export const simd = {
  load: 0,
  load32Splat: 9,
  load64Splat: 10,
  store: 11,
  constant: 12,
  and: 0x4e,
  andNot: 0x4f,
  or: 0x50,
  xor: 0x51,
  bitselect: 0x52
} as const;

export const I32 = 0x7f;
export const V128 = 0x7b;

export function unsigned(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  do {
    const low = rest % 128;
    rest = Math.floor(rest / 128);
    bytes.push(rest > 0 ? low + 128 : low);
  } while (rest > 0);
  return bytes;
}

export function signed(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (;;) {
    const low = rest & 0x7f;
    rest >>= 7;
    if ((rest === 0 && (low & 0x40) === 0) || (rest === -1 && low & 0x40)) {
      bytes.push(low);
      return bytes;
    }
    bytes.push(low | 0x80);
  }
}

/** The body of one function: a stack machine's instructions, with locals made as they are needed. */
export class Body {
  #bytes: number[] = [];
  /** Run first: constants that are kept in locals. */
  readonly #before: number[] = [];
  readonly #types: number[] = [];

  /** @param parameters how many there are, all of them addresses and counts */
  constructor(readonly parameters: number) {}

  local(type: number = V128): number {
    return this.parameters + this.#types.push(type) - 1;
  }

  emit(...bytes: readonly number[]): this {
    for (const byte of bytes) {
      this.#bytes.push(byte);
    }
    return this;
  }

  get(local: number): this {
    return this.emit(op.get, ...unsigned(local));
  }

  set(local: number): this {
    return this.emit(op.set, ...unsigned(local));
  }

  integer(value: number): this {
    return this.emit(op.i32Const, ...signed(value));
  }

  vector(code: number): this {
    return this.emit(0xfd, ...unsigned(code));
  }

  /** A load or store of a vector at an address that is on the stack. */
  memory(code: number, offset: number): this {
    // No more than the alignment of a number is promised.
    return this.vector(code).emit(2, ...unsigned(offset));
  }

  /** What `write` emits, to be emitted later. */
  apart(write: () => void): readonly number[] {
    const before = this.#bytes;
    this.#bytes = [];
    write();
    const written = this.#bytes;
    this.#bytes = before;
    return written;
  }

  /** Runs `inner` while `at`, which it must move on, is below `end`; at least once. */
  repeat(at: number, end: number, inner: () => void): this {
    this.emit(op.loop, 0x40);
    inner();
    return this.get(at).get(end).emit(op.i32LessU, op.brIf, 0, op.end);
  }

  /** The same, not at all where `at` has reached `end`. */
  whileBelow(at: number, end: number, inner: () => void): this {
    this.emit(op.block, 0x40).get(at).get(end);
    this.emit(op.i32LessU, op.i32Eqz, op.brIf, 0);
    return this.repeat(at, end, inner).emit(op.end);
  }

  /** `local += amount`, by a number or another local. */
  advance(local: number, by: { number: number } | { local: number }): this {
    this.get(local);
    if ('number' in by) {
      this.integer(by.number);
    } else {
      this.get(by.local);
    }
    return this.emit(op.i32Add).set(local);
  }

  /** Loads a whole number that lies so many bytes behind an address. */
  word(address: number, offset: number): this {
    return this.get(address).emit(op.i32Load, 2, ...unsigned(offset));
  }

  /** Calls a function by its number, with what lies on the stack. */
  call(at: number): this {
    return this.emit(op.call, ...unsigned(at));
  }

  /** A vector constant in a local that is set once. */
  constant(bytes: Uint8Array): number {
    const local = this.local();
    this.#before.push(
      0xfd,
      simd.constant,
      ...bytes,
      op.set,
      ...unsigned(local)
    );
    return local;
  }

  /** As a section of code holds it. */
  encoded(): number[] {
    const locals = this.#types.flatMap(type => [1, type]);
    const code = [
      ...unsigned(this.#types.length),
      ...locals,
      ...this.#before,
      ...this.#bytes,
      op.end
    ];
    return [...unsigned(code.length), ...code];
  }
}

/** A function from outside: its name, and how many whole numbers it takes. */
export interface Imported {
  readonly name: string;
  readonly parameters: number;
}

/**
 * A module of functions that take whole numbers and work on a memory that is brought along. Those that are
 * imported are the first by number.
 */
export function moduleOf(
  functions: readonly { readonly name: string; readonly body: Body }[],
  imports: readonly Imported[] = []
): Uint8Array {
  const section = (id: number, content: readonly number[]) => [
    id,
    ...unsigned(content.length),
    ...content
  ];
  const text = (value: string) => [
    ...unsigned(value.length),
    ...[...value].map(letter => letter.charCodeAt(0))
  ];
  const list = (items: readonly (readonly number[])[]) => [
    ...unsigned(items.length),
    ...items.flat()
  ];
  const types = [...imports, ...functions.map(({ body }) => body)];
  return Uint8Array.from([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(
      1,
      list(
        types.map(({ parameters }) => [
          0x60,
          ...unsigned(parameters),
          ...new Array<number>(parameters).fill(I32),
          0
        ])
      )
    ),
    ...section(
      2,
      list([
        [...text('env'), ...text('memory'), 2, 1, 1, ...unsigned(65536)],
        ...imports.map(({ name }, at) => [
          ...text('env'),
          ...text(name),
          0,
          ...unsigned(at)
        ])
      ])
    ),
    ...section(
      3,
      list(functions.map((_, at) => unsigned(imports.length + at)))
    ),
    ...section(
      7,
      list(
        functions.map(({ name }, at) => [
          ...text(name),
          0,
          ...unsigned(imports.length + at)
        ])
      )
    ),
    ...section(10, list(functions.map(({ body }) => body.encoded())))
  ]);
}
