/** A part of a line of code, from `start` to before `end`. */
export interface CodeRange {
  readonly start: number;
  readonly end: number;
}
