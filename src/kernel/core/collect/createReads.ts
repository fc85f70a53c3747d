import { READING, TooLongToRead, withinTime } from '../cells/timeToRead';
import { unlessTooDeep } from './unlessTooDeep';

/** Reads a text, or gives the other where it goes too deep or takes too long. */
export type Reads = <T>(read: () => T, otherwise: T) => T;

/** For texts that have one time together: what is left when that is over is not read. */
export function createReads(): Reads {
  const until = performance.now() + READING * 1000;
  return (read, otherwise) => {
    const left = (until - performance.now()) / 1000;
    if (left <= 0) {
      return otherwise;
    }
    try {
      return withinTime(left, () => unlessTooDeep(read, otherwise));
    } catch (error) {
      if (error instanceof TooLongToRead) {
        return otherwise;
      }
      throw error;
    }
  };
}
