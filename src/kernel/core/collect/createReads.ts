import { READING, TooLongToRead, withinTime } from '../cells/timeToRead';
import { machine } from '../machine';
import { unlessTooDeep } from './unlessTooDeep';

/** Texts of which is remembered what they say: some forty notebooks of sixty cells. */
const MOST_TEXTS = 2500;
/** A longer one is read again, in UTF-16 units: so all together stay small. */
const LONGEST_TEXT = 10_000;

/** Reads a text, or gives the other where it goes too deep or takes too long. */
export type Reads = <T>(read: () => T, otherwise: T) => T;

/** For texts that have one time together: what is left when that is over is not read. */
export function createReads(): Reads {
  const until = machine().processorTime() + READING * 1000;
  return (read, otherwise) => {
    const left = (until - machine().processorTime()) / 1000;
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

/**
 * A reading of texts that remembers of each what it says: a notebook is read once for each of its
 * exercises, and the cells that were handed out are the same with every student. What was not read, since
 * it goes too deep or takes too long, is not remembered.
 *
 * @param read says of a text what depends on it alone
 * @param otherwise what is said of a text that cannot be read
 */
export function rememberedReading<T>(
  read: (source: string) => T,
  otherwise: (source: string) => T
): (source: string, reads: Reads) => T {
  const known = new Map<string, T>();
  return (source, reads) => {
    const before = known.get(source);
    // The one that was asked for last goes last.
    if (before !== undefined) {
      known.delete(source);
      known.set(source, before);
      return before;
    }
    const unread = otherwise(source);
    const said = reads(() => read(source), unread);
    if (said !== unread && source.length <= LONGEST_TEXT) {
      known.set(source, said);
      if (known.size > MOST_TEXTS) {
        known.delete(known.keys().next().value as string);
      }
    }
    return said;
  };
}
