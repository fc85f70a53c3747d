/** What `process.exit` throws: the cell ends, the kernel does not. */
export class ExitCalled extends Error {
  constructor(code: unknown) {
    super(
      `process.exit(${code === undefined ? '' : String(code)}) ends the notebook cell only; restart the kernel to start afresh`
    );
    this.name = 'ExitCalled';
  }
}

/** Gives the real `process.exit` to the kernel and another to notebook cells. */
export function catchExit(): (code: number) => never {
  const exit = process.exit.bind(process);
  process.exit = ((code?: number) => {
    throw new ExitCalled(code);
  }) as typeof process.exit;
  return exit;
}
