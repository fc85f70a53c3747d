/** What would do an exercise by itself was called, where its answer is to be written. */
export class Withheld extends Error {
  override readonly name = 'Withheld';
}

/** Whether an error says so; one from the process of an answer has lost its class. */
export function isWithheld(error: unknown): error is Error {
  return error instanceof Error && error.name === 'Withheld';
}
