import type { TranspiledCell } from '../cells/converter';
import type { Withholding } from '../collect/withheldBy';
import type { WireValue, WireError } from './wireValue';

/** A compiled notebook cell as it is sent: what running it takes. */
export interface SentCell {
  /** Number under which stacks name it. */
  readonly number: number;
  readonly javascript: string;
  readonly references: readonly string[];
  readonly hasValue: boolean;
  readonly names: readonly string[];
  readonly hoisted: readonly string[];
  readonly modules: TranspiledCell['modules'];
}

/** What an answer is asked, where it runs. Each is answered by one `FromAnswer`. */
export type ToAnswer =
  | {
      readonly ask: 'begin';
      /** Whose answer it is: what is drawn for a student is drawn for this one. */
      readonly student?: string;
      /** What its exercise is to be done without. */
      readonly withheld: readonly Withholding[];
      /**
       * It is to compute steps of its own: while the answer is there, no cell of the library computes one,
       * whatever runs, so that nothing in its process can answer in its step's place.
       */
      readonly ownSteps: boolean;
      readonly needs: readonly SentCell[];
      /** The student's own cells that it uses; one that throws leaves what it has declared. */
      readonly before: readonly SentCell[];
      readonly answer: SentCell;
      readonly after: readonly SentCell[];
    }
  /** The value of a name of the answer's. */
  | { readonly ask: 'value'; readonly name: string }
  | {
      readonly ask: 'call';
      readonly id: number;
      readonly self: WireValue;
      readonly args: readonly WireValue[];
      readonly construct: boolean;
    }
  | { readonly ask: 'get'; readonly id: number; readonly key: string }
  /** The whole walk of a step function over a sequence. */
  | {
      readonly ask: 'walk';
      readonly id: number;
      /** Its steps are to be its own: asked of an answer that began with `ownSteps`. */
      readonly isOwn: boolean;
      readonly walk: WireValue;
    }
  /** The answer to a `callback`. */
  | { readonly ask: 'goOn'; readonly value: WireValue }
  | { readonly ask: 'goOn'; readonly error: WireError };

export type FromAnswer =
  | {
      readonly value: WireValue;
      /** It was a promise, kept by now. */
      readonly promised?: boolean;
      /** What it was given has other numbers now. */
      readonly changed?: boolean;
    }
  | { readonly error: WireError; readonly promised?: boolean }
  /** A function of the test's is called; the answer waits. */
  | { readonly callback: number; readonly args: readonly WireValue[] };

/** The answer's process has ended, or was ended. */
export class AnswerGone extends Error {
  // Its message says all that a student need know.
  override readonly name = '';
}

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
