import { compareRuns, type Race, type Showable } from '../../../engine';
import { heldOutNames } from '../../../engine/study/heldOut';
import { encodedLength, mimeTypes, thin } from '../../../trace';
import type { DisplayHost, MimeBundle } from '../library/displayHost';
import { changedOf, influenceOf } from './besideBundle';
import { isRace } from './kindOf';
import { livingPicture } from './livingPicture';
import { mimeBundle } from './mimeBundle';
import type { LiveRegistry } from './registry';
import type { ShowOptions } from '../library/showOptions';
import { plainJson } from '../run/plainJson';
import type { Publisher } from '../run/publisher';
import type { CellRun } from '../run/run';

/** Shows things in the output of notebook cells. */
export interface Displays extends DisplayHost {
  /** What the output of a cell keeps of a result, within the limits of size. */
  bundle(
    result: Showable,
    run: CellRun | null,
    options?: ShowOptions
  ): MimeBundle;
  /** Whether a run has shown it, under its own name, so that it keeps up by itself. */
  hasShown(result: Showable, run: CellRun): boolean;
}

/** Most bytes that a notebook keeps of what is shown. */
export interface DisplayLimits {
  /** Of one output; 1,000,000 unless given. */
  readonly outputBytes?: number;
  /** Of a notebook's outputs together; 5,000,000 unless given. */
  readonly notebookBytes?: number;
  /** Whether networks are kept beside their pictures, which are then live where no kernel runs. */
  readonly keepsNetworks?: boolean;
}

/** What changes after it was shown. */
const growing = [mimeTypes.history, mimeTypes.race];

/** However full the notebook is, an output may take this much. */
const LEAST = 30_000;

export function createDisplays({
  registry,
  publisher,
  runAtWork,
  ask,
  raceShown,
  limits: {
    outputBytes = 1_000_000,
    notebookBytes = 5_000_000,
    keepsNetworks = false
  }
}: {
  readonly registry: LiveRegistry;
  readonly publisher: Publisher;
  readonly runAtWork: () => CellRun | null;
  readonly ask: DisplayHost['ask'];
  /** A race is shown by a run, under its own name: it is to keep up by itself. */
  readonly raceShown: (race: Race, run: CellRun | null) => void;
  readonly limits: DisplayLimits;
}): Displays {
  /** Bytes that each notebook cell's outputs take, by cell; a cell that runs again starts over. */
  const sizes = new Map<string, { run: CellRun; bytes: number }>();

  function room(run: CellRun | null): number {
    const own = cellKey(run);
    let taken = 0;
    for (const [key, { bytes, run: last }] of sizes) {
      taken += key === own && last !== run ? 0 : bytes;
    }
    return Math.max(LEAST, notebookBytes - taken);
  }

  function count(run: CellRun | null, bytes: number): void {
    if (run !== null) {
      const known = sizes.get(cellKey(run));
      sizes.set(cellKey(run), {
        run,
        bytes: bytes + (known?.run === run ? known.bytes : 0)
      });
    }
  }

  function bundle(
    result: Showable,
    run: CellRun | null,
    options: ShowOptions = {}
  ): MimeBundle {
    registry.add(result);
    const known = registry.bundle(result, options);
    const living = keepsNetworks ? livingPicture(result, known) : null;
    const whole = living?.bundle ?? known;
    const saved = thin(
      whole,
      Math.min(options.maximumBytes ?? outputBytes, room(run))
    );
    count(run, encodedLength(saved));
    const { data, metadata } = mimeBundle(
      saved,
      result.toString(),
      influenceOf(result, whole) ??
        changedOf(result, whole, (again, sequence) =>
          registry.bundle(again, { sequence })
        )
    );
    return { data: { ...data, ...living?.beside }, metadata };
  }

  /** The trainings that each run has shown, which may be many and must not outlive it. */
  const trainings = new WeakMap<CellRun, Set<string>>();

  function display({ data, metadata = {} }: MimeBundle, id?: string): void {
    const run = runAtWork();
    if (run && id !== undefined && growing.some(type => type in data)) {
      trainings.set(run, (trainings.get(run) ?? new Set()).add(id));
    }
    publisher.publish(run, 'display_data', {
      data: plainJson('display', data),
      metadata: plainJson('display', metadata),
      transient: id === undefined ? {} : { display_id: id }
    });
  }

  return {
    bundle,
    hasShown: ({ id }, run) => trainings.get(run)?.has(id) ?? false,
    display,
    update({ data, metadata = {} }, id) {
      publisher.publish(runAtWork(), 'update_display_data', {
        data: plainJson('update', data),
        metadata: plainJson('update', metadata),
        transient: { display_id: id }
      });
    },
    clear(wait) {
      publisher.publish(runAtWork(), 'clear_output', { wait });
    },
    ask,
    slide(slide, options) {
      const result = slide.make(slide.slider.value);
      registry.addSlide(result.id, slide, options);
      display(bundle(result, runAtWork(), options));
    },
    /*
     * Only a training run or a race changes after it was shown. Front ends put what is shown under a known name
     * into all places of that name, so a run shown in three views would be saved as three times the last.
     */
    show(results, options) {
      const heldOut = Object.fromEntries(
        heldOutNames.map(name => [name, options[name]])
      );
      const result =
        results.length === 1
          ? results[0]
          : compareRuns(results, heldOut, 'show');
      if ('runs' in result && Array.isArray(result.runs)) {
        result.runs.forEach((one: Showable) => registry.add(one));
      }
      const shown = bundle(result, runAtWork(), options);
      const grows = growing.some(type => type in shown.data);
      display(shown, grows ? result.id : undefined);
      if (isRace(result)) {
        raceShown(result, runAtWork());
      }
    }
  };
}

function cellKey(run: CellRun | null): string {
  return run === null ? '' : (run.cellId ?? `run ${run.number}`);
}
