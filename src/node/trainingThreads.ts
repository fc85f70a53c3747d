import { availableParallelism } from 'node:os';
import { clearTimeout, setTimeout } from 'node:timers';
import { Worker } from 'node:worker_threads';
import type {
  SentOutcome,
  SentTraining,
  ThreadHost,
  TrainingThreads
} from '../engine/base/trainingThreads';
import { threadCode } from './v8Settings';

/** Milliseconds that are waited at most before the next look at interrupts. */
const WAIT = 10;

/**
 * Worker threads that train networks, for the engine's host.
 *
 * @param program the file that each of them runs: a bundle of `trainingThread.ts`
 */
export function threadHost(
  program: string,
  cores = availableParallelism()
): ThreadHost {
  return {
    cores,
    start: count => startThreads(program, count)
  };
}

interface Waiting {
  readonly job: SentTraining;
  readonly resolve: (outcome: SentOutcome) => void;
  readonly reject: (error: Error) => void;
}

function startThreads(program: string, count: number): TrainingThreads {
  const idle: Worker[] = [];
  const all = new Set<Worker>();
  const busy = new Map<Worker, Waiting>();
  const queue: Waiting[] = [];
  let heard: () => void = () => undefined;
  let isOver = false;

  function started(): Worker {
    const worker = new Worker(program, {
      resourceLimits: { codeRangeSizeMb: threadCode },
      stdout: true,
      stderr: true
    });
    all.add(worker);
    worker.on('message', (outcome: SentOutcome) => {
      const { resolve } = busy.get(worker)!;
      busy.delete(worker);
      idle.push(worker);
      resolve(outcome);
      heard();
      next();
    });
    const gone = (why: string) => {
      all.delete(worker);
      const lost = busy.get(worker);
      busy.delete(worker);
      lost?.reject(new Error(`a thread that trained ended: ${why}`));
      next();
    };
    worker.on('error', error => gone(error.message));
    worker.on('exit', code => gone(`exit code ${code}`));
    return worker;
  }

  function next(): void {
    while (!isOver && queue.length > 0) {
      const worker = idle.pop() ?? (all.size < count ? started() : null);
      if (!worker) {
        return;
      }
      const waiting = queue.shift()!;
      busy.set(worker, waiting);
      worker.postMessage(waiting.job);
    }
  }

  return {
    train: job =>
      new Promise((resolve, reject) => {
        queue.push({ job, resolve, reject });
        next();
      }),
    // Not the timers of the notebook, which an interrupt clears.
    wait: () =>
      new Promise(resolve => {
        const timer = setTimeout(resolve, WAIT);
        heard = () => {
          clearTimeout(timer);
          resolve();
        };
      }),
    end() {
      isOver = true;
      queue.length = 0;
      busy.clear();
      idle.length = 0;
      for (const worker of all) {
        worker.removeAllListeners();
        void worker.terminate();
      }
      all.clear();
    }
  };
}
