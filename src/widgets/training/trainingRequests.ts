import type { History } from '../../trace';
import type { ViewContext } from '../context';
import type { Frame } from '../base/frame';
import { undoWords } from '../base/undoWords';
import type { UsedWeights } from './usedWeights';

/** What the view asks of the kernel that trains. */
export interface TrainingRequests {
  stop(): void;
  /** Whether the reader has stopped it, and it has not ended yet. */
  isStopping(history: History): boolean;
  resume(more?: { epochs?: number; batches?: number }): void;
  /** Gives the network the weights of an epoch (from 0). */
  useEpoch(epoch: number): void;
  /** One step along all that its weights have been, where that can be done now. */
  walk(way: 'undo' | 'redo'): void;
  /** A saved picture of a running fit is of the past: asks where it is now. */
  attach(): void;
  dispose(): void;
}

export function trainingRequests(
  id: string,
  frame: Frame,
  used: UsedWeights,
  { link, translate }: ViewContext,
  /** Draws a history, or without one the last again. */
  take: (history?: History) => void
): TrainingRequests {
  let stopping = false;
  const now = async (): Promise<History> =>
    (await link.request('history', { id })).history;
  /** Asks, and says why it could not be done. */
  const ask = (request: () => Promise<unknown>): void => {
    request().then(
      () => undefined,
      (reason: unknown) =>
        frame.warn(reason instanceof Error ? reason.message : String(reason))
    );
  };
  const useEpoch: TrainingRequests['useEpoch'] = epoch =>
    ask(async () => {
      const { code } = await link.request('useEpoch', { id, epoch });
      used.setCode(code);
      const history = await now();
      take(history);
      frame.announce(used.words(history));
    });
  return {
    useEpoch,
    walk(way) {
      if (frame.status.state !== 'live') {
        return;
      }
      ask(async () => {
        const { moved } = await link.request('walkWeights', { id, way });
        const history = await now();
        take(history);
        frame.announce(
          moved ? used.words(history) : undoWords(way, null, translate)
        );
      });
    },
    stop() {
      // A busy machine may take its time; the press is answered at once.
      stopping = true;
      take();
      ask(() =>
        link.request('stop', { id }).catch((reason: unknown) => {
          stopping = false;
          take();
          throw reason;
        })
      );
    },
    isStopping({ status }) {
      stopping &&= status === 'running';
      return stopping;
    },
    resume: (more = {}) => ask(() => link.request('resume', { id, ...more })),
    attach() {
      if (frame.status.state === 'live') {
        now().then(take, () => undefined);
      }
    },
    dispose: link.onEvent('history', event => {
      if (event.id === id) {
        take(event.history);
      }
    })
  };
}
