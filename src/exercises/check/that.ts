import { described } from '../../engine/base/described';
import { settle, type PassedCheck } from './report';

/**
 * Passes when the condition holds.
 *
 * @param message what the student reads when it does not
 * @throws CheckFailure with that message; TypeError when the condition is not true or false
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
  return settle(
    condition
      ? { status: 'passed', message: options.passed ?? 'As asked for.' }
      : { status: 'notYet', message }
  );
}
