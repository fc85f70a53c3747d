// Where an answer runs that may spoil its realm: what `prepareAnswers` makes of a process, in a thread.

import {
  receiveMessageOnPort,
  workerData,
  type MessagePort
} from 'node:worker_threads';
import { setCheckContext } from '../../src/exercises/check/context';
import { isLibraryStep } from '../../src/exercises/check/libraryStep';
import { createAnswerer } from '../../src/kernel/core/check/answerer';
import { createAnswerLibrary } from '../../src/kernel/core/check/answerLibrary';
import type {
  FromAnswer,
  ToAnswer
} from '../../src/kernel/core/check/answerMessages';
import * as library from '../../src/kernel/core/library/libraryWithoutCheck';
import { createEvaluator } from '../../src/kernel/node/cells/evaluator';
import {
  announceReply,
  waitForReply,
  type ReplySignal
} from '../../src/kernel/node/check/replySignal';
import { prepareQuietHost } from '../../src/kernel/node/marking/quietHost';

const { port, asked, replied } = workerData as {
  port: MessagePort;
  asked: ReplySignal;
  replied: ReplySignal;
};
const given = createAnswerLibrary(library);
prepareQuietHost(given.given);
isLibraryStep(null);

function read<Said>(): Said {
  waitForReply(asked);
  return receiveMessageOnPort(port)?.message as Said;
}
// As they were before an answer ran.
const { postMessage } = port;
const { apply } = Reflect;
function say(message: FromAnswer): void {
  apply(postMessage, port, [message]);
  announceReply(replied);
}
process.on('exit', () => announceReply(replied));

async function serve(): Promise<void> {
  const answer = createAnswerer({
    evaluator: createEvaluator(process.cwd()),
    library: given,
    callBack(called) {
      say(called);
      return read();
    }
  });
  for (;;) {
    const request = read<ToAnswer>();
    if (request.ask === 'begin') {
      setCheckContext({ student: request.student });
    }
    const reply = answer(request);
    say(reply instanceof Promise ? await reply : reply);
    // Timers and stray promises of the answer get their turn.
    await new Promise(resolve => setImmediate(resolve));
  }
}

void serve();
