import { hasKernels } from '../engine/kernels/loadKernels';
import { codeOf } from './code';
import {
  NO_LOOK,
  type WorkerAnswer,
  type WorkerRequest,
  type StartRequest
} from './messages';
import { BOUNDS } from './playState';
import { createRace, type Race } from './race';

const [, LAST_EPOCH] = BOUNDS.epoch;
/** So long an epoch takes at least: a picture that fills at once is not seen to fill. */
const PACE_MS = 90;
/** And of the first ones, in which most is learned, each so long. */
const FIRST = { epochs: 8, ms: 240 };

const wordsOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);

const wait = (ms: number): Promise<void> =>
  new Promise(resolve => setTimeout(resolve, ms));

/**
 * Trains and answers, in a worker or, an epoch at a time, beside the page.
 *
 * @param post is given every answer
 * @returns what takes the page's requests
 */
export function serve(
  post: (answer: WorkerAnswer) => void
): (request: WorkerRequest) => void {
  let race: Race | null = null;
  /** A race that is asked for, made once its caller has said all: a drag asks for many. */
  let wanted: StartRequest | null = null;
  let id = 0;
  let isRunning = false;
  let isOnce = false;
  let isLooping = false;
  let catchUp = 0;
  let serial = 0;
  let told = 0;
  let look = NO_LOOK;
  post({ kind: 'ready', kernels: hasKernels() });

  function tell(): void {
    if (race) {
      post({ kind: 'looked', id, serial, ...race.look(look) });
      told = performance.now();
    }
  }

  async function attempt(work: () => void | Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      isRunning = false;
      race = null;
      post({ kind: 'failed', id, message: wordsOf(error) });
    }
  }

  function make(): void {
    if (wanted) {
      ({ id, catchUp } = wanted);
      const { state, rates } = wanted;
      wanted = null;
      race = null;
      race = createRace(state, rates);
      tell();
    }
  }

  /** An epoch, and what is told of it. */
  async function learn(): Promise<void> {
    if (!race || wanted) {
      return;
    }
    const began = performance.now();
    const learning = race;
    const rows = await learning.learn();
    const { epoch } = learning;
    // Another one is asked for, or a look into this one has failed and was said.
    if (wanted || race !== learning) {
      return;
    }
    post({ kind: 'epoch', id, epoch, rows });
    const isCatchingUp = epoch < catchUp;
    // Of an epoch that is yet to be learned, the newest before it is looked at.
    if (
      (look.epoch === null || look.epoch >= epoch) &&
      (!isCatchingUp || performance.now() - told > PACE_MS)
    ) {
      tell();
    }
    const spent = performance.now() - began;
    const pace = epoch > FIRST.epochs ? PACE_MS : FIRST.ms;
    // Also a race that catches up lets the page speak between two epochs.
    await wait(isCatchingUp ? 0 : Math.max(4, pace - spent));
  }

  /** Also a race that stands still catches up with the one before it. */
  const learns = (): boolean =>
    race !== null &&
    race.epoch < LAST_EPOCH &&
    (isRunning || isOnce || race.epoch < catchUp);

  /** One epoch after the other, until there are enough. */
  async function loop(): Promise<void> {
    if (isLooping) {
      return;
    }
    isLooping = true;
    await wait(0);
    while (wanted || learns()) {
      await attempt(make);
      if (learns()) {
        isOnce = false;
        await attempt(learn);
      }
    }
    isLooping = false;
    if (race && race.epoch >= LAST_EPOCH) {
      isRunning = false;
      post({ kind: 'ended', id, epoch: race.epoch });
    }
  }

  return request => {
    switch (request.kind) {
      case 'start':
        wanted = request;
        void loop();
        break;
      case 'run':
        isRunning = request.on;
        isOnce = request.once === true;
        void loop();
        break;
      case 'stop':
        isRunning = false;
        catchUp = 0;
        if (wanted) {
          wanted = { ...wanted, catchUp: 0 };
        }
        break;
      case 'code':
        try {
          post({ kind: 'code', code: codeOf(request.language, request.plan) });
        } catch (error) {
          post({ kind: 'code', code: null, refusal: wordsOf(error) });
        }
        break;
      case 'look':
        ({ look, serial } = request);
        // What is looked at of a race that is about to be made is found by it.
        if (!wanted) {
          void attempt(tell);
        }
        break;
    }
  };
}
