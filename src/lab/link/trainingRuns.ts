import type { History, HistoryTail } from '../../trace';
import { appendHistory } from '../../trace';

/** The training runs of a kernel, each put together of what the kernel says of it. */
export interface TrainingRuns {
  /** The kernel said all of a run. */
  whole(history: History): void;
  /** The kernel said what is new of one. */
  tail(tail: HistoryTail): void;
}

/** Most parts that wait for the whole to which they belong; with more, it is asked for again. */
const MOST_WAITING = 200;

/**
 * @param ask asks the kernel for the whole of a run
 * @param tell takes each run, whole, whenever it moved on
 */
export function createTrainingRuns(
  ask: (id: string) => Promise<History>,
  tell: (history: History) => void
): TrainingRuns {
  const known = new Map<string, History>();
  /** What came of runs whose whole is being asked for. */
  const waiting = new Map<string, HistoryTail[]>();

  function keep(history: History): void {
    if (history.status === 'running') {
      known.set(history.id, history);
    } else {
      known.delete(history.id);
    }
  }

  function append(tail: HistoryTail): boolean {
    const before = known.get(tail.id);
    const history = before ? appendHistory(before, tail) : null;
    if (history === null) {
      return false;
    }
    keep(history);
    tell(history);
    return true;
  }

  async function askWhole(id: string, first: HistoryTail): Promise<void> {
    const later = [first];
    waiting.set(id, later);
    try {
      const history = await ask(id);
      // Unless the kernel said all of it meanwhile.
      if (waiting.get(id) === later) {
        keep(history);
        tell(history);
        later.filter(tail => isLater(tail.history, history)).forEach(append);
      }
    } catch {
      // The next part asks again.
    } finally {
      if (waiting.get(id) === later) {
        waiting.delete(id);
      }
    }
  }

  return {
    whole(history) {
      waiting.delete(history.id);
      keep(history);
      tell(history);
    },
    tail(tail) {
      const others = waiting.get(tail.id);
      if (others !== undefined && others.length < MOST_WAITING) {
        others.push(tail);
      } else if (!append(tail)) {
        void askWhole(tail.id, tail);
      }
    }
  };
}

/** Whether one state of a run is later than another; the earlier one has nothing that it lacks. */
function isLater(one: History, other: History): boolean {
  return (
    other.status === 'running' &&
    (one.epochs.done > other.epochs.done ||
      (one.epochs.done === other.epochs.done &&
        (one.progress?.batch ?? 0) > (other.progress?.batch ?? 0)))
  );
}
