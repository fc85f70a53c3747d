import { hasKernels } from '../engine/fused/loadKernels';
import type { Answer, Look, Request } from './messages';
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
  let id = 0;
  let isRunning = false;
  let isLooping = false;
  let catchUp = 0;
  let look: Look = { epoch: null, delay: 1, flipped: [], hold: null };
  post({ kind: 'ready', kernels: hasKernels() });

  function tell(): void {
    if (race) {
      post({ kind: 'looked', id, ...race.look(look) });
    }
  }

  function attempt(work: () => void): void {
    try {
      work();
    } catch (error) {
      isRunning = false;
      race = null;
      post({ kind: 'failed', id, message: wordsOf(error) });
    }
  }

  /** One epoch after the other, until there are enough or another race began. */
  async function loop(once = false): Promise<void> {
    if (isLooping) {
      return;
    }
    isLooping = true;
    while (race && (isRunning || once) && race.epoch < LAST_EPOCH) {
      const mine = race;
      const began = performance.now();
      try {
        const rows = await mine.learn();
        if (race === mine) {
          post({ kind: 'epoch', id, epoch: mine.epoch, rows });
          const isCatchingUp = mine.epoch < catchUp;
          if (look.epoch === null && !isCatchingUp) {
            tell();
          }
          const spent = performance.now() - began;
          await wait(isCatchingUp ? 0 : Math.max(4, PACE_MS - spent));
        }
      } catch (error) {
        if (race === mine) {
          isRunning = false;
          race = null;
          post({ kind: 'failed', id, message: wordsOf(error) });
        }
      }
      once = false;
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
        id = request.id;
        catchUp = request.catchUp;
        attempt(() => {
          race = createRace(request.state, request.rates);
          tell();
        });
        void loop();
        break;
      case 'run':
        isRunning = request.on;
        void loop(request.once);
        break;
      case 'look':
        look = request.look;
        attempt(tell);
        break;
    }
  };
}

const wordsOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);
