import { hasKernels } from '../engine/fused/loadKernels';
import type { Answer, Look, Request, StartRequest } from './messages';
import { BOUNDS } from './playState';
import { createRace, type Race } from './race';

const [, LAST_EPOCH] = BOUNDS.epoch;
/** So long an epoch takes at least: a picture that fills at once is not seen to fill. */
const PACE_MS = 90;

const wait = (ms: number): Promise<void> =>
  new Promise(resolve => setTimeout(resolve, ms));

/**
 * Trains and answers, in a worker or, an epoch at a time, beside the page.
 *
 * @param post is given every answer
 * @returns what takes the page's requests
 */
export function serve(
  post: (answer: Answer) => void
): (request: Request) => void {
  let race: Race | null = null;
  /** A race that is asked for, made when whoever asks has said all: a drag asks for many. */
  let wanted: StartRequest | null = null;
  let id = 0;
  let isRunning = false;
  let isOnce = false;
  let isLooping = false;
  let catchUp = 0;
  let serial = 0;
  let told = 0;
  let look: Look = { epoch: null, delay: 1, flipped: [], hold: null };
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
      post({
        kind: 'failed',
        id,
        message: error instanceof Error ? error.message : String(error)
      });
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
    if (!race) {
      return;
    }
    const began = performance.now();
    const rows = await race.learn();
    const { epoch } = race;
    if (wanted) {
      return;
    }
    post({ kind: 'epoch', id, epoch, rows });
    const isCatchingUp = epoch < catchUp;
    if (
      look.epoch === null &&
      (!isCatchingUp || performance.now() - told > PACE_MS)
    ) {
      tell();
    }
    const spent = performance.now() - began;
    // Also a race that catches up lets the page speak between two epochs.
    await wait(isCatchingUp ? 0 : Math.max(4, PACE_MS - spent));
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
      case 'look':
        ({ look, serial } = request);
        // What is looked at of a race that is about to be made is told by it.
        if (!wanted) {
          void attempt(tell);
        }
        break;
    }
  };
}
