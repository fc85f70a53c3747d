import { syncBuiltinESMExports } from 'node:module';
import v8 from 'node:v8';
import { setCheckContext } from '../../../exercises/check/context';
import { isLibraryStep } from '../../../exercises/check/libraryStep';
import { createAnswerer } from '../../core/check/answerer';
import { createAnswerLibrary } from '../../core/check/answerLibrary';
import * as library from '../../core/library/libraryWithoutCheck';
import type { ToAnswer } from '../../core/check/answerMessages';
import { errorFromWire } from '../../core/check/wireValue';
import { createEvaluator } from '../cells/evaluator';
import {
  NEVER_SETTLED,
  PIPES_CLOSED,
  INPUT,
  OUTPUT,
  createLines
} from './lines';
import { prepareQuietHost } from './quietHost';
import { usualRequests } from './usualRequests';

/** A process that is ready for an answer. */
export interface AnswerProcess {
  /** Does as it is asked until nobody asks any more. */
  serve(): Promise<void>;
  /**
   * Does what most answers are asked, for what V8 compiles with it; no answer comes after it.
   *
   * @throws Error where this process cannot do it, and so could run no answer
   */
  rehearse(): Promise<void>;
}

/**
 * Makes ready the process in which one student's answer runs: what it needs and the answer, and no
 * test and no expected value ever.
 */
export function prepareAnswers(): AnswerProcess {
  const given = createAnswerLibrary(library);
  prepareQuietHost(given.given);
  hideProgramText();
  // Reads the library's steps before an answer can change how texts are read.
  isLibraryStep(null);
  const lines = createLines(INPUT, OUTPUT);
  const answer = createAnswerer({
    evaluator: createEvaluator(process.cwd()),
    library: given,
    callBack(called) {
      lines.write(called);
      return lines.read() as Extract<ToAnswer, { ask: 'goOn' }>;
    }
  });
  // As it was before an answer ran.
  const exit = process.exit.bind(process);
  // Nothing is left to happen, and the answer still waits.
  process.on('beforeExit', () => exit(NEVER_SETTLED));
  const orEnd = <Value>(doing: () => Value): Value => {
    try {
      return doing();
    } catch {
      return exit(PIPES_CLOSED);
    }
  };
  const serve = async (): Promise<void> => {
    for (;;) {
      const request = orEnd(() => lines.read() as ToAnswer | null);
      if (request === null) {
        return exit(0);
      }
      if (request.ask === 'begin') {
        setCheckContext({ student: request.student });
      }
      const reply = answer(request);
      // What is there at once is written at once: no turn of the answer's comes before.
      const said = reply instanceof Promise ? await reply : reply;
      orEnd(() => lines.write(said));
      // Timers and stray promises of the answer get their turn.
      await new Promise(resolve => setImmediate(resolve));
    }
  };
  const rehearse = async (): Promise<void> => {
    for (const request of usualRequests()) {
      const reply = await answer(request);
      if ('error' in reply) {
        throw errorFromWire(reply.error);
      }
    }
  };
  return { serve, rehearse };
}

/**
 * Takes away by what V8 tells a program its own text, from which an answer would make itself a second
 * library: snapshots of memory, and flags that let it ask V8's own functions. Every import of a
 * module of Node gives this same object. Behind the wall Node itself refuses the rest: its inspector,
 * threads and bindings.
 */
function hideProgramText(): void {
  const refuse = (): never => {
    throw new Error(
      'Where an answer is checked or marked, V8 is left as it is.'
    );
  };
  v8.getHeapSnapshot = refuse;
  v8.setFlagsFromString = refuse;
  syncBuiltinESMExports();
}
