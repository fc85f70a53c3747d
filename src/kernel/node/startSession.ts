import { readFileSync } from 'node:fs';
import { Session } from 'node:inspector';
import { join } from 'node:path';
import { inspect } from 'node:util';
import type { Worker } from 'node:worker_threads';
import { readDataFile, readUserFile, writeUserFile } from '../../node/files';
import { threadHost } from '../../node/trainingThreads';
import type { UserFiles } from '../core/host';
import { setMachine } from '../core/machine';
import type { ToSession } from '../core/messages';
import { startSession as startCore } from '../core/session/startSession';
import { createEvaluator } from './cells/evaluator';
import { nodePlace } from './cells/place';
import { createChecks } from './check/checkExercise';
import { installConsole } from './session/console';
import { createGuard } from './session/guard';
import { installLibrary } from './session/libraryModule';
import { createRoom } from './session/room';
import { createRunContext } from './session/runContext';
import { nodeMachine } from './session/nodeMachine';
import { loadTypeScriptModules } from './session/typescriptModules';

// Before notebook cells may put another in its place.
const { setImmediate } = globalThis;

/**
 * Starts the session on the main thread of a Node process.
 *
 * @param wire the thread with the sockets
 * @param shared the numbers that both threads see
 * @param settled called once, when some cells have run and nothing goes on
 */
export function startSession(
  wire: Worker,
  shared: Int32Array,
  settled: () => void = () => undefined
): void {
  turnOffAsyncChecks();
  setMachine(nodeMachine);
  printTimersShort();
  const exit = catchExit();
  const modules = loadTypeScriptModules();
  const { kernel } = JSON.parse(
    readFileSync(join(__dirname, 'versions.json'), 'utf8')
  ) as { kernel: string };
  const place = nodePlace(process.cwd());
  const guard = createGuard(shared);
  startCore({
    link: {
      post: message => wire.postMessage(message),
      listen: receive =>
        wire.on('message', (message: ToSession) => receive(message))
    },
    place,
    evaluator: createEvaluator(process.cwd()),
    guard,
    context: createRunContext(shared),
    room: createRoom(shared),
    files: {
      readData: readDataFile,
      readFile: readUserFile,
      writeFile: writeUserFile,
      ...keptTrainings(process.env.GATESCOPE_KEEP_TRAININGS)
    },
    threads: threadHost(join(__dirname, 'train.js')),
    limits: {
      outputBytes: limit('GATESCOPE_OUTPUT_BYTES'),
      notebookBytes: limit('GATESCOPE_NOTEBOOK_BYTES'),
      // What is written for pages, as the documentation is.
      keepsNetworks: process.env.GATESCOPE_KEEP_NETWORKS === '1'
    },
    version: kernel,
    // nbgrader gives no marks for a test during which a single word comes on stderr.
    isMarking: process.env.GATESCOPE_MARKING === '1',
    checks: createChecks(place, guard, {
      secondsEach: limit('GATESCOPE_CHECK_SECONDS')
    }),
    takeOutput: installConsole,
    provideLibrary: installLibrary,
    catchErrors(failed) {
      process.on('uncaughtException', error => failed(error, null));
      process.on('unhandledRejection', failed);
    },
    forgetChangedModules: () => modules.forgetChanged(),
    pause: () => new Promise(resolve => setImmediate(resolve)),
    releaseMemory,
    settled,
    exit: () => exit(0)
  });
}

/** Where trainings are made that ship, they are kept in this folder. */
const keptTrainings = (
  folder: string | undefined
): Pick<UserFiles, 'keepTrainings'> =>
  folder
    ? {
        keepTrainings: (name, file) =>
          writeUserFile(`${folder}/trained-${name}.safetensors`, file)
      }
    : {};

/** A number above 0 that the surroundings set; undefined for the usual one. */
function limit(name: string): number | undefined {
  const given = Number(process.env[name]);
  return Number.isFinite(given) && given > 0 ? given : undefined;
}

/** What `process.exit` throws: the cell ends, the kernel does not. */
class ExitCalled extends Error {
  constructor(code: unknown) {
    super(
      `process.exit(${code === undefined ? '' : String(code)}) ends the notebook cell only; restart the kernel to start afresh`
    );
    this.name = 'ExitCalled';
  }
}

/** Gives the real `process.exit` to the kernel and another to notebook cells. */
function catchExit(): (code: number) => never {
  const exit = process.exit.bind(process);
  process.exit = ((code?: number) => {
    throw new ExitCalled(code);
  }) as typeof process.exit;
  return exit;
}

/** Node's timers print a dozen fields of its own. */
function printTimersShort(): void {
  const timer = setTimeout(() => undefined);
  clearTimeout(timer);
  Object.defineProperty(Object.getPrototypeOf(timer), inspect.custom, {
    configurable: true,
    writable: true,
    value(this: { _idleTimeout: number; _repeat: number | null }) {
      const name = this._repeat === null ? 'Timeout' : 'Interval';
      return `${name} (${this._idleTimeout < 0 ? 'over' : `${this._idleTimeout} ms`})`;
    }
  });
}

/** Gives back what V8 keeps for later, above all the young generation that grew while loading. */
function releaseMemory(): void {
  try {
    const session = new Session();
    session.connect();
    session.post('HeapProfiler.collectGarbage', () => {
      // To disconnect inside the answer would end the thread.
      setImmediate(() => session.disconnect());
    });
  } catch {
    // A Node without an inspector, or one that forbids it, keeps its memory.
  }
}

interface AsyncWrap {
  readonly async_hook_fields: Uint32Array;
  readonly constants: { readonly kCheck: number };
}

/**
 * Turns off Node's checks of its own bookkeeping of asynchronous work. With them an interrupt that
 * cuts a timer's callback short ends the process. The launcher passes the flag for this,
 * `--no-force-async-hooks-checks`; here the kernel does without the launcher.
 */
function turnOffAsyncChecks(): void {
  if (process.execArgv.includes('--no-force-async-hooks-checks')) {
    return;
  }
  const { binding, noDeprecation } = process as unknown as {
    binding?: (name: string) => AsyncWrap;
    noDeprecation?: boolean;
  };
  process.noDeprecation = true;
  try {
    const wrap = binding?.call(process, 'async_wrap');
    if (wrap !== undefined) {
      wrap.async_hook_fields[wrap.constants.kCheck] = 0;
    }
  } catch {
    // A Node without this door: the launcher's flag is the way.
  } finally {
    process.noDeprecation = noDeprecation ?? false;
  }
}
