// Marks one answer after the other, each of which marking gives a process: a line of JSON comes in,
// `{ job, apart }`, and its mark goes out as one. An answer runs in the realm of its tests or, `apart`, in
// a thread with a realm of its own that it may spoil. Either is without a wall: what exits, waits without
// end or reaches out is tried by the command.

import { createRequire } from 'node:module';
import { join } from 'node:path';
import {
  MessageChannel,
  receiveMessageOnPort,
  Worker
} from 'node:worker_threads';
import { setRefusal } from '../../src/engine/base/refusal';
import { isLibraryStep } from '../../src/exercises/check/libraryStep';
import { createEvaluator } from '../../src/kernel/browser/evaluator';
import {
  createAnswerer,
  type Answerer
} from '../../src/kernel/core/check/answerer';
import { createAnswerLibrary } from '../../src/kernel/core/check/answerLibrary';
import type { FromAnswer } from '../../src/kernel/core/check/answerMessages';
import type { SendToAnswer } from '../../src/kernel/core/check/judgeAnswer';
import * as library from '../../src/kernel/core/library/library';
import {
  announceReply,
  createReplySignal
} from '../../src/kernel/node/check/replySignal';
import { judge } from '../../src/kernel/node/marking/judge';
import { createLines } from '../../src/kernel/node/marking/lines';
import type { MarkJob } from '../../src/kernel/node/marking/messages';
import { prepareQuietHost } from '../../src/kernel/node/marking/quietHost';

/** An answer that says nothing for so long, in ms, never will: it wants a process. */
const SILENT = 120_000;

interface Transport {
  readonly pass: SendToAnswer;
  /** Ends what it has started; gives why an answer could not be tried here. */
  end(): Promise<string | undefined>;
}

function besideTheTests(): Transport {
  const given = createAnswerLibrary(library);
  const require = createRequire(__filename);
  const evaluator = createEvaluator(
    Object.assign(new Map<string, unknown>(), {
      has: () => true,
      get: (id: string): unknown =>
        id === 'gatescope' ? given.given : require(id)
    })
  );
  let answer: Answerer | null = null;
  const told = (reply: FromAnswer): FromAnswer => {
    // The tests' own references compute steps here, too.
    setRefusal(undefined);
    return reply;
  };
  return {
    pass(line, fresh, callBack) {
      if (answer === null || fresh) {
        answer = createAnswerer({ evaluator, library: given, callBack });
      }
      const reply = answer(line);
      return reply instanceof Promise ? reply.then(told) : told(reply);
    },
    end: () => Promise.resolve(undefined)
  };
}

function inThreads(): Transport {
  const ended: Promise<unknown>[] = [];
  let fault: string | undefined;
  let thread: ReturnType<typeof start> | null = null;
  function start() {
    const { port1: port, port2 } = new MessageChannel();
    const [asked, replied] = [createReplySignal(), createReplySignal()];
    const worker = new Worker(join(__dirname, 'answerThread.js'), {
      workerData: { port: port2, asked, replied },
      transferList: [port2],
      stdout: true,
      stderr: true
    });
    return { worker, port, asked, replied };
  }
  function drop() {
    if (thread !== null) {
      ended.push(thread.worker.terminate());
      thread.port.close();
      thread = null;
    }
  }
  return {
    pass(line, fresh) {
      if (fresh) {
        drop();
      }
      thread ??= start();
      const { port, asked, replied } = thread;
      port.postMessage(line);
      announceReply(asked);
      Atomics.wait(replied, 0, 0, SILENT);
      Atomics.store(replied, 0, 0);
      const reply = receiveMessageOnPort(port)?.message as
        FromAnswer | undefined;
      if (reply === undefined) {
        fault = 'the answer ended its thread, or went silent';
        throw new Error(fault);
      }
      return reply;
    },
    async end() {
      drop();
      await Promise.all(ended);
      return fault;
    }
  };
}

async function mark({
  job,
  apart
}: {
  readonly job: MarkJob;
  readonly apart: boolean;
}): Promise<object> {
  const { pass, end } = apart ? inThreads() : besideTheTests();
  const found = await judge(job, pass);
  const fault = await end();
  return fault === undefined ? found : { fault };
}

async function markEach(): Promise<void> {
  const lines = createLines(0, 1);
  prepareQuietHost(library);
  // Reads the library's steps before an answer can change how texts are read.
  isLibraryStep(null);
  Error.stackTraceLimit = Infinity;
  for (const name of ['log', 'info', 'warn', 'error', 'debug'] as const) {
    console[name] = () => undefined;
  }
  for (;;) {
    const asked = lines.read() as Parameters<typeof mark>[0] | null;
    if (asked === null) {
      process.exit(0);
    }
    lines.write(
      await mark(asked).catch((error: Error) => ({ fault: error.stack }))
    );
  }
}

void markEach();
