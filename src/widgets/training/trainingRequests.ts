import type { History } from '../../trace';
import type { ViewContext } from '../context';
import type { Frame } from '../base/frame';
import { undoWords } from '../base/undo';
import { runRequests, type RunRequests } from './runRequests';
import type { UsedWeights } from './usedWeights';

/** What the view asks of the kernel that trains. */
export interface TrainingRequests extends RunRequests<'history'> {
  /** Gives the network the weights of an epoch (from 0). */
  useEpoch(epoch: number): void;
  /** One step along all that its weights have been, where that can be done now. */
  walk(way: 'undo' | 'redo'): void;
}

export function trainingRequests(
  id: string,
  frame: Frame,
  used: UsedWeights,
  context: ViewContext,
  /** Draws a history, or without one the last again. */
  take: (history?: History) => void
): TrainingRequests {
  const { link, translate } = context;
  const run = runRequests(frame, context, { id, kind: 'history', take });
  return {
    ...run,
    useEpoch: epoch =>
      run.ask(async () => {
        const { code } = await link.request('useEpoch', { id, epoch });
        used.setCode(code);
        const history = await run.now();
        take(history);
        frame.announce(used.words(history));
      }),
    walk(way) {
      if (frame.status.state !== 'live') {
        return;
      }
      run.ask(async () => {
        const { moved } = await link.request('walkWeights', { id, way });
        const history = await run.now();
        take(history);
        frame.announce(
          moved ? used.words(history) : undoWords(way, null, translate)
        );
      });
    }
  };
}
