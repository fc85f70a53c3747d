import * as ts from 'typescript';
import { machine } from '../machine';

/** The compiler has read longer than it may. It stopped in the midst of something, and is used no more. */
export class TooLongToRead extends Error {
  override readonly name = 'TooLongToRead';

  constructor() {
    super(
      'The compiler takes too long to read this. Are its types without end, or nested very deep?'
    );
  }
}

/**
 * How long a notebook cell may be read, in s of the processor: many times what a slow machine takes for it,
 * and the same on one that is busy with other things.
 */
export const READING = 10;

/** What is read is ended after so many times as long by the clock, where nothing but the clock can end it. */
const BY_THE_CLOCK = 4;

/** How many types it makes between two looks at the clock. */
const BETWEEN = 128;

let deadline = Infinity;
let made = 0;

/** What a checker makes its types with, which the compiler keeps to itself. */
interface Allocator {
  getTypeConstructor(): new (
    checker: ts.TypeChecker,
    flags: ts.TypeFlags
  ) => object;
}

let isCounting = false;

/**
 * Has the checkers of this thread look at the clock as they make types; called before the first.
 *
 * The compiler bounds the types of a statement and of how deep one nests, not those of a whole text; its
 * own way to cancel it looks only where a function or a class begins. Types without end are ended here on
 * each machine; what makes none, such as a text that is read twice at each depth, where the machine can.
 */
export function countTypes(): void {
  if (isCounting) {
    return;
  }
  isCounting = true;
  const { objectAllocator } = ts as unknown as { objectAllocator: Allocator };
  class TimedType extends objectAllocator.getTypeConstructor() {
    constructor(checker: ts.TypeChecker, flags: ts.TypeFlags) {
      super(checker, flags);
      if (++made % BETWEEN === 0 && machine().processorTime() > deadline) {
        throw new TooLongToRead();
      }
    }
  }
  objectAllocator.getTypeConstructor = () => TimedType;
}

/**
 * Lets the compiler read no longer than this, in s of the processor.
 *
 * @throws TooLongToRead
 */
export function withinTime<T>(seconds: number, read: () => T): T {
  const outer = deadline;
  const now = machine().processorTime();
  deadline = Math.min(outer, now + seconds * 1000);
  try {
    const done = machine().endAfter((deadline - now) * BY_THE_CLOCK, read);
    if (done === null) {
      throw new TooLongToRead();
    }
    return done.value;
  } finally {
    deadline = outer;
  }
}
