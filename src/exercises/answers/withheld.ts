/** What would do an exercise by itself was called, where its answer is to be written. */
export class Withheld extends Error {
  override readonly name = 'Withheld';
}

/** Whether an error says so; an answer's own does not, whatever its name. */
export function isWithheld(error: unknown): error is Withheld {
  return error instanceof Withheld;
}
