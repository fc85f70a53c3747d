import { NO_LOOK } from './messages';
import { TRAINED, type PlayState } from './playState';
import { PlayTraining, type HorizonRows } from './training';
import { forgets, horizonOf, cellInSentence } from './words';

/** So many more seeds are tried. */
export const MORE_SEEDS = 6;
/** They learn as long as the page's own, and at least so long. */
const LEAST_EPOCHS = 20;

interface Run {
  readonly seed: number;
  readonly rows: HorizonRows;
}

/** All but the seed: what two races have in common that differ in their luck alone. */
const kindOf = (state: PlayState): string =>
  JSON.stringify(TRAINED.map(key => key !== 'seed' && state[key]));

/** The race of the page with other seeds, trained in the background by a worker of its own. */
export class OtherSeeds {
  runs: readonly Run[] = [];
  /** How many epochs each of them learns. */
  epochs = 0;
  isRunning = false;
  private training: PlayTraining | null = null;
  private kind = '';

  constructor(
    private readonly worker: URL,
    private readonly changed: () => void
  ) {}

  /** Forgets them, where what they differ from is another. */
  follow(state: PlayState): void {
    if (this.kind !== kindOf(state)) {
      this.kind = kindOf(state);
      this.runs = [];
      this.end();
    }
  }

  /** Trains them one after another, as quickly as can be. */
  start(state: PlayState, learned: number): void {
    this.follow(state);
    this.runs = [];
    this.epochs = Math.max(LEAST_EPOCHS, learned);
    this.isRunning = true;
    let seed = 0;
    const next = (): void => {
      seed += seed + 1 === state.seed ? 2 : 1;
      training.begin({ ...state, seed }, this.epochs);
      training.run(true);
    };
    const training = new PlayTraining(this.worker, answer => {
      if (answer.kind === 'epoch' && answer.epoch === this.epochs) {
        this.runs = [...this.runs, { seed, rows: training.rows }];
        if (this.runs.length === MORE_SEEDS) {
          this.end();
        } else {
          next();
        }
      } else if (answer.kind === 'failed') {
        this.end();
      }
      this.changed();
    });
    this.training = training;
    training.look(NO_LOOK);
    next();
  }

  end(): void {
    this.training?.end();
    this.training = null;
    this.isRunning = false;
  }
}

/**
 * In how many of the seeds each network forgets.
 *
 * @param own the race of the page, which is one of them where it has learned as long
 */
export function seedsInWords(
  {
    runs,
    epochs,
    isRunning
  }: Pick<OtherSeeds, 'runs' | 'epochs' | 'isRunning'>,
  { seed, cells, delay }: Pick<PlayState, 'seed' | 'cells' | 'delay'>,
  own: HorizonRows
): string {
  if (runs.length === 0) {
    return isRunning
      ? `Training ${MORE_SEEDS} other seeds …`
      : `This is seed ${seed}: one draw of weights and data. Others can look different.`;
  }
  const all = [own, ...runs.map(({ rows }) => rows)].filter(
    rows => rows[0].length >= epochs
  );
  const told = cells.map((cell, lane) => {
    const count = all.filter(rows =>
      forgets(horizonOf(rows[lane][epochs - 1]), delay)
    ).length;
    return `${cellInSentence(cell)} in ${count}`;
  });
  const seeds = isRunning
    ? `${all.length} of ${MORE_SEEDS + 1} seeds so far`
    : `${all.length} ${all.length === 1 ? 'seed' : 'seeds'}`;
  return `Forgets, in ${seeds}: ${told.join(', ')}. (After ${epochs} epochs right at fewer than half of the delays.)`;
}
