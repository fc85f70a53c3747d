import type { ISessionContext } from '@jupyterlab/apputils';
import type { Cell } from '@jupyterlab/cells';
import type {
  LiveLink,
  ViewContext,
  ViewSettings,
  ViewStore
} from '../../widgets/context';
import type { Translate } from '../../scene/words/translate';
import { createTakeOver } from '../../page/openings';
import { createCheckStates, type CheckStates } from './checkStates';
import type { KernelLink } from '../link/linkParts';
import { createKernelLink } from '../link/kernelLink';
import { createCursors } from '../../widgets/base/cursor';
import { createPageMemory, createStore } from '../../widgets/base/store';
import { createCellMemory } from './cellMemory';

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
  /** Read again for each view, so that a changed setting reaches the next one. */
  readonly settings: () => ViewSettings;
}

/** What all views, the panel and the exercises of one notebook share. */
export interface NotebookSession {
  readonly store: ViewStore;
  readonly link: KernelLink;
  readonly checks: CheckStates;
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
  const takeOver = createTakeOver(store, cursorOf);
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

  return {
    store,
    link,
    checks: createCheckStates(),
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
