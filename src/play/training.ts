import type { Answer, Look, Request } from './messages';
import type { PlayState } from './playState';
import { ratesOf } from './rates';
import { startRunner, type Runner } from './runner';
import { stepsOf } from './tasks';

type Looked = Extract<Answer, { kind: 'looked' }>;
export type Rows = readonly [Float32Array[], Float32Array[]];

/** Trains in a worker and keeps what comes back. */
export class Training {
  /** Of each network a row of the horizon for each epoch. */
  rows: Rows = [[], []];
  isRunning = false;
  /** Whether the quick path runs, and where. */
  place: { readonly isWorker: boolean; readonly kernels: boolean } | null =
    null;
  failure: string | null = null;
  private runner!: Promise<Runner>;
  private id = 0;
  private begun: PlayState | null = null;
  private looked: Looked | null = null;
  private lastLook: Look | null = null;
  private looks = 0;

  /**
   * @param worker the address of the program that trains
   * @param changed called when there is something new to draw
   */
  constructor(
    private readonly worker: URL,
    private readonly changed: (answer: Answer) => void
  ) {
    this.open();
  }

  /** The newest look, where it is at what is trained now. */
  get fresh(): Looked | null {
    const { looked, begun } = this;
    return looked !== null &&
      begun !== null &&
      looked.values.length === stepsOf(begun.delay) &&
      looked.lanes.every(({ belt, channels }) => belt in channels)
      ? looked
      : null;
  }

  /** @param catchUp so many epochs are learned as quickly as can be */
  begin(state: PlayState, catchUp: number): void {
    // A step of one's own may never come back: it is ended with its worker.
    if (this.begun?.cells.includes('own')) {
      void this.runner.then(({ end }) => end());
      this.open();
      if (this.lastLook) {
        this.look(this.lastLook);
      }
      if (this.isRunning) {
        this.run(true);
      }
    }
    this.clear();
    this.begun = state;
    const { id } = this;
    void this.runner.then(({ ask, isWorker }) => {
      if (id !== this.id) {
        return;
      }
      if (state.cells.includes('own') && !isWorker) {
        this.take({
          kind: 'failed',
          id,
          message:
            'Code of your own runs in a worker only, and this browser has none here.'
        });
        return;
      }
      ask({ kind: 'start', id, state, rates: ratesOf(state), catchUp });
    });
  }

  /** Forgets what was trained, and takes no more of it. */
  clear(): void {
    this.id += 1;
    this.rows = [[], []];
    this.failure = null;
  }

  run(on: boolean, once = false): void {
    this.isRunning = on;
    this.tell({ kind: 'run', on, once });
  }

  look(look: Look): void {
    this.lastLook = look;
    this.looks += 1;
    this.tell({ kind: 'look', look, serial: this.looks });
  }

  /** Whether the newest look is the one that was asked for last. */
  get isSettled(): boolean {
    return this.looked?.serial === this.looks;
  }

  /** Ends it all, at once. */
  end(): void {
    this.clear();
    void this.runner.then(({ end }) => end());
  }

  private tell(request: Request): void {
    void this.runner.then(({ ask }) => ask(request));
  }

  private open(): void {
    let kernels = true;
    this.runner = startRunner(this.worker, answer => {
      if (answer.kind === 'ready') {
        kernels = answer.kernels;
      } else {
        this.take(answer);
      }
    });
    void this.runner.then(({ isWorker }) => {
      this.place = { isWorker, kernels };
      this.changed({ kind: 'ready', kernels });
    });
  }

  private take(answer: Exclude<Answer, { kind: 'ready' }>): void {
    if (answer.id !== this.id) {
      return;
    }
    switch (answer.kind) {
      case 'epoch':
        answer.rows.forEach(
          (row, lane) => (this.rows[lane][answer.epoch - 1] = row)
        );
        break;
      case 'looked':
        this.looked = answer;
        break;
      case 'ended':
        this.isRunning = false;
        break;
      case 'failed':
        this.isRunning = false;
        this.failure = answer.message;
        break;
    }
    this.changed(answer);
  }
}
