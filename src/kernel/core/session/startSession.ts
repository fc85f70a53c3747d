import { setHost, type History as Training } from '../../../engine';
import { createConverter } from '../cells/converter';
import { createLateConverter } from '../cells/shippedCells';
import { READING, withinTime } from '../cells/timeToRead';
import { createRunner } from '../cells/runner';
import { setCommHost } from '../library/commHost';
import { setDisplayHost } from '../library/displayHost';
import * as library from '../library/library';
import type { SessionHost } from '../host';
import type { Header, Incoming, Json, ToSession } from '../messages';
import { createAnswers } from '../live/answers';
import { createPageLink } from '../live/pageLink';
import { createLines } from '../live/lines';
import { createLiveTraining } from '../live/liveTraining';
import { createTrainingLines } from '../live/trainingLine';
import { createRegistry } from '../live/registry';
import { createCellRecords } from '../report/cellRecords';
import { createComms } from '../run/comms';
import { complete } from './completion';
import { createDisplays } from '../live/displays';
import { reportError } from '../report/errorReport';
import { functionSource } from '../report/functionSource';
import { printAsDescribed } from './describedObjects';
import { createExecution } from './execution';
import { createHistory } from './history';
import { createIdleWork } from './idleWork';
import { createInput } from './input';
import { inspectCode } from './inspection';
import { interruptedAwaits } from './interrupted';
import { isComplete } from './isComplete';
import { addNewMethods } from './newMethods';
import { createPublisher } from '../run/publisher';
import { runThreads } from '../run/runThreads';
import type { CellRun } from '../run/run';
import { createStopPoints } from './stopPoints';
import { stackWords } from '../report/stackWords';
import { installTimers } from './timers';

/** How long an interrupted notebook cell has to answer by itself, in ms. */
const LAST_WORDS = 100;

/** What the machine may ask of a session. */
export interface Session {
  /** The compiler is there by now: cells are compiled ahead, so that the first of a reader need not wait. */
  warmUp(): void;
}

