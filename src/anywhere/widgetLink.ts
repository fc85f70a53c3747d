import type { Events } from '../trace';
import { openChannel } from '../lab/link/channel';
import { createCommConnection } from '../lab/link/commConnection';
import { createEventListeners } from '../lab/link/eventListeners';
import { notLive } from '../lab/link/linkStatus';
import { createWatchedBundles } from '../lab/link/watchedBundles';
import { VERSION } from '../lab/version';
import type { LinkStatus, LiveLink, Translate } from '../widgets/context';
import type { WidgetModel } from './model';
import { createWidgetComm } from './widgetComm';

export interface WidgetLink extends LiveLink {
  dispose(): void;
}

export interface WidgetLinkOptions {
  readonly model: WidgetModel;
  /** Of this place on the page. */
  readonly page: string;
  readonly translate: Translate;
  /** Milliseconds without an answer after which the reader is told so. */
  readonly patience?: number;
}

/**
 * The live link of one place on the page, of the parts of which that of a notebook in JupyterLab is
 * made. What has no answer for a while is said not to be live, and is live once the answer comes.
 */
export function createWidgetLink({
  model,
  page,
  translate,
  patience = 6000
}: WidgetLinkOptions): WidgetLink {
  const events = createEventListeners();
  // Nobody says whether Python computes or has ended: a widget hears only answers.
  const busy = (): LinkStatus =>
    notLive(
      translate(
        'Python has not answered yet. It may be busy; if no notebook cell is running, run this one again.'
      )
    );
  const bundles = createWatchedBundles({
    attach: id => comm.request('attach', { id }),
    translate,
    patience,
    busy
  });
  const comm = createCommConnection({
    version: VERSION,
    translate,
    patience,
    busy,
    onStatus: status => bundles.follow(status),
    onEvent(event) {
      if (event.name === 'stale') {
        const { id, reason } = event.data as Events['stale'];
        bundles.outdate(id, reason);
      }
      events.tell(event);
    },
    onForgotten: () => open()
  });
  const open = (): void =>
    comm.open(() => createWidgetComm(model, page), openChannel);
  const watch = (id: string): void => {
    if (!bundles.has(id)) {
      bundles.add(id, comm.status);
    }
  };
  open();

  return {
    status(id) {
      watch(id);
      return bundles.status(id);
    },
    onStatus(id, listener) {
      watch(id);
      return bundles.listen(id, listener);
    },
    request: (method, params) => comm.request(method, params),
    onEvent: events.on,
    dispose() {
      bundles.clear();
      events.clear();
      comm.drop(notLive(translate('The notebook is closed.')));
    }
  };
}
