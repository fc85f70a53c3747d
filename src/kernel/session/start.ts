import type { Worker } from 'node:worker_threads';
import { createConverter } from '../cells/converter';
import { createRunner } from '../cells/runner';
import * as library from '../library';
import type { Incoming, Json, ToSession, ToWire } from '../link';
import { createCellRecords } from './cellRecords';
import { createComms } from './comms';
import { installConsole } from './console';
import { reportError } from './errorReport';
import { createExecution } from './execution';
import { createGuard } from './guard';
import { createHistory } from './history';
import { isComplete } from './isComplete';
import { installLibrary } from './libraryModule';
import { createPublisher } from './publisher';
import type { Run } from './run';
import { createRunContext } from './runContext';
import { installTimers } from './timers';

/** Starts the main thread's part of the kernel: notebook cells and all that they may use. */
export function startSession(wire: Worker, shared: Int32Array): void {
  const post = (message: ToWire) => wire.postMessage(message);
  const guard = createGuard(shared);
  const context = createRunContext();
  const publisher = createPublisher(post, shared);
  const records = createCellRecords();
  const history = createHistory();
  const runner = createRunner(process.cwd());
  const converter = guard.guarded(() =>
    createConverter(name => runner.scope.has(name))
  );
  const execution = createExecution({
    converter,
    runner,
    records,
    guard,
    context,
    publisher,
    history
  });

  /** The run that something from the side belongs to, as well as can be told. */
  const runAtWork = (): Run | null =>
    context.current() ?? execution.running ?? execution.latest;
  const comms = createComms((messageType, content, extra) =>
    publisher.publish(runAtWork(), messageType, content, extra)
  );

  function reportLate(run: Run | null, error: unknown): void {
    const owner = run ?? runAtWork();
    if (owner === null || owner.interrupted) {
      return;
    }
    if (owner === execution.running) {
      owner.sideErrors.push(error);
    }
    publisher.publish(owner, 'error', { ...reportError(error, records) });
  }

  installConsole((stream, text) => {
    const run = runAtWork();
    if (run !== null) {
      publisher.print(run, stream, text);
    }
  });
  installLibrary(library);
  const timers = installTimers(context, reportLate);
  process.on('uncaughtException', error => reportLate(null, error));
  process.on('unhandledRejection', (reason, promise) =>
    reportLate(context.of(promise), reason)
  );

  async function answer(number: number, message: Incoming): Promise<void> {
    let content: Json;
    try {
      content = await replyTo(message, number);
    } catch (error) {
      content = { status: 'error', ...reportError(error, records) };
    }
    post({ type: 'reply', number, content });
  }

  function replyTo(message: Incoming, number: number): Json | Promise<Json> {
    const { header, content } = message;
    switch (header.msg_type) {
      case 'execute_request':
        return execution.execute(message, number);
      case 'is_complete_request':
        return guard.guarded(() => isComplete(String(content.code)));
      case 'history_request':
        return history.reply(content);
      case 'comm_info_request':
        return comms.info(content.target_name);
      default:
        throw new Error(`no answer to ${header.msg_type}`);
    }
  }

  function interrupt(): void {
    const run = execution.running;
    context.reset();
    if (run === null) {
      timers.clear();
      return;
    }
    run.interrupted = true;
    timers.clear(run);
    [...run.onInterrupt].forEach(stop => stop());
  }

  wire.on('message', (message: ToSession) => {
    switch (message.type) {
      case 'request':
        void answer(message.number, message.message);
        break;
      case 'comm':
        comms.receive(message.message);
        break;
      case 'interrupt':
        post({ type: 'interruptSeen', number: message.number });
        interrupt();
        break;
      case 'shutdown':
        process.exit(0);
    }
  });
}
