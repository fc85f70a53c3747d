import type { Ramp } from './ramp';

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
  /** How many neighbors one pixel is the mean of. */
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

/** Colors a matrix. NaN and padding are transparent; values outside the range take its ends. */
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
  } else {
    colorMeans(source, coloring, pixels);
  }
  return { width, height, pixels };
}

/** A ramp over a range of values. */
interface Coloring {
  readonly colors: Uint32Array;
  readonly low: number;
  /** Colors to a unit of value. */
  readonly scale: number;
}

function coloringOf(
  { pixels: colors }: Ramp,
  [low, high]: readonly [number, number]
): Coloring {
  return {
    colors,
    low,
    // By halves: the whole span of a run that diverges may be infinite.
    scale: high > low ? (colors.length - 1) / (high / 2 - low / 2) : 0
  };
}

/** The pixel of a value that is a number. */
function pixelOf({ colors, low, scale }: Coloring, value: number): number {
  const last = colors.length - 1;
  const place = (value / 2 - low / 2) * scale + 0.5;
  return colors[place > 0 ? (place < last ? Math.floor(place) : last) : 0];
}

/** Where each row that is drawn begins in the values, from the top. */
function rowOffsets({ rows, rowStride, order }: MatrixSource): Int32Array {
  const offsets = new Int32Array(rows);
  for (let row = 0; row < rows; row += 1) {
    offsets[row] = (order ? order[row] : row) * rowStride;
  }
  return offsets;
}

/** One value a pixel, step after step as a trace lies in memory: pictures are drawn while one drags. */
function colorEach(
  source: MatrixSource,
  coloring: Coloring,
  pixels: Uint32Array
): void {
  const { values, rows, columns, columnStride, mask } = source;
  const offsets = rowOffsets(source);
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

/** The mean of a block of values a pixel; where a block has none, nothing. */
function colorMeans(
  source: MatrixSource,
  coloring: Coloring,
  pixels: Uint32Array
): void {
  const { values, rows, columns, columnStride, mask } = source;
  const { rowsPerPixel = 1, columnsPerPixel = 1 } = source;
  // Shares of the block are added: its sum may be infinite where its mean is not.
  const block = rowsPerPixel * columnsPerPixel;
  const offsets = rowOffsets(source);
  const width = Math.ceil(columns / columnsPerPixel);
  const height = Math.ceil(rows / rowsPerPixel);
  const places = Int32Array.from(offsets, (_, row) =>
    Math.floor(row / rowsPerPixel)
  );
  const sums = new Float64Array(height);
  const counts = new Int32Array(height);
  for (let x = 0; x < width; x += 1) {
    sums.fill(0);
    counts.fill(0);
    const end = Math.min((x + 1) * columnsPerPixel, columns);
    for (let column = x * columnsPerPixel; column < end; column += 1) {
      if (mask && mask[column] === 0) {
        continue;
      }
      const start = column * columnStride;
      for (let row = 0; row < rows; row += 1) {
        const value = values[offsets[row] + start];
        if (value === value) {
          sums[places[row]] += value / block;
          counts[places[row]] += 1;
        }
      }
    }
    for (let y = 0; y < height; y += 1) {
      const mean = (sums[y] / counts[y]) * block;
      if (mean === mean) {
        pixels[y * width + x] = pixelOf(coloring, mean);
      }
    }
  }
}
