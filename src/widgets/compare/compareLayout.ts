import { rowHeightFor } from '../gates/gatesLayout';

/** Where the columns of a comparison stand, in CSS pixels. */
export interface CompareLayout {
  /** One column beside the other, or one below the other. */
  readonly beside: boolean;
  /** Room for the letters, left of all columns (beside) or of each (below). */
  readonly gutter: number;
  readonly columnWidth: number;
  readonly gap: number;
  /** Heights, the same in every column so that they line up. */
  readonly lossHeight: number;
  readonly inputHeight: number;
  readonly mapHeight: number;
}

const LEAST_COLUMN = 280;
const GAP = 22;

/** Columns of at least 280 pixels; where they do not fit, one below the other. */
export function compareLayout(
  width: number,
  narrow: boolean,
  networks: number,
  units: number
): CompareLayout {
  const gutter = narrow ? 26 : 66;
  const room = (width - gutter - networks * GAP) / networks;
  const beside = room >= LEAST_COLUMN || networks === 1;
  const columnWidth = Math.floor(beside ? room : width - gutter);
  return {
    beside,
    gutter,
    columnWidth,
    gap: GAP,
    lossHeight: narrow ? 64 : 86,
    inputHeight: 40,
    mapHeight: Math.max(
      72,
      Math.min(144, rowHeightFor(units, narrow) * 1.3 * units)
    )
  };
}
