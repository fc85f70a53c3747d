import { unwritten } from '../metadata/studentVersion';

/**
 * What is said where an answer has stopped at the line that stands for what nobody has written yet: what
 * to do, without the name of an error. Null for every other error.
 */
export const unwrittenWords = (message: string): string | null =>
  message.includes(unwritten)
    ? `${unwritten} Write your own lines in its place.`
    : null;
