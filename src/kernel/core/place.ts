/** A place in the source of a notebook cell; both count from 0. */
export interface Place {
  readonly line: number;
  readonly column: number;
}
