import type { View, ViewContext } from '../context';
import { html } from '../base/dom';
import type { Frame } from '../base/frame';
import { createGatesView } from '../gates/createGatesView';
import type { Snapshots } from './replayQuantity';
import { createWholeEpochs } from './wholeEpochs';

/** The gates of the replayed epoch, below; made when they are asked for and then only updated. */
export interface ReplayedGates {
  readonly open: boolean;
  toggle(): void;
  show(snapshot: Snapshots[number] | undefined, live: boolean): void;
  resize(): void;
  themeChanged(): void;
  dispose(): void;
}

const OPEN = 'replayGates';

/** `changed` is called when there is something else to show: they are opened, or a whole epoch came. */
export function createReplayedGates(
  id: string,
  frame: Frame,
  context: ViewContext,
  changed: () => void
): ReplayedGates {
  const { link, store, translate } = context;
  const host = html('div', { class: 'jp-gatescope-nested' });
  frame.below.append(host);
  const epochs = createWholeEpochs(link, translate, changed);
  let open = store.get<boolean>(id, OPEN) ?? false;
  let view: View | null = null;
  let shown = -1;
  const close = (): void => {
    view?.dispose();
    view = null;
  };
  return {
    get open() {
      return open;
    },
    toggle() {
      open = !open;
      store.set(id, OPEN, open);
      changed();
    },
    show(snapshot, live) {
      const found = open && snapshot ? epochs.of(snapshot, live) : null;
      if (open) {
        frame.setNotice(found === null ? epochs.missing(live) : '');
      }
      if (!snapshot || !found) {
        close();
        return;
      }
      const trace = {
        ...found,
        live: undefined,
        title: translate('epoch %1', snapshot.epoch + 1)
      };
      if (!view) {
        view = createGatesView(host, trace, context);
        view.resize(frame.width);
      } else if (shown !== snapshot.epoch) {
        view.update(trace);
      }
      shown = snapshot.epoch;
    },
    resize: () => view?.resize(frame.width),
    themeChanged: () => view?.themeChanged(),
    dispose: close
  };
}
