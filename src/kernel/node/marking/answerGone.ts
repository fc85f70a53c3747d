/** The answer's process has ended, or was ended. */
export class AnswerGone extends Error {
  override readonly name = 'AnswerGone';
}
