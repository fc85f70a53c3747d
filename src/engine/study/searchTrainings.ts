import { host } from '../base/host';
import type { ThreadHost } from '../base/trainingThreads';
import { packTraining, takeTraining } from '../models/sentTraining';
import type { Sequential } from '../models/sequential';
import type { Optimizer } from '../training/optimizer';
import type { NetworkTraining, Pipeline } from './pipeline';
import type { Trained } from './searchAttempts';

/** The trainings of a search, one after the other or several at once: who asks sees no difference. */
export interface SearchTrainings {
  /**
   * What came of the next attempt, in their order.
   *
   * @throws what its training threw, when all before it are done
   */
  next(): Promise<Trained>;
  /** What is trained already and was not asked for, by the number of its attempt. */
  finished(): readonly (readonly [number, Trained])[];
  /** Milliseconds that were spent on it before it was asked for. */
  before(trained: Trained): number;
  /** How they were trained, where threads were asked for: `in 2 threads`. */
  readonly how: string | null;
  /** Whether threads were asked for and something was trained here all the same. */
  readonly stayed: boolean;
  end(): void;
}

/** One training: makes a pipeline and fits it, its network by who is named. */
export type Begin = (train: NetworkTraining) => Promise<Trained>;

const trainHere: NetworkTraining = (model, x, y, options) =>
  model.fit(x, y, options);

/**
 * @param threads how many were asked for
 * @param waited called again and again while there is nothing to hand out
 */
export function trainingsOf(
  attempts: readonly Begin[],
  threads: number | 'auto',
  waited: () => void
): SearchTrainings {
  const { threads: there } = host();
  if (threads === 1 || attempts.length < 2) {
    return oneByOne(attempts, null);
  }
  if (!there) {
    return oneByOne(attempts, 'where this runs there are no threads');
  }
  const { cores } = there;
  const count = threads === 'auto' ? cores - 1 : Math.min(threads, cores);
  return count > 1
    ? inThreads(attempts, Math.min(count, attempts.length), there, waited)
    : oneByOne(
        attempts,
        cores === 1
          ? 'this machine has one core'
          : `'auto' leaves one of this machine's ${cores} cores to the notebook`
      );
}

const byTurns = (why: string): string => `one after the other: ${why}`;

/** Each training begins when it is asked for. */
function oneByOne(
  attempts: readonly Begin[],
  why: string | null
): SearchTrainings {
  let at = 0;
  return {
    how: why === null ? null : byTurns(why),
    stayed: why !== null,
    before: () => 0,
    finished: () => [],
    next: () => attempts[at++](trainHere),
    end: () => undefined
  };
}

/** How many trainings wait for a thread, for each thread: none idles while a result is looked at. */
const AHEAD = 2;

/**
 * Networks are made here, in the order of the attempts, and trained in threads; results are handed
 * out in that order, too, so that progress, files and errors are those of one after the other.
 *
 * What cannot be sent is trained here, when its turn has come.
 */
function inThreads(
  attempts: readonly Begin[],
  count: number,
  there: ThreadHost,
  waited: () => void
): SearchTrainings {
  const threads = there.start(count);
  const users = new Map<Optimizer, Sequential>();
  const running: Promise<Trained>[] = [];
  const early = new Map<number, Trained>();
  /** Milliseconds that each took. */
  const elsewhere = new Map<Sequential, number>();
  const handed = { here: 0, elsewhere: 0 };
  let sent = 0;
  let why: string | null = null;

  /** Says when an attempt is the one that is asked for. */
  const turns = attempts.map(() => {
    let come = (): void => undefined;
    const whenCome = new Promise<void>(resolve => {
      come = resolve;
    });
    return { come, whenCome };
  });

  const train =
    (attempt: number): NetworkTraining =>
    async (model, x, y, options) => {
      const { optimizer } = model.compiled!;
      const packed =
        (users.get(optimizer) ?? model) === model
          ? packTraining(model, x, y, options)
          : { why: `the optimizer ${optimizer.name} belongs to two networks` };
      users.set(optimizer, model);
      if ('job' in packed) {
        sent++;
        const outcome = await threads.train(packed.job);
        if ('diverged' in outcome) {
          elsewhere.set(model, outcome.elapsed);
        }
        takeTraining(model, options, outcome);
        elsewhere.set(model, model.history!.elapsed);
        return;
      }
      why ??= packed.why;
      await turns[attempt].whenCome;
      await trainHere(model, x, y, options);
    };

  const millisecondsElsewhere = ({ network }: Pipeline): number | undefined =>
    network ? elsewhere.get(network) : undefined;

  function begin(attempt: number): Promise<Trained> {
    const job = attempts[attempt](train(attempt));
    // What it throws is heard when its turn has come.
    job.then(
      trained => early.set(attempt, trained),
      () => undefined
    );
    return job;
  }

  /** @throws SearchInterrupted when the user does not want to wait any longer */
  async function over(job: Promise<unknown>): Promise<void> {
    let isOver = false;
    const end = () => {
      isOver = true;
    };
    job.then(end, end);
    while (!isOver) {
      await threads.wait();
      waited();
      if (!isOver && host().interrupted()) {
        throw new SearchInterrupted();
      }
    }
  }

  return {
    get how() {
      if (sent === 0) {
        return why === null ? null : byTurns(why);
      }
      const { here } = handed;
      const rest = here === 0 ? '' : `, ${here} of them ${byTurns(why!)}`;
      return `in ${count} threads${rest}`;
    },
    get stayed() {
      return handed.here > 0;
    },
    before: ({ pipe }) => millisecondsElsewhere(pipe) ?? 0,
    finished: () => [...early],
    async next() {
      // A cell that swallowed its interrupt and searches again gets no threads any more.
      if (host().interrupted()) {
        throw new SearchInterrupted();
      }
      const attempt = handed.here + handed.elsewhere;
      const last = Math.min(attempts.length, attempt + AHEAD * count);
      while (running.length < last) {
        running.push(begin(running.length));
      }
      turns[attempt].come();
      await over(running[attempt]);
      const trained = await running[attempt];
      early.delete(attempt);
      if (millisecondsElsewhere(trained.pipe) !== undefined) {
        handed.elsewhere++;
      } else {
        handed.here++;
        why ??= 'only networks are trained in threads';
      }
      return trained;
    },
    end: () => threads.end()
  };
}

/** Thrown where trainings were still under way. */
export class SearchInterrupted extends Error {}
