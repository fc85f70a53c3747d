import type { LinkStatus, ViewContext } from '../context';
import { fill, html } from './dom';

/** The dot and word that say whether the picture can be changed. */
export interface StatusMark {
  readonly element: HTMLElement;
  /** A status of the view's own (training, reading) in place of the link's. */
  override(state: 'training' | 'reading' | null): void;
  readonly state: LinkStatus['state'];
  dispose(): void;
}

/**
 * Follows the link of one bundle. `changed` is called after each change of status, so that a view
 * can fade a stale picture and switch its tools.
 */
export function createStatusMark(
  id: string,
  hasLive: boolean,
  context: ViewContext,
  changed: (status: LinkStatus) => void
): StatusMark {
  const { link, translate } = context;
  const element = html('span', { class: 'jp-gatescope-state' });
  let status = link.status(id);
  let own: 'training' | 'reading' | null = null;

  const draw = (): void => {
    if (own) {
      show(own, translate(own), '');
    } else if (!hasLive) {
      fill(element);
    } else if (status.state === 'live') {
      show('live', translate('live'), '');
    } else if (status.state === 'connecting') {
      show('reading', translate('connecting'), '');
    } else if (status.state === 'notLive') {
      show(
        status.saved === true ? 'saved' : 'notLive',
        status.saved === true ? translate('as saved') : translate('not live'),
        status.reason
      );
    } else {
      show('stale', translate('stale: %1', status.reason), status.reason);
    }
  };
  const show = (state: string, words: string, reason: string): void => {
    element.dataset.state = state;
    element.title = reason;
    fill(
      element,
      html('span', { class: 'jp-gatescope-dot', 'aria-hidden': 'true' }),
      html('span', { class: 'jp-gatescope-state-words' }, words)
    );
  };
  const stop = link.onStatus(id, next => {
    status = next;
    draw();
    changed(next);
  });
  draw();
  return {
    element,
    get state() {
      return status.state;
    },
    override(state) {
      own = state;
      draw();
    },
    dispose: stop
  };
}
