import type { Ramp } from './theme';

/** A matrix to be drawn one pixel a value: rows run downwards, columns to the right. */
export interface MatrixSource {
  readonly values: ArrayLike<number>;
  readonly rows: number;
  readonly columns: number;
  /** Distance in `values` from one row (column) to the next: for a trace's `[T, H]`, 1 and H. */
  readonly rowStride: number;
  readonly columnStride: number;
  /** Which row of the matrix stands at each place from the top; absent: as they are. */
  readonly order?: ArrayLike<number>;
  /** How many neighbours one pixel is the mean of. */
  readonly rowsPerPixel?: number;
  readonly columnsPerPixel?: number;
  /** 0 where a column is padding: it stays transparent. */
  readonly mask?: ArrayLike<number>;
}

export interface Bitmap {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint32Array<ArrayBuffer>;
}

/** Colours a matrix. NaN and padding are transparent; values outside the range take its ends. */
export function bitmap(
  source: MatrixSource,
  ramp: Ramp,
  range: readonly [number, number]
): Bitmap {
  const { rows, columns, rowsPerPixel = 1, columnsPerPixel = 1 } = source;
  const width = Math.ceil(columns / columnsPerPixel);
  const height = Math.ceil(rows / rowsPerPixel);
  const pixels = new Uint32Array(width * height);
  const { pixels: colors } = ramp;
  const last = colors.length - 1;
  const low = range[0];
  const scale = range[1] > low ? last / (range[1] - low) : 0;
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const value = meanAt(source, y * rowsPerPixel, x * columnsPerPixel);
      if (value === value) {
        const place = Math.round((value - low) * scale);
        pixels[y * width + x] =
          colors[place > 0 ? (place < last ? place : last) : 0];
      }
    }
  }
  return { width, height, pixels };
}

/** The mean over one pixel's block of values; NaN where there is none. */
function meanAt(source: MatrixSource, row: number, column: number): number {
  const { values, rowStride, columnStride, order, mask } = source;
  const rowEnd = Math.min(row + (source.rowsPerPixel ?? 1), source.rows);
  const columnEnd = Math.min(
    column + (source.columnsPerPixel ?? 1),
    source.columns
  );
  let sum = 0;
  let count = 0;
  for (let j = column; j < columnEnd; j += 1) {
    if (mask && mask[j] === 0) {
      continue;
    }
    for (let i = row; i < rowEnd; i += 1) {
      const value =
        values[(order ? order[i] : i) * rowStride + j * columnStride];
      if (value === value) {
        sum += value;
        count += 1;
      }
    }
  }
  return count === 0 ? NaN : sum / count;
}
