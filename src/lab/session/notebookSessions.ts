import type { ISessionContext } from '@jupyterlab/apputils';
import type { Cell, ICodeCellModel } from '@jupyterlab/cells';
import type { Widget } from '@lumino/widgets';
import type { ViewContext, ViewSettings } from '../../widgets/context';
import type { Translate } from '../../scene/words/translate';
import { createCursor } from '../../widgets/base/cursor';
import { createDeadLink } from '../../widgets/base/link';
import { createPageMemory, createStore } from '../../widgets/base/store';
import type { DocumentActions, NotebookSession } from './notebookSession';
import { createNotebookSession } from './notebookSession';

/** A widget with a kernel of its own: a notebook or a console. */
export type KernelWidget = Widget & {
  readonly sessionContext: ISessionContext;
  /** A notebook's cells stand in it. */
  readonly content?: { readonly widgets?: readonly Cell[] };
};

export interface NotebookSessionsOptions {
  readonly version: string;
  readonly translate: Translate;
  readonly settings: () => ViewSettings;
  /** What can be done to the document that `host` shows. */
  readonly actions: (host: KernelWidget) => DocumentActions;
}

/** Where an output stands. */
export interface OutputPlace {
  readonly session: NotebookSession;
  readonly cell: Cell | null;
}

/** One session a notebook, made when first asked for and disposed with the last of its views. */
export interface NotebookSessions {
  of(host: KernelWidget): NotebookSession;
  /**
   * The notebook around a widget that is attached, or of which it shows an output in a panel of its own;
   * null when it stands in none.
   */
  around(widget: Widget): OutputPlace | null;
  /** What a view of the bundle `id` is given, wherever its output stands. */
  contextOf(widget: Widget, id: string): ViewContext;
}

export function createNotebookSessions({
  version,
  translate,
  settings,
  actions
}: NotebookSessionsOptions): NotebookSessions {
  /** By what all views of one notebook share. */
  const sessions = new Map<ISessionContext, NotebookSession>();
  const hosts = new Set<KernelWidget>();

  function of(host: KernelWidget): NotebookSession {
    const { sessionContext } = host;
    const session =
      sessions.get(sessionContext) ??
      createNotebookSession({
        sessionContext,
        actions: actions(host),
        version,
        translate,
        settings
      });
    sessions.set(sessionContext, session);
    if (!hosts.has(host)) {
      hosts.add(host);
      host.disposed.connect(() => {
        hosts.delete(host);
        if (![...hosts].some(each => each.sessionContext === sessionContext)) {
          sessions.delete(sessionContext);
          session.dispose();
        }
      });
    }
    return session;
  }

  function around(widget: Widget): OutputPlace | null {
    let cell: Cell | null = null;
    let outputs: unknown;
    for (
      let ancestor: Widget | null = widget;
      ancestor !== null;
      ancestor = ancestor.parent
    ) {
      if (cell === null && ancestor.hasClass('jp-Cell')) {
        cell = ancestor as Cell;
      }
      if (ancestor.hasClass('jp-OutputArea')) {
        outputs = (ancestor as Widget & { readonly model?: unknown }).model;
      }
      if (isKernelWidget(ancestor)) {
        return { session: of(ancestor), cell };
      }
    }
    return outputs === undefined ? null : original(outputs);
  }

  /** A copy of an output in a panel of its own has the model of the notebook cell that it is of. */
  function original(outputs: unknown): OutputPlace | null {
    for (const host of hosts) {
      const cell = host.content?.widgets?.find(
        ({ model }) =>
          (model as Partial<ICodeCellModel> | null)?.outputs === outputs
      );
      if (cell !== undefined) {
        return { session: of(host), cell };
      }
    }
    return null;
  }

  return {
    of,
    around,
    contextOf(widget, id) {
      const place = around(widget);
      return (
        place?.session.context(place.cell, id) ??
        detachedContext(translate, settings())
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
