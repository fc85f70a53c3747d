/** The answer's process has ended, or was ended. */
export class AnswerGone extends Error {
  // Its message says all that a student need know.
  override readonly name = '';
}
