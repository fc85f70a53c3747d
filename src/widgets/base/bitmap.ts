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
  const coloring = coloringOf(ramp, range);
  if (rowsPerPixel === 1 && columnsPerPixel === 1) {
    colorEach(source, coloring, pixels);
    return { width, height, pixels };
  }
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const value = meanAt(source, y * rowsPerPixel, x * columnsPerPixel);
      if (value === value) {
        pixels[y * width + x] = pixelOf(coloring, value);
      }
    }
  }
  return { width, height, pixels };
}

/** A ramp over a range of values. */
interface Coloring {
  readonly colors: Uint32Array;
  readonly low: number;
  /** Colours to a unit of value. */
  readonly scale: number;
}

function coloringOf(
  { pixels: colors }: Ramp,
  [low, high]: readonly [number, number]
): Coloring {
  return {
    colors,
    low,
    scale: high > low ? (colors.length - 1) / (high - low) : 0
  };
}

/** The pixel of a value that is a number. */
function pixelOf({ colors, low, scale }: Coloring, value: number): number {
  const last = colors.length - 1;
  const place = (value - low) * scale + 0.5;
  return colors[place > 0 ? (place < last ? Math.floor(place) : last) : 0];
}

/** One value a pixel, step after step as a trace lies in memory: pictures are drawn while one drags. */
function colorEach(
  { values, rows, columns, rowStride, columnStride, order, mask }: MatrixSource,
  coloring: Coloring,
  pixels: Uint32Array
): void {
  const offsets = Int32Array.from(
    { length: rows },
    (_, row) => (order ? order[row] : row) * rowStride
  );
  for (let column = 0; column < columns; column += 1) {
    if (mask && mask[column] === 0) {
      continue;
    }
    const start = column * columnStride;
    for (let row = 0; row < rows; row += 1) {
      const value = values[offsets[row] + start];
      if (value === value) {
        pixels[row * columns + column] = pixelOf(coloring, value);
      }
    }
  }
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
