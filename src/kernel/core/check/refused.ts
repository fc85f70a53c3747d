/** A notebook cell that the compiler refused, in the words of a report. */
export class Refused extends Error {
  constructor(
    readonly ename: string,
    message: string,
    /** Line of the cell, from 0. */
    readonly line: number | undefined
  ) {
    super(message);
    this.name = ename;
  }
}
