/** Ends a cell that the user interrupted. */
export class Interrupted extends Error {
  constructor() {
    super('stopped by the user');
    this.name = 'Interrupted';
    // Where the kernel noticed says nothing about the cell.
    this.stack = `${this.name}: ${this.message}`;
  }
}
