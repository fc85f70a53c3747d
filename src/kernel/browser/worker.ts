import { readShipped, type LateCompiler } from '../core/cells/shippedCells';
import { setMachine } from '../core/machine';
import type { ToSession } from '../core/messages';
import { startSession } from '../core/session/startSession';
import { createChecks } from './checks';
import { compilerFiles } from './compilerFiles';
import { installConsole } from './console';
import { createEvaluator } from './evaluator';
import { pageMachine } from './machine';
import type { FromWorker, Start, ToWorker } from './messages';
import { createInterruptWatch, type InterruptWatch } from './interruptWatch';
import { createNextTurn } from './nextTurn';
import { pagePlace } from './place';
import { createRunContext } from './runContext';
import { tellStacksAsV8 } from './stacks';
import { createAskedFiles, createDataFiles } from './userFiles';

const { postMessage, close } = globalThis as unknown as {
  postMessage(message: FromWorker): void;
  close(): void;
};
const nextTurn = createNextTurn();
const pause = () => new Promise<void>(resolve => nextTurn(resolve));

tellStacksAsV8();

/** What came before the session listens. */
const early: ToSession[] = [];
let watch: InterruptWatch | null = null;
let warmUp: () => void = () => undefined;
const userFiles = createAskedFiles(postMessage);
let receive: (message: ToSession) => void = message => early.push(message);

/** What the notebook's cells compile to; what cannot be read is left to the compiler. */
async function shippedOf(
  address: string,
  version: string
): Promise<LateCompiler['shipped']> {
  try {
    const answer = await fetch(address);
    return readShipped(await answer.text(), version);
  } catch {
    return new Map();
  }
}

async function beSession({
  assets,
  version,
  watch: given,
  shipped
}: Start): Promise<void> {
  setMachine(pageMachine);
  watch = createInterruptWatch(given);
  const compiler = compilerFiles(assets);
  const place = pagePlace(compiler.declarations);
  const late =
    shipped === undefined
      ? undefined
      : { shipped: await shippedOf(shipped, version), load: compiler.load };
  if (late === undefined) {
    await compiler.load();
  }
  const modules = new Map<string, unknown>();
  const session = startSession({
    link: {
      post: postMessage,
      listen(take) {
        receive = take;
        early.splice(0).forEach(take);
      }
    },
    place,
    ...(late && { lateCompiler: late }),
    evaluator: createEvaluator(modules),
    // Nothing cuts code of a page short.
    guard: {
      guarded: work => work(),
      exposed: <T>(work: () => T) =>
        new Promise<Awaited<T>>((resolve, reject) => {
          nextTurn(() => {
            try {
              resolve(work() as Awaited<T>);
            } catch (error) {
              reject(error);
            }
          });
        })
    },
    context: createRunContext(),
    // Nor can a page's worker wait for its page; what one cell may print and show is bounded.
    lastInterrupt: watch.last,
    room: {
      printing: () => undefined,
      sending: () => undefined,
      wait: () => undefined
    },
    files: { ...createDataFiles(assets), ...userFiles.files },
    limits: {},
    version,
    isMarking: false,
    checks: createChecks({
      script: new URL('check.js', self.location.href).href,
      assets,
      place,
      ready: compiler.load
    }),
    takeOutput: installConsole,
    provideLibrary: given => modules.set('gatescope', given),
    catchErrors(failed) {
      self.addEventListener('error', event => {
        event.preventDefault();
        failed(event.error ?? event.message, null);
      });
      self.addEventListener('unhandledrejection', event => {
        event.preventDefault();
        failed(event.reason, event.promise);
      });
    },
    forgetChangedModules: () => undefined,
    pause,
    releaseMemory: () => undefined,
    settled: () => undefined,
    exit: close
  });
  warmUp = () =>
    // The caller of a cell or a check hears of a failure.
    void compiler.load().then(session.warmUp, () => undefined);
  postMessage({ type: 'ready' });
}

self.addEventListener('message', ({ data }: MessageEvent<ToWorker>) => {
  if (data.type === 'session') {
    beSession(data).catch((error: unknown) =>
      // The page hears of what no promise catches.
      setTimeout(() => {
        throw error;
      })
    );
  } else if (data.type === 'warmUp') {
    warmUp();
  } else if (data.type === 'fileAnswer') {
    userFiles.answered(data);
  } else {
    watch?.listened();
    receive(data);
  }
});
