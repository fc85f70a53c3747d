import type { ISessionContext } from '@jupyterlab/apputils';
import type { Cell } from '@jupyterlab/cells';
import type { Widget } from '@lumino/widgets';
import type {
  Translate,
  ViewContext,
  ViewSettings
} from '../../widgets/context';
import { createCursor } from '../../widgets/base/cursor';
import { createDeadLink } from '../../widgets/base/link';
import { createPageMemory, createStore } from '../../widgets/base/store';
import type { DocumentActions, NotebookSession } from './notebookSession';
import { createNotebookSession } from './notebookSession';

/** A widget with a kernel of its own: a notebook or a console. */
export type KernelWidget = Widget & {
  readonly sessionContext: ISessionContext;
};

export interface NotebookSessionsOptions {
  readonly version: string;
  readonly translate: Translate;
  readonly settings: () => ViewSettings;
  /** What can be done to the document that `host` shows. */
  readonly actions: (host: KernelWidget) => DocumentActions;
}

/** Where an output stands. */
export interface Place {
  readonly session: NotebookSession;
  readonly cell: Cell | null;
}

/** One session a notebook, made when first asked for and disposed with the notebook. */
export interface NotebookSessions {
  of(host: KernelWidget): NotebookSession;
  /** The notebook around a widget that is attached; null when it stands in none. */
  around(widget: Widget): Place | null;
  /** What a view of the bundle `id` is given, wherever its output stands. */
  contextOf(widget: Widget, id: string): ViewContext;
}

export function createNotebookSessions({
  version,
  translate,
  settings,
  actions
}: NotebookSessionsOptions): NotebookSessions {
  const sessions = new Map<Widget, NotebookSession>();

  function of(host: KernelWidget): NotebookSession {
    const found = sessions.get(host);
    if (found !== undefined) {
      return found;
    }
    const session = createNotebookSession({
      sessionContext: host.sessionContext,
      actions: actions(host),
      version,
      translate,
      settings
    });
    sessions.set(host, session);
    host.disposed.connect(() => {
      sessions.delete(host);
      session.dispose();
    });
    return session;
  }

  function around(widget: Widget): Place | null {
    let cell: Cell | null = null;
    for (
      let ancestor: Widget | null = widget;
      ancestor !== null;
      ancestor = ancestor.parent
    ) {
      if (cell === null && ancestor.hasClass('jp-Cell')) {
        cell = ancestor as Cell;
      }
      if (isKernelWidget(ancestor)) {
        return { session: of(ancestor), cell };
      }
    }
    return null;
  }

  return {
    of,
    around,
    contextOf(widget, id) {
      const place = around(widget);
      if (place !== null) {
        place.session.drawn.add(id);
        return place.session.context(place.cell, id);
      }
      // A copy of an output in a tab of its own belongs to the notebook that drew the original.
      const origin = [...sessions.values()].find(session =>
        session.drawn.has(id)
      );
      return (
        origin?.context(null, id) ?? detachedContext(translate, settings())
      );
    }
  };
}

function isKernelWidget(widget: Widget): widget is KernelWidget {
  return (
    'sessionContext' in widget &&
    typeof widget.sessionContext === 'object' &&
    widget.sessionContext !== null
  );
}

/** For an output that stands in no notebook: to be looked at only. */
function detachedContext(
  translate: Translate,
  settings: ViewSettings
): ViewContext {
  return {
    cursor: createCursor(),
    store: createStore(1),
    memory: createPageMemory(),
    link: createDeadLink(
      translate('This output is in no notebook with a kernel.')
    ),
    translate,
    settings
  };
}
