/** A place in the source of a notebook cell; both count from 0. */
export interface CellPlace {
  readonly line: number;
  readonly column: number;
}
