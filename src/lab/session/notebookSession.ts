import type { ISessionContext } from '@jupyterlab/apputils';
import type { Cell } from '@jupyterlab/cells';
import type {
  LiveLink,
  Translate,
  ViewContext,
  ViewSettings,
  ViewStore
} from '../../widgets/context';
import type { KernelLink } from '../link/linkParts';
import { createKernelLink } from '../link/kernelLink';
import { createCursors } from '../../widgets/base/cursor';
import { createPageMemory, createStore } from '../../widgets/base/store';
import { createCellMemory } from './cellMemory';

/** Under which a picture is marked that is live before any kernel. */
export const OPENING = 'opening';

/** What views may ask of the document around them; each is absent where it cannot be done. */
export interface DocumentActions {
  readonly run?: (cell: Cell) => void;
  readonly insertBelow?: (cell: Cell, code: string) => void;
}

export interface NotebookSessionOptions {
  readonly sessionContext: ISessionContext;
  readonly actions: DocumentActions;
  /** Version of the extension. */
  readonly version: string;
  readonly translate: Translate;
  /** Read anew for each view, so that a changed setting reaches the next one. */
  readonly settings: () => ViewSettings;
}

/** What all views, the panel and the exercises of one notebook share. */
export interface NotebookSession {
  readonly store: ViewStore;
  readonly link: KernelLink;
  /** Ids of the bundles that views of this notebook have drawn. */
  readonly drawn: Set<string>;
  /**
   * What a view of the bundle `id` in an output of `cell` is given; null for an output outside any
   * notebook cell. All views of one bundle have one cursor, and no other bundle moves it: another
   * network's units and steps mean something else.
   */
  context(cell: Cell | null, id: string): ViewContext;
  /** Says which code stays closed; set by the exercises of the notebook. */
  closeCode(closed: ViewContext['closedCode']): void;
  /** Says which exercise a notebook cell, by its id, belongs to; set by those of the notebook. */
  nameExercises(titleOf: (cell: string) => string | null): void;
  dispose(): void;
}

export function createNotebookSession({
  sessionContext,
  actions,
  version,
  translate,
  settings
}: NotebookSessionOptions): NotebookSession {
  const cursorOf = createCursors();
  const store = createStore();
  const link = createKernelLink({
    session: sessionContext,
    version,
    translate
  });
  const passing = createPageMemory();
  /** Bundles that each notebook cell has shown. */
  const shownIn = new WeakMap<Cell, Set<string>>();
  let closed: ViewContext['closedCode'];
  let titleOf: (cell: string) => string | null = () => null;

  function linkOf(cell: Cell | null): LiveLink {
    const { run, insertBelow } = actions;
    return {
      status: id => link.status(id),
      onStatus: (id, listener) => link.onStatus(id, listener),
      request: (method, params) => link.request(method, params),
      onEvent: (name, listener) => link.onEvent(name, listener),
      ...(cell !== null && run !== undefined ? { rerun: () => run(cell) } : {}),
      ...(cell !== null && insertBelow !== undefined
        ? { insertCode: (code: string) => insertBelow(cell, code) }
        : {})
    };
  }

  /**
   * A picture that was live before any kernel hands on what the reader did in it to the one that the
   * notebook cell shows once it has run: edits and clamps are asked of the kernel then.
   */
  function takeOver(cell: Cell, id: string): void {
    const before = shownIn.get(cell) ?? new Set<string>();
    if (!before.has(id)) {
      const opening = [...before].find(
        each => store.get(each, OPENING) === true
      );
      if (opening !== undefined) {
        store.hand(opening, id);
        store.set(id, OPENING, undefined);
        cursorOf(id).move(cursorOf(opening).position, store);
      }
      shownIn.set(cell, before.add(id));
    }
  }

  return {
    store,
    link,
    drawn: new Set(),
    closeCode(next) {
      closed = next;
    },
    nameExercises(next) {
      titleOf = next;
    },
    context(cell, id) {
      if (cell !== null) {
        takeOver(cell, id);
      }
      return {
        closedCode: kind => closed?.(kind) ?? null,
        exerciseTitle: () => (cell === null ? null : titleOf(cell.model.id)),
        cursor: cursorOf(id),
        store,
        link: linkOf(cell),
        memory: cell === null ? passing : createCellMemory(cell.model),
        translate,
        settings: settings()
      };
    },
    dispose: () => link.dispose()
  };
}
