import type { History, Race } from '../../../engine';
import {
  lightSnapshots,
  replayedEpochs,
  type HistoryTail,
  type Race as RaceBundle
} from '../../../trace';
import type { Displays } from './displays';
import { isRace } from './kindOf';
import type { CellRun } from '../run/run';
import { liveHistory } from './liveHistory';
import type { PageLink } from './pageLink';
import type { LiveRegistry } from './registry';

/** Shows training runs while they go on. */
export interface LiveTraining {
  /** A `fit` began in the notebook cell of `run`. */
  started(history: History, run: CellRun | null): void;
  /** Follow a training run from now on: how it goes on, and which of its epochs is used. Or a race. */
  follow(training: History | Race): void;
  /** A race is shown in the notebook cell of `run`. */
  shown(race: Race, run: CellRun | null): void;
  /** Tells pages which of their pictures are of the past by now, and why, and which no longer are. */
  announceStale(): void;
}

/** Ms after which a change of a training run is told at once … */
const SOON = 40;
/** … and sooner, when the next one would come later than this: pages hear of it 20 times a second. */
const LATE = 50;
/** Least ms between two saved pictures, for front ends without our views. */
const PICTURE = 2000;

/** Scores of a race that may be said in a millisecond, so that a large one leaves room for its training. */
const SCORES = 400;

/** Milliseconds between two events of what goes on. */
const paceOf = (training: History | Race): number =>
  isRace(training)
    ? Math.max(
        SOON,
        (training.networks.length * training.groups.length * training.epochs) /
          SCORES
      )
    : SOON;

/** How far a training run has come. */
function markOf({ epochs, batchLosses }: History): {
  readonly epochs: number;
  readonly batches: number;
} {
  return { epochs: epochs.length, batches: batchLosses.length };
}

/** What is new, with the epochs saved since, as a replay draws them. */
function tailOf(
  history: History,
  heard: ReturnType<typeof markOf>
): HistoryTail {
  const tail = history.tail(heard);
  const fresh = replayedEpochs(history.snapshots).filter(
    ({ epoch }) => epoch >= heard.epochs
  );
  return fresh.length === 0
    ? tail
    : {
        ...tail,
        history: {
          ...tail.history,
          snapshots: lightSnapshots(fresh, () => false)
        }
      };
}

export function createLiveTraining({
  registry,
  displays,
  link,
  within
}: {
  readonly registry: LiveRegistry;
  readonly displays: Pick<Displays, 'bundle' | 'display' | 'update'>;
  readonly link: Pick<PageLink, 'send' | 'connected'>;
  /** Calls `work` as part of a run, so that its output goes to that run's cell. */
  readonly within: (run: CellRun | null, work: () => void) => void;
}): LiveTraining {
  const { setTimeout, clearTimeout } = globalThis;
  const followed = new Set<string>();
  const owners = new Map<string, CellRun | null>();

  /** All of a training or a race, to every page that listens. */
  function sendWhole(training: History | Race): void {
    const { id } = training;
    if (isRace(training)) {
      link.send('race', {
        id,
        race: registry.bundle(training) as RaceBundle
      });
    } else {
      link.send('history', { id, history: liveHistory(registry, training) });
    }
  }

  function follow(training: History | Race): void {
    if (followed.has(training.id)) {
      return;
    }
    const run = owners.get(training.id) ?? null;
    const history = isRace(training) ? null : training;
    followed.add(training.id);
    let lastEvent = -Infinity;
    let lastChange = -Infinity;
    let lastPicture = performance.now();
    let timer: ReturnType<typeof setTimeout> | null = null;
    /** What every page has heard that listens; null when one may have heard nothing. */
    let heard: ReturnType<typeof markOf> | null = null;

    const unschedule = () => {
      if (timer !== null) {
        clearTimeout(timer);
        timer = null;
      }
    };
    const whole = () => {
      if (link.connected) {
        sendWhole(training);
      }
      heard =
        link.connected && history?.status === 'running'
          ? markOf(history)
          : null;
    };
    const event = () => {
      unschedule();
      lastEvent = performance.now();
      if (!link.connected) {
        heard = null;
        return;
      }
      if (heard !== null && history !== null) {
        link.send('historyTail', tailOf(history, heard));
        // A page puts nothing more to a run that has ended.
        heard = history.status === 'running' ? markOf(history) : null;
      } else {
        whole();
      }
    };
    const save = () =>
      within(run, () =>
        displays.update(displays.bundle(training, run), training.id)
      );

    training.subscribe(() => {
      const now = performance.now();
      if (training.status !== 'running') {
        // That it has ended is a few words, which wait neither for all of it nor for its saved picture.
        if (heard !== null) {
          event();
        }
        if (history?.endsTwice !== true) {
          unschedule();
          whole();
          save();
          announceStale();
        }
        return;
      }
      const waited = now - lastEvent;
      const untilNext = now - lastChange;
      lastChange = now;
      const pace = paceOf(training);
      if (waited >= pace || waited + untilNext > pace + LATE - SOON) {
        event();
      } else {
        timer ??= setTimeout(event, pace - waited);
      }
      if (!link.connected && now - lastPicture >= PICTURE) {
        lastPicture = now;
        save();
      }
    });
  }

  function announceStale(): void {
    for (const standing of registry.changedStanding()) {
      link.send('stale', standing);
    }
  }

  return {
    announceStale,
    started(history, run) {
      registry.add(history);
      owners.set(history.id, run);
      within(run, () =>
        displays.display(displays.bundle(history, run), history.id)
      );
      follow(history);
    },
    shown(race, run) {
      owners.set(race.id, run);
      if (race.status === 'running') {
        run?.goesOn.add(race.finished);
        // Also one that another cell has begun.
        run?.onInterrupt.add(() => race.stop('interrupted'));
        follow(race);
      }
    },
    follow
  };
}
