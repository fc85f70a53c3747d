import type { Cell, ICodeCellModel } from '@jupyterlab/cells';
import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';
import type { Bundle } from '../../trace';
import { outputOf, shownOutput } from './shownOutput';

/** What the panel shows: an output of a notebook cell, read. */
export interface FollowedOutput {
  readonly cell: Cell;
  /** `[12]`, or `[ ]` for a notebook cell that has not run. */
  readonly label: string;
  /** Null when the output cannot be read; `fault` then says why. */
  readonly bundle: Bundle | null;
  readonly fault: string | null;
}

/** Where the reader is, and what the panel shows for it. */
export interface Subject {
  readonly panel: NotebookPanel | null;
  /** Id of the active notebook cell. */
  readonly activeCell: string | null;
  readonly shown: FollowedOutput | null;
  readonly pinned: boolean;
}

/** Follows the active notebook cell, or stays with one that is pinned. */
export interface Follower {
  readonly subject: Subject;
  readonly changed: ISignal<object, Subject>;
  /** Pins what is shown, or follows again. */
  setPinned(pinned: boolean): void;
  dispose(): void;
}

export interface FollowerOptions {
  readonly tracker: INotebookTracker;
  readonly decode: (json: unknown) => Promise<Bundle>;
  /** Milliseconds to wait for more changes: a fit changes its output many times a second. */
  readonly wait?: number;
}

const nothing: Subject = {
  panel: null,
  activeCell: null,
  shown: null,
  pinned: false
};

export function createFollower({
  tracker,
  decode,
  wait = 60
}: FollowerOptions): Follower {
  const changed = new Signal<object, Subject>({});
  const decoded = new WeakMap<object, Bundle | Error>();
  let subject = nothing;
  let pin: { panel: NotebookPanel; cell: string } | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let turn = 0;
  let disposed = false;
  const watched = new Set<ICodeCellModel>();

  /** Outputs change without the tracker saying so. */
  function watch(cells: readonly (ICodeCellModel | null)[]): void {
    const wanted = new Set(cells.filter(cell => cell !== null));
    for (const cell of [...watched]) {
      if (!wanted.has(cell)) {
        watched.delete(cell);
        cell.outputs?.changed.disconnect(soon);
        cell.stateChanged.disconnect(soon);
      }
    }
    for (const cell of wanted) {
      if (!watched.has(cell)) {
        watched.add(cell);
        cell.outputs.changed.connect(soon);
        cell.stateChanged.connect(soon);
      }
    }
  }

  async function read(json: unknown): Promise<Bundle | Error> {
    const known =
      typeof json === 'object' && json !== null ? decoded.get(json) : undefined;
    if (known !== undefined) {
      return known;
    }
    const result = await decode(json).catch((error: unknown) =>
      error instanceof Error ? error : new Error(String(error))
    );
    if (typeof json === 'object' && json !== null) {
      decoded.set(json, result);
    }
    return result;
  }

  async function refresh(): Promise<void> {
    const now = ++turn;
    if (pin !== null && !isThere(pin.panel, pin.cell)) {
      pin = null;
    }
    const panel = pin?.panel ?? tracker.currentWidget;
    const content = panel?.content ?? null;
    const models = [...(content?.model?.cells ?? [])];
    const active = content?.activeCell ?? null;
    const pinnedCell = pin?.cell;
    const found =
      pinnedCell === undefined
        ? shownOutput(models, content?.activeCellIndex ?? -1)
        : outputOf(models.find(model => model.id === pinnedCell));
    const at = content?.activeCellIndex ?? -1;
    const of = found === null ? -1 : models.indexOf(found.cell);
    // What stands below the active notebook cell is shown only as long as none above has an output.
    const first = of > at ? 0 : Math.max(of, 0);
    watch([
      found?.cell ?? null,
      // Any notebook cell from the shown one down to the active one may be the nearest next: all of
      // them run while the last one is active.
      ...models
        .slice(pinnedCell === undefined ? first : at, at + 1)
        .filter((model): model is ICodeCellModel => model.type === 'code')
    ]);
    const result = found === null ? null : await read(found.json);
    if (now !== turn || disposed) {
      return;
    }
    const cell = content?.widgets.find(each => each.model === found?.cell);
    subject = {
      panel,
      activeCell: active?.model.id ?? null,
      pinned: pin !== null,
      shown:
        found === null || result === null || cell === undefined
          ? null
          : {
              cell,
              label: `[${found.cell.executionCount ?? ' '}]`,
              bundle: result instanceof Error ? null : result,
              fault: result instanceof Error ? result.message : null
            }
    };
    changed.emit(subject);
  }

  function soon(): void {
    // Not put off again by each change: a running fit would put it off forever.
    timer ??= setTimeout(() => {
      timer = undefined;
      void refresh();
    }, wait);
  }

  tracker.currentChanged.connect(soon);
  tracker.activeCellChanged.connect(soon);
  soon();

  return {
    get subject() {
      return subject;
    },
    changed,
    setPinned(pinned) {
      const { panel, shown } = subject;
      pin =
        pinned && panel !== null && shown !== null
          ? { panel, cell: shown.cell.model.id }
          : null;
      soon();
    },
    dispose() {
      disposed = true;
      clearTimeout(timer);
      watch([]);
      tracker.currentChanged.disconnect(soon);
      tracker.activeCellChanged.disconnect(soon);
      Signal.clearData(changed);
    }
  };
}

function isThere(panel: NotebookPanel, id: string): boolean {
  return (
    !panel.isDisposed &&
    [...(panel.content.model?.cells ?? [])].some(cell => cell.id === id)
  );
}
