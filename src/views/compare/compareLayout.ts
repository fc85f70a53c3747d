import { rowHeightFor } from '../run/rowHeight';

/** Where the columns of a comparison stand, in CSS pixels. */
export interface CompareLayout {
  /** One column beside the other, or one below the other. */
  readonly beside: boolean;
  /** Too narrow for whole sentences. */
  readonly tight: boolean;
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

/** From this width on networks stand side by side, as small multiples where there are many. */
const BESIDE_FROM = 600;
/** Below it two still do, where each has this much. */
const LEAST_COLUMN = 150;
/** Columns narrower than this have a short header and few words. */
const TIGHT_BELOW = 280;
/** Room for words before the columns, where the page is not narrow. */
export const GUTTER = 66;
const GAP = 22;
const TIGHT_GAP = 12;

/**
 * Side by side from about 600 pixels, whatever their number: what is compared must be on one screen.
 * On a narrower page one below the other where a column would be too thin. A step is a whole
 * number of pixels where that does not cost a twentieth of the width.
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
  }
): CompareLayout {
  const gutter = narrow ? 26 : GUTTER;
  const roomWith = (gap: number): number =>
    (width - gutter - networks * gap) / networks;
  const least = roomWith(GAP) < TIGHT_BELOW ? TIGHT_GAP : GAP;
  const room = roomWith(least);
  const beside = width >= BESIDE_FROM || room >= LEAST_COLUMN || networks === 1;
  const most = Math.floor(beside ? room : width - gutter);
  const whole = Math.max(1, Math.floor(most / steps + 1e-6)) * steps;
  const columnWidth = whole > most * 0.95 && whole <= most ? whole : most;
  const mapHeight = Math.max(
    72,
    Math.min(144, rowHeightFor(units, narrow) * 1.3 * units)
  );
  return {
    beside,
    tight: most < TIGHT_BELOW,
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
