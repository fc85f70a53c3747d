import type { History } from '../../../engine';
import {
  progressLine,
  type ProgressLine
} from '../../../engine/base/progressLine';
import type { CellRun } from '../run/run';

/** The one line by which a notebook cell says how far its trainings without a picture are. */
interface TrainingLine {
  readonly line: ProgressLine;
  /** Trainings that go on: one after the other as a rule, but `Promise.all` begins several. */
  readonly running: Set<History>;
  done: number;
  /** How many ship with the lesson: they had ended before they began here. */
  shipped: number;
  /** Whether the code of the notebook cell is at its end; what it did not wait for may go on. */
  isLeft: boolean;
}

/** Follows trainings that show a line instead of a picture. */
export function createTrainingLines(
  runAtWork: () => CellRun | null
): (history: History) => void {
  const lines = new WeakMap<CellRun, TrainingLine>();

  function lineOf(run: CellRun): TrainingLine {
    const known = lines.get(run);
    if (known !== undefined) {
      return known;
    }
    const made: TrainingLine = {
      ...{ line: progressLine('Training'), running: new Set() },
      ...{ done: 0, shipped: 0, isLeft: false }
    };
    lines.set(run, made);
    run.onEnd.add(() => {
      made.isLeft = true;
      close(made);
    });
    return made;
  }

  return history => {
    if (history.status !== 'running') {
      const run = runAtWork();
      if (run !== null) {
        const own = lineOf(run);
        own.shipped += 1;
        // There will be a line in any case, and what is made of this one may take long.
        own.line.at(overOf(own), own.shipped === 1);
      }
      return;
    }
    /** The line of the notebook cell that it trains in now: `history.resume` may be called in another. */
    let own: TrainingLine | null = null;
    const follow = () => {
      if (history.status === 'running') {
        const run = own === null ? runAtWork() : null;
        own ??= run && lineOf(run);
        own?.running.add(history);
        own?.line.at(howFar(own, history));
      } else if (own !== null) {
        const { line, running } = own;
        own.done += Number(history.reason !== 'interrupted');
        running.delete(history);
        line.at(overOf(own));
        close(own);
        own = null;
      }
    };
    history.subscribe(follow);
    follow();
  };
}

/** The last line, once nothing of the notebook cell trains any more. */
function close(own: TrainingLine): void {
  if (own.isLeft && own.running.size === 0) {
    const { done, shipped } = own;
    const ship = `${shipped} came trained; shipped = false trains ${shipped === 1 ? 'it' : 'them'} here`;
    const words = shipped === 0 ? [] : [ship];
    own.line.end(
      (done === 0 && shipped > 0 ? words : [`${done} done`, ...words]).join(
        ', '
      ),
      shipped > 0
    );
  }
}

/** All that are over, trained here or taken from what ships. */
const overOf = ({ done, shipped }: TrainingLine): string =>
  `${done + shipped} done`;

function howFar(
  own: TrainingLine,
  { title, firstEpoch, epochs, planned }: History
): string {
  const epoch = Math.min(epochs.length + 1, planned) + firstEpoch;
  return [
    ...(own.done + own.shipped === 0 ? [] : [`${overOf(own)}; now`]),
    `${title === undefined ? '' : `${title}, `}epoch ${epoch} of ${firstEpoch + planned}`
  ].join(' ');
}
