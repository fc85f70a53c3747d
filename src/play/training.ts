import type {
  WorkerAnswer,
  CodePlan,
  HorizonRow,
  Language,
  LookRequest,
  WorkerRequest
} from './messages';
import type { PlayState } from './playState';
import { ratesOf } from './rates';
import { startRunner, type Runner } from './runner';
import { stepsForDelay } from './tasks';

type Looked = Extract<WorkerAnswer, { kind: 'looked' }>;
type Coded = Extract<WorkerAnswer, { kind: 'code' }>;
export type HorizonRows = readonly [Float32Array[], Float32Array[]];

/** A step of one's own that has said nothing for so long may never come back. */
const PATIENCE_MS = 3000;

/** Trains in a worker and keeps what comes back. */
export class PlayTraining {
  /** Of each network a row of the horizon for each epoch. */
  rows: HorizonRows = [[], []];
  /** The same, with what each number is made of. */
  made: readonly [HorizonRow[], HorizonRow[]] = [[], []];
  /** Whether it trains until it is stopped. */
  private isOn = false;
  /** So many epochs are learned, also where it does not. */
  private catchUp = 0;
  /** Whether the quick path runs, and where. */
  place: { readonly isWorker: boolean; readonly kernels: boolean } | null =
    null;
  failure: string | null = null;
  /** Whether a step of one's own has not come back for a while. */
  isStuck = false;
  private watch: ReturnType<typeof setTimeout> | undefined;
  private runner!: Promise<Runner>;
  private id = 0;
  private begun: PlayState | null = null;
  private looked: Looked | null = null;
  /** The cells that it is of. */
  private lookedCells = '';
  private lastLook: LookRequest | null = null;
  private looks = 0;
  /** Take the programs that were asked for, in turn. */
  private coders: ((answer: Coded) => void)[] = [];

  /**
   * @param worker the address of the program that trains
   * @param changed called when there is something new to draw
   */
  constructor(
    private readonly worker: URL,
    private readonly changed: (answer: WorkerAnswer) => void
  ) {
    this.open();
  }

  /** Whether something is being learned. */
  get isRunning(): boolean {
    return this.isOn || this.rows[0].length < this.catchUp;
  }

  /** The newest look, where it is at what is trained now. */
  get fresh(): Looked | null {
    const { looked, lookedCells, begun } = this;
    return looked !== null &&
      begun !== null &&
      // One cell's numbers have no letters of another's arithmetic.
      lookedCells === begun.cells.join() &&
      looked.values.length === stepsForDelay(begun.delay) &&
      looked.lanes.every(({ belt, channels }) => belt in channels)
      ? looked
      : null;
  }

  /** @param catchUp so many epochs are learned as quickly as can be */
  begin(state: PlayState, catchUp: number): void {
    // A step of one's own may never come back: it is ended with its worker.
    if (this.begun?.cells.includes('own')) {
      this.close();
      this.open();
      if (this.lastLook) {
        this.look(this.lastLook);
      }
      if (this.isOn) {
        this.run(true);
      }
    }
    this.clear();
    this.begun = state;
    this.catchUp = catchUp;
    if (state.cells.includes('own')) {
      this.watch = setTimeout(() => {
        this.isStuck = true;
        this.changed({ kind: 'ready', kernels: this.place?.kernels ?? true });
      }, PATIENCE_MS);
    }
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
    this.catchUp = 0;
    this.isStuck = false;
    clearTimeout(this.watch);
    this.rows = [[], []];
    this.made = [[], []];
    this.failure = null;
  }

  run(on: boolean, once = false): void {
    this.isOn = on;
    this.tell({ kind: 'run', on, once });
  }

  stop(): void {
    this.isOn = false;
    this.catchUp = 0;
    this.tell({ kind: 'stop' });
  }

  look(look: LookRequest): void {
    this.lastLook = look;
    this.looks += 1;
    this.tell({ kind: 'look', look, serial: this.looks });
  }

  /** Whether the newest look is the one that was asked for last. */
  get isSettled(): boolean {
    return this.looked?.serial === this.looks;
  }

  /**
   * A program that trains the same. The worker writes it: it takes a step of one's own to say it in another
   * language.
   *
   * @throws Error that says why there is none
   */
  async code(language: Language, plan: CodePlan): Promise<string> {
    const coded = new Promise<Coded>(resolve => this.coders.push(resolve));
    this.tell({ kind: 'code', language, plan });
    const answer = await coded;
    if (answer.code === null) {
      throw new Error(answer.refusal);
    }
    return answer.code;
  }

  /** Ends it all, at once. */
  end(): void {
    this.clear();
    this.close();
  }

  private close(): void {
    void this.runner.then(({ end }) => end());
    this.refuse(
      'No code: its worker was ended before it had written it. Ask for it again.'
    );
  }

  /** Answers all programs that were asked for and that nobody writes any more. */
  private refuse(refusal: string): void {
    this.coders
      .splice(0)
      .forEach(take => take({ kind: 'code', code: null, refusal }));
  }

  private tell(request: WorkerRequest): void {
    void this.runner.then(({ ask }) => ask(request));
  }

  private open(): void {
    let kernels = true;
    this.runner = startRunner(
      this.worker,
      answer => {
        if (answer.kind === 'ready') {
          kernels = answer.kernels;
        } else if (answer.kind === 'code') {
          this.coders.shift()?.(answer);
        } else {
          this.take(answer);
        }
      },
      why => {
        const message = `The worker that trains has failed: ${why}. Start anew, and another one trains.`;
        this.close();
        this.open();
        this.take({ kind: 'failed', id: this.id, message });
      }
    );
    void this.runner.then(({ isWorker }) => {
      this.place = { isWorker, kernels };
      this.changed({ kind: 'ready', kernels });
    });
  }

  private take(
    answer: Exclude<WorkerAnswer, { kind: 'ready' | 'code' }>
  ): void {
    if (answer.id !== this.id) {
      return;
    }
    clearTimeout(this.watch);
    this.isStuck = false;
    switch (answer.kind) {
      case 'epoch':
        answer.rows.forEach((row, lane) => {
          this.made[lane][answer.epoch - 1] = row;
          this.rows[lane][answer.epoch - 1] = row.shares;
        });
        break;
      case 'looked':
        this.looked = answer;
        this.lookedCells = this.begun?.cells.join() ?? '';
        break;
      case 'ended':
        this.isOn = false;
        break;
      case 'failed':
        this.isOn = false;
        this.catchUp = 0;
        this.failure = answer.message;
        break;
    }
    this.changed(answer);
  }
}
