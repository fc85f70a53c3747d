import { readFileSync } from 'node:fs';
import { join } from 'node:path';
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
import { turnOffAsyncChecks } from './session/asyncChecks';
import { installConsole } from './session/console';
import { catchExit } from './session/exit';
import { createGuard } from './session/guard';
import { installLibrary } from './session/libraryModule';
import { printTimersShort } from './session/printTimersShort';
import { releaseMemory } from './session/releaseMemory';
import { createRoom } from './session/room';
import { createRunContext } from './session/runContext';
import { nodeMachine } from './session/nodeMachine';
import { loadTypeScriptModules } from './session/typescriptModules';

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
  const { setImmediate } = globalThis;
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
