import type { WorkerAnswer, WorkerRequest } from './messages';

/** The place in which networks are trained. */
export interface Runner {
  ask(request: WorkerRequest): void;
  /** Whether it is a worker: an own cell's code runs in no other place. */
  readonly isWorker: boolean;
  /** Ends it at once, whatever it does: an own cell's step may never come back. */
  end(): void;
}

/**
 * Starts a worker, or, where there is none, trains beside the page an epoch at a time.
 *
 * The worker begins as a script of this page's, so that the page's policy holds in it: code of one's
 * own can fetch nothing.
 *
 * @param address of the worker's program
 * @param lost called with the reason when a worker that had begun has failed
 */
export async function startRunner(
  address: URL,
  take: (answer: WorkerAnswer) => void,
  lost: (why: string) => void
): Promise<Runner> {
  return (await inWorker(address, take, lost)) ?? besidePage(take);
}

function inWorker(
  address: URL,
  take: (answer: WorkerAnswer) => void,
  lost: (why: string) => void
): Promise<Runner | null> {
  return new Promise(resolve => {
    let worker: Worker;
    try {
      const first = new Blob([`import ${JSON.stringify(address.href)};`], {
        type: 'text/javascript'
      });
      worker = new Worker(URL.createObjectURL(first), { type: 'module' });
    } catch {
      resolve(null);
      return;
    }
    let hasBegun = false;
    worker.addEventListener('error', ({ message }) => {
      worker.terminate();
      if (hasBegun) {
        lost(message);
      }
      resolve(null);
    });
    worker.addEventListener(
      'message',
      ({ data }: MessageEvent<WorkerAnswer>) => {
        hasBegun = true;
        take(data);
        resolve({
          isWorker: true,
          ask: request => worker.postMessage(request),
          end: () => worker.terminate()
        });
      }
    );
  });
}

async function besidePage(
  take: (answer: WorkerAnswer) => void
): Promise<Runner> {
  const { serve } = await import('./serve');
  let isEnded = false;
  const handle = serve(answer => {
    if (!isEnded) {
      take(answer);
    }
  });
  return {
    isWorker: false,
    ask: handle,
    end() {
      handle({ kind: 'run', on: false });
      isEnded = true;
    }
  };
}
