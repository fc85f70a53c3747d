import { requireText } from '../../engine/base/check';
import { described } from '../../engine/base/described';
import { options as reader, text } from '../../engine/base/options';
import { settle, type PassedCheck } from './report';

const read = reader('check.that', { passed: text.or('As asked for.') });

/**
 * Passes when the condition holds.
 *
 * @param message what the student reads when it does not
 * @throws CheckFailure with that message; TypeError when the condition is not true or false, or what is said no text
 */
export function checkThat(
  condition: boolean,
  message: string,
  options: { passed?: string } = {}
): PassedCheck {
  if (typeof condition !== 'boolean') {
    throw new TypeError(
      `check.that: the condition must be true or false, got ${described(condition)}`
    );
  }
  requireText('check.that', 'message', message);
  const { passed } = read(options);
  return settle(
    condition
      ? { status: 'passed', message: passed }
      : { status: 'notYet', message }
  );
}