/** Starts the session's side of the kernel: notebook cells and all that they may use. */
export function startSession(host: SessionHost): Session {
  addNewMethods();
  const { setTimeout } = globalThis;
  const { context, guard } = host;
  const { post } = host.link;
  const publisher = createPublisher(post, host.room);
  const records = createCellRecords();
  const history = createHistory();
  const registry = createRegistry();
  const stopPoints = createStopPoints({
    ask() {
      const number = host.lastInterrupt?.() ?? 0;
      if (number > lastInterrupt) {
        interrupt(number);
      }
    },
    isStopped: () => runAtWork()?.interrupted ?? false
  });
  const runner = createRunner(host.evaluator, {
    ...interruptedAwaits(context, () => runAtWork()),
    turned: stopPoints.turned
  });
  const compiler = () =>
    guard.guarded(() =>
      createConverter(host.place, name => runner.scope.has(name))
    );
  const converter = host.lateCompiler
    ? createLateConverter(compiler, host.lateCompiler)
    : compiler();

  /** The run that something from the side belongs to, as well as can be told. */
  const runAtWork = (): CellRun | null =>
    context.current() ?? execution.running ?? execution.latest;

  const input = createInput(post, runAtWork);
  const displays = createDisplays({
    registry,
    publisher,
    runAtWork,
    ask: input.ask,
    raceShown: (race, run) => live.shown(race, run),
    limits: host.limits
  });
  const execution = createExecution({
    converter,
    runner,
    records,
    guard,
    context,
    publisher,
    history,
    displays
  });
  /** What a comm message from a front end is an answer to, if anything. */
  let commParent: Header | null = null;
  const comms = createComms({
    publish: (messageType, content, extra) =>
      publisher.send(
        commParent ?? runAtWork()?.parent ?? null,
        messageType,
        content,
        extra
      ),
    context,
    report: reportLate
  });
  const link = createPageLink({
    comms,
    registry,
    version: host.version,
    run: guard.exposed,
    answers: createAnswers({
      registry,
      scope: runner.scope,
      bind(name, type, value) {
        runner.scope.bind(name, value);
        converter.declare(`declare let ${name}: ${type};`);
      },
      checks: host.checks,
      followed: training => live.follow(training)
    })
  });
  const live = createLiveTraining({
    registry,
    displays,
    link,
    within: context.within
  });

  function reportLate(run: CellRun | null, error: unknown): void {
    const owner = run ?? runAtWork();
    if (owner === null || owner.interrupted) {
      return;
    }
    if (owner === execution.running) {
      owner.sideErrors.push(error);
    }
    publisher.publish(owner, 'error', { ...reportError(error, records) });
  }

  host.takeOutput((stream, text) => {
    const run = runAtWork();
    if (run !== null) {
      publisher.print(
        run,
        host.isMarking ? 'stdout' : stream,
        stackWords(text, records)
      );
    }
  });
  host.provideLibrary(library);
  printAsDescribed(library);
  setDisplayHost(displays);
  setCommHost(comms);
  Object.defineProperty(globalThis, 'prompt', {
    configurable: true,
    writable: true,
    value: library.prompt
  });
  const inLine = createTrainingLines(runAtWork);
  const threads = host.threads && runThreads(host.threads, runAtWork);
  setHost({
    now: () => performance.now(),
    pause: host.pause,
    interrupted: () => runAtWork()?.interrupted ?? false,
    fitStarted: (training, by) =>
      by === 'line'
        ? inLine(training as Training)
        : live.started(training as Training, context.current()),
    ...host.files,
    threads,
    showLine: createLines(displays),
    sourceOf: step => functionSource(records, step)
  });
  const timers = installTimers(context, reportLate);
  host.catchErrors((error, promise) =>
    reportLate(promise === null ? null : context.of(promise), error)
  );

  const idle = createIdleWork({
    guard,
    isBusy: () => execution.running !== null,
    warmUp: cell => converter.warmUp(cell),
    isLate: host.lateCompiler !== undefined,
    settled: host.settled,
    releaseMemory: host.releaseMemory
  });
  let lastInterrupt = 0;

  function answer(number: number, message: Incoming): void {
    const started = new Date().toISOString();
    const reply = (content: Json) => send(number, content, { started });
    const fail = (error: unknown) =>
      reply({ status: 'error', ...reportError(error, records) });
    try {
      if (message.header.msg_type === 'execute_request') {
        codeOf(message);
        host.forgetChangedModules();
        execution.execute(message, number, reply);
      } else {
        Promise.resolve(replyTo(message)).then(reply, fail);
      }
    } catch (error) {
      fail(error);
    }
  }

  function send(number: number, content: Json, metadata: Json): void {
    post({ type: 'reply', number, content, metadata });
    live.announceStale();
    idle.answered();
  }

  const inTime = <T>(read: () => T): T =>
    guard.guarded(() => withinTime(READING, read));

  function replyTo(message: Incoming): Json | Promise<Json> {
    const { header, content } = message;
    switch (header.msg_type) {
      case 'complete_request':
        return inTime(() =>
          complete(converter.cells, codeOf(message), cursorOf(content))
        );
      case 'inspect_request':
        return inTime(() =>
          inspectCode(converter.cells, codeOf(message), cursorOf(content))
        );
      case 'is_complete_request':
        return inTime(() => isComplete(codeOf(message)));
      case 'history_request':
        return history.reply(content);
      case 'comm_info_request':
        return comms.info(content.target_name);
      default:
        throw new Error(`no answer to ${header.msg_type}`);
    }
  }

  function interrupt(number: number): void {
    if (number > lastInterrupt) {
      stop();
      lastInterrupt = number;
    }
    // What was to answer may have ended together with the cell's code, now or at a later try.
    const run = execution.running;
    if (run?.interrupted) {
      setTimeout(() => execution.abandon(run), LAST_WORDS);
    }
  }

  function stop(): void {
    const run = execution.running;
    // Where code asks for interrupts itself, it may be a timer's of an earlier cell.
    const asking = context.current();
    if (asking !== null) {
      asking.interrupted = true;
    }
    link.failOpen('The kernel was interrupted.');
    if (run === null) {
      timers.clear();
      threads?.stop();
    } else {
      run.interrupted = true;
      timers.clear(run);
      [...run.onInterrupt].forEach(end => end());
    }
  }

  host.link.listen((message: ToSession) => {
    // Code that was cut short had no time to say that it is no longer at work.
    context.reset();
    stopPoints.renew();
    switch (message.type) {
      case 'request':
        idle.disturbed(message.message.header.msg_type === 'execute_request');
        answer(message.number, message.message);
        break;
      case 'comm':
        commParent = message.message.header;
        try {
          comms.receive(message.message);
        } finally {
          commParent = null;
        }
        break;
      case 'interrupt':
        interrupt(message.number);
        post({ type: 'interruptSeen', number: message.number });
        break;
      case 'answer':
        input.answered(message.number, message.value);
        break;
      case 'shutdown':
        host.exit();
    }
  });
  return { warmUp: idle.warmUp };
}

/** @throws TypeError when a request about code has none. */
function codeOf({ header, content }: Incoming): string {
  if (typeof content.code !== 'string') {
    throw new TypeError(
      `${header.msg_type}: code should be a string, got ${content.code === null ? 'null' : typeof content.code}`
    );
  }
  return content.code;
}

function cursorOf(content: Json): number {
  return typeof content.cursor_pos === 'number'
    ? content.cursor_pos
    : Array.from(String(content.code)).length;
}
