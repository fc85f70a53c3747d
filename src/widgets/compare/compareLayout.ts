import { floorPixels } from '../base/heatmap';
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
  /** Between the map as it was and the map after an edit. */
  readonly pairGap: number;
}

const LEAST_COLUMN = 280;
const GAP = 22;

/**
 * Columns of at least 280 pixels; where they do not fit, one below the other. A step is a whole
 * number of device pixels where that does not cost a twentieth of the width.
 */
export function compareLayout(
  width: number,
  narrow: boolean,
  networks: number,
  {
    units,
    steps,
    pairs
  }: {
    readonly units: number;
    readonly steps: number;
    /** Each map stands twice: as it was and as it is after an edit. */
    readonly pairs: boolean;
  },
  ratio = devicePixelRatio
): CompareLayout {
  const gutter = narrow ? 26 : 66;
  const room = (width - gutter - networks * GAP) / networks;
  const beside = room >= LEAST_COLUMN || networks === 1;
  const most = Math.floor(beside ? room : width - gutter);
  const whole = floorPixels(most / steps, ratio) * steps;
  const columnWidth = whole > most * 0.95 && whole <= most ? whole : most;
  const mapHeight = Math.max(
    72,
    Math.min(144, rowHeightFor(units, narrow) * 1.3 * units)
  );
  return {
    beside,
    gutter,
    columnWidth,
    // What the columns leave goes between them.
    gap: beside ? Math.floor((width - gutter) / networks - columnWidth) : GAP,
    lossHeight: narrow ? 64 : 86,
    inputHeight: 40,
    mapHeight: pairs ? Math.max(60, Math.round(mapHeight * 0.7)) : mapHeight,
    pairGap: 5
  };
}
