import { AnswerGone } from './answerGone';
import type { FromAnswer } from './answerMessages';

/**
 * What an answer's process says, of which anything may be a student's: whatever carries it hands the line
 * on, and reads nothing in it.
 *
 * @throws AnswerGone where it is no message
 */
export function readReply(line: string): FromAnswer {
  const said = parsed(line);
  if (typeof said !== 'object' || said === null) {
    throw new AnswerGone('The answer says what is no value.');
  }
  return said as FromAnswer;
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
