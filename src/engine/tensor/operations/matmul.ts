import type { Floats, Operation } from '../operation';
import { allocate, commonType } from '../operation';
import type { Shape } from '../shape';
import { broadcastIndex, broadcastShape, shapeText, sizeOf } from '../shape';

/**
 * Matrix product by NumPy's `matmul`: the last axis of `a` meets the last but one of `b`; a vector
 * on the left is a row, on the right a column; axes before the last two are batches.
 */
export const matmul: Operation<void> = {
  name: 'matmul',
  shape: ([a, b]) => planOf(a, b).shape,
  forward(inputs) {
    const plan = planOf(inputs[0].shape, inputs[1].shape);
    const { rows, inner, columns, batches, shape } = plan;
    const values = allocate(commonType(inputs), sizeOf(shape));
    const a = inputs[0].values;
    const b = inputs[1].values;
    for (let batch = 0; batch < batches; batch++) {
      multiply(
        values,
        batch * rows * columns,
        a,
        plan.aStart(batch),
        b,
        plan.bStart(batch),
        rows,
        inner,
        columns
      );
    }
    return { values, shape };
  },
  backward(gradient, [da, db], inputs) {
    const plan = planOf(inputs[0].shape, inputs[1].shape);
    const { rows, inner, columns, batches } = plan;
    const a = inputs[0].values;
    const b = inputs[1].values;
    for (let batch = 0; batch < batches; batch++) {
      const g0 = batch * rows * columns;
      const a0 = plan.aStart(batch);
      const b0 = plan.bStart(batch);
      if (da !== null) {
        leftGradient(da, a0, gradient, g0, b, b0, rows, inner, columns);
      }
      if (db !== null) {
        rightGradient(db, b0, gradient, g0, a, a0, rows, inner, columns);
      }
    }
  }
};

/** `C += A B`; four rows of B at once, each sum in the order of k. */
function multiply(
  c: Floats,
  c0: number,
  a: Floats,
  a0: number,
  b: Floats,
  b0: number,
  rows: number,
  inner: number,
  columns: number
): void {
  for (let row = 0; row < rows; row++) {
    const target = c0 + row * columns;
    const left = a0 + row * inner;
    let k = 0;
    for (; k + 4 <= inner; k += 4) {
      const first = b0 + k * columns;
      const second = first + columns;
      const third = second + columns;
      const fourth = third + columns;
      const p = a[left + k];
      const q = a[left + k + 1];
      const r = a[left + k + 2];
      const s = a[left + k + 3];
      for (let column = 0; column < columns; column++) {
        let sum = c[target + column] + p * b[first + column];
        sum += q * b[second + column];
        sum += r * b[third + column];
        c[target + column] = sum + s * b[fourth + column];
      }
    }
    for (; k < inner; k++) {
      const factor = a[left + k];
      const source = b0 + k * columns;
      for (let column = 0; column < columns; column++) {
        c[target + column] += factor * b[source + column];
      }
    }
  }
}

/** `dA += dC Bᵀ`; four sums at once. */
function leftGradient(
  da: Floats,
  a0: number,
  dc: Floats,
  c0: number,
  b: Floats,
  b0: number,
  rows: number,
  inner: number,
  columns: number
): void {
  for (let row = 0; row < rows; row++) {
    const from = c0 + row * columns;
    const to = a0 + row * inner;
    let k = 0;
    for (; k + 4 <= inner; k += 4) {
      const first = b0 + k * columns;
      const second = first + columns;
      const third = second + columns;
      const fourth = third + columns;
      let p = 0;
      let q = 0;
      let r = 0;
      let s = 0;
      for (let column = 0; column < columns; column++) {
        const value = dc[from + column];
        p += value * b[first + column];
        q += value * b[second + column];
        r += value * b[third + column];
        s += value * b[fourth + column];
      }
      da[to + k] += p;
      da[to + k + 1] += q;
      da[to + k + 2] += r;
      da[to + k + 3] += s;
    }
    for (; k < inner; k++) {
      const source = b0 + k * columns;
      let sum = 0;
      for (let column = 0; column < columns; column++) {
        sum += dc[from + column] * b[source + column];
      }
      da[to + k] += sum;
    }
  }
}

/** `dB += Aᵀ dC` */
function rightGradient(
  db: Floats,
  b0: number,
  dc: Floats,
  c0: number,
  a: Floats,
  a0: number,
  rows: number,
  inner: number,
  columns: number
): void {
  for (let row = 0; row < rows; row++) {
    const from = c0 + row * columns;
    for (let k = 0; k < inner; k++) {
      const factor = a[a0 + row * inner + k];
      const target = b0 + k * columns;
      for (let column = 0; column < columns; column++) {
        db[target + column] += factor * dc[from + column];
      }
    }
  }
}

interface Plan {
  rows: number;
  inner: number;
  columns: number;
  batches: number;
  shape: readonly number[];
  aStart(batch: number): number;
  bStart(batch: number): number;
}

function planOf(a: Shape, b: Shape): Plan {
  if (a.length === 0 || b.length === 0) {
    throw new RangeError(
      `matmul: needs vectors or matrices, got shapes ${shapeText(a)} and ${shapeText(b)} (use mul for numbers)`
    );
  }
  const inner = a[a.length - 1];
  const bInner = b.length === 1 ? b[0] : b[b.length - 2];
  if (inner !== bInner) {
    throw new RangeError(
      `matmul: shapes ${shapeText(a)} and ${shapeText(b)} do not fit: ` +
        `the last extent of the first is ${inner}, but ${b.length === 1 ? 'the length' : 'the last but one'} of the second is ${bInner}`
    );
  }
  const columns = b.length === 1 ? 1 : b[b.length - 1];
  const tail = b.length === 1 ? [] : [columns];
  if (b.length <= 2) {
    // One matrix for all rows of a: its leading axes are simply more rows.
    const rows = sizeOf(a) / Math.max(inner, 1);
    return {
      rows: inner === 0 ? sizeOf(a.slice(0, -1)) : rows,
      inner,
      columns,
      batches: 1,
      shape: [...a.slice(0, -1), ...tail],
      aStart: () => 0,
      bStart: () => 0
    };
  }
  const rows = a.length === 1 ? 1 : a[a.length - 2];
  const aLead = a.slice(0, -2);
  const bLead = b.slice(0, -2);
  const lead = broadcastShape('matmul', [aLead, bLead]);
  const aIndex = broadcastIndex(aLead, lead);
  const bIndex = broadcastIndex(bLead, lead);
  return {
    rows,
    inner,
    columns,
    batches: sizeOf(lead),
    shape: [...lead, ...(a.length === 1 ? [] : [rows]), columns],
    aStart: batch => (aIndex ? aIndex[batch] : batch) * rows * inner,
    bStart: batch => (bIndex ? bIndex[batch] : batch) * inner * columns
  };
}
