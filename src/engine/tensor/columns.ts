import { bytesOf, type WasmMemory, webAssembly } from '../base/webAssembly';
import { columnsBuilds } from './generated/columnsBinary';

/** Columns `[count][length]`, one after another, and what is done to many of them at a time. */
export interface Columns {
  readonly values: Float64Array;
  /** Takes from the four columns from `p` on what lies along the four orthonormal ones from `q` on. */
  readonly subtractFour: (q: number, p: number) => void;
}

const PAGE = 65536;

/**
 * A copy of the columns in the memory of a program of WebAssembly, which computes the same bits in a
 * third of the time; null where the host has no SIMD or no memory, and for columns of odd length.
 */
export function simdColumns(
  columns: Float64Array,
  length: number
): Columns | null {
  const host = webAssembly();
  const bytes = bytesOf(columnsBuilds);
  if (!host?.validate(bytes) || length % 2 !== 0) {
    return null;
  }
  const pages = Math.ceil(columns.byteLength / PAGE);
  let memory: WasmMemory;
  let exports: Readonly<Record<string, unknown>>;
  try {
    memory = new host.Memory({ initial: pages, maximum: pages });
    ({ exports } = new host.Instance(new host.Module(bytes), {
      env: { memory }
    }));
  } catch {
    // No memory of this size, or a page that forbids WebAssembly.
    return null;
  }
  const values = new Float64Array(memory.buffer, 0, columns.length);
  values.set(columns);
  const subtractFour = exports.subtractFour as (
    rows: number,
    q: number,
    p: number
  ) => void;
  const rows = length * values.BYTES_PER_ELEMENT;
  return {
    values,
    subtractFour: (q, p) => subtractFour(rows, q * rows, p * rows)
  };
}

/** The columns themselves, changed by this script. */
export function scriptColumns(values: Float64Array, length: number): Columns {
  const along = new Float64Array(16);
  return {
    values,
    subtractFour: (q, p) => {
      fourDots(values, length, q * length, p * length, along);
      subtractAlong(values, length, q * length, p * length, along);
    }
  };
}

/** The sixteen products of four columns with four others. */
function fourDots(
  columns: Float64Array,
  length: number,
  q: number,
  p: number,
  along: Float64Array
): void {
  for (let pair = 0; pair < 4; pair += 2) {
    const p0 = p + pair * length;
    const p1 = p0 + length;
    const [q1, q2, q3] = [q + length, q + 2 * length, q + 3 * length];
    let a0 = 0;
    let a1 = 0;
    let a2 = 0;
    let a3 = 0;
    let b0 = 0;
    let b1 = 0;
    let b2 = 0;
    let b3 = 0;
    for (let row = 0; row < length; row++) {
      const x = columns[p0 + row];
      const y = columns[p1 + row];
      const k = columns[q + row];
      const l = columns[q1 + row];
      const m = columns[q2 + row];
      const n = columns[q3 + row];
      a0 += k * x;
      a1 += l * x;
      a2 += m * x;
      a3 += n * x;
      b0 += k * y;
      b1 += l * y;
      b2 += m * y;
      b3 += n * y;
    }
    along.set([a0, a1, a2, a3, b0, b1, b2, b3], pair * 4);
  }
}

/** p −= Σ q · along, for four columns of each. */
function subtractAlong(
  columns: Float64Array,
  length: number,
  q: number,
  p: number,
  along: Float64Array
): void {
  const [q1, q2, q3] = [q + length, q + 2 * length, q + 3 * length];
  for (let pair = 0; pair < 4; pair += 2) {
    const p0 = p + pair * length;
    const p1 = p0 + length;
    const [a0, a1, a2, a3, b0, b1, b2, b3] = along.subarray(pair * 4);
    for (let row = 0; row < length; row++) {
      const k = columns[q + row];
      const l = columns[q1 + row];
      const m = columns[q2 + row];
      const n = columns[q3 + row];
      columns[p0 + row] -= k * a0 + l * a1 + m * a2 + n * a3;
      columns[p1 + row] -= k * b0 + l * b1 + m * b2 + n * b3;
    }
  }
}
