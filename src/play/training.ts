import type { Answer, Look } from './messages';
import {
  BOUNDS,
  type CellName,
  type PlayState,
  type TaskName
} from './playState';
import rates from './rates.json';
import { startRunner, type Runner } from './runner';

type Looked = Extract<Answer, { kind: 'looked' }>;

/** What is trained now, and what is known of it. */
export interface Training {
  readonly rows: readonly [Float32Array[], Float32Array[]];
  readonly looked: Looked | null;
  readonly isRunning: boolean;
  /** Whether the quick path runs, and where. */
  readonly place: {
    readonly isWorker: boolean;
    readonly kernels: boolean;
  } | null;
  readonly failure: string | null;
  /** The last rows of races that differ from this one in the seed alone. */
  readonly others: readonly {
    readonly seed: number;
    readonly rows: readonly [Float32Array, Float32Array];
  }[];
  begin(state: PlayState, keepEpoch: boolean): void;
  run(on: boolean, once?: boolean): void;
  look(look: Look): void;
}

interface BestRates {
  readonly cells: Partial<
    Record<CellName, Partial<Record<TaskName, { readonly best: number }>>>
  >;
}

/** What a network learns with where the reader leaves it open: the best of the search that ships. */
export function ratesOf({ cells, task, rate }: PlayState): [number, number] {
  const best = (cell: CellName): number =>
    (rates as BestRates).cells[cell]?.[task]?.best ?? 0.01;
  return rate === 'best' ? [best(cells[0]), best(cells[1])] : [rate, rate];
}

/** What is the same for two races that differ in their seed alone. */
const kindOf = ({
  task,
  delay,
  units,
  rate,
  clip,
  cells,
  own
}: PlayState): string =>
  JSON.stringify([task, delay, units, rate, clip, cells, own]);

/**
 * Trains in a worker and keeps what comes back.
 *
 * @param changed called when there is something new to draw
 */
export function createTraining(
  worker: URL,
  changed: (answer: Answer) => void
): Training {
  let runner: Promise<Runner>;
  let id = 0;
  let begun: PlayState | null = null;
  let rows: [Float32Array[], Float32Array[]] = [[], []];
  let looked: Looked | null = null;
  let isRunning = false;
  let place: Training['place'] = null;
  let failure: string | null = null;
  let others: { seed: number; rows: [Float32Array, Float32Array] }[] = [];
  let lastLook: Look | null = null;
  const open = (): void => {
    let kernels = true;
    runner = startRunner(worker, answer => {
      if (answer.kind === 'ready') {
        kernels = answer.kernels;
        return;
      }
      take(answer);
    });
    void runner.then(({ isWorker }) => {
      place = { isWorker, kernels };
      changed({ kind: 'ready', kernels });
    });
  };
  open();

  function take(answer: Answer): void {
    if (answer.kind === 'ready' || answer.id !== id) {
      return;
    }
    switch (answer.kind) {
      case 'epoch':
        answer.rows.forEach(
          (row, lane) => (rows[lane][answer.epoch - 1] = row)
        );
        break;
      case 'looked':
        looked = answer;
        break;
      case 'ended':
        isRunning = false;
        break;
      case 'failed':
        isRunning = false;
        failure = answer.message;
        break;
    }
    changed(answer);
  }

  const tell = (request: Parameters<Runner['ask']>[0]): void =>
    void runner.then(({ ask }) => ask(request));

  return {
    get rows() {
      return rows;
    },
    get looked() {
      return looked;
    },
    get isRunning() {
      return isRunning;
    },
    get place() {
      return place;
    },
    get failure() {
      return failure;
    },
    get others() {
      return others;
    },
    begin(state, keepEpoch) {
      const [first, second] = rows;
      if (begun && kindOf(begun) === kindOf(state)) {
        const { seed } = begun;
        if (seed !== state.seed && first.length > 0) {
          others = [
            {
              seed,
              rows: [first[first.length - 1], second[second.length - 1]] as [
                Float32Array,
                Float32Array
              ]
            },
            ...others.filter(
              other => other.seed !== seed && other.seed !== state.seed
            )
          ].slice(0, 4);
        }
      } else {
        others = [];
      }
      // A step of one's own may never come back: it is ended with its worker.
      if (begun?.cells.includes('own')) {
        void runner.then(({ end }) => end());
        open();
        if (lastLook) {
          tell({ kind: 'look', look: lastLook });
        }
        if (isRunning) {
          tell({ kind: 'run', on: true });
        }
      }
      id += 1;
      const catchUp = keepEpoch ? Math.min(first.length, BOUNDS.epoch[1]) : 0;
      begun = state;
      rows = [[], []];
      failure = null;
      const mine = id;
      void runner.then(({ ask, isWorker }) => {
        if (mine !== id) {
          return;
        }
        if (state.cells.includes('own') && !isWorker) {
          take({
            kind: 'failed',
            id,
            message:
              'Code of your own runs in a worker only, and this browser has none here.'
          });
          return;
        }
        ask({ kind: 'start', id, state, rates: ratesOf(state), catchUp });
      });
    },
    run(on, once = false) {
      isRunning = on;
      tell({ kind: 'run', on, once });
    },
    look(look) {
      lastLook = look;
      tell({ kind: 'look', look });
    }
  };
}
