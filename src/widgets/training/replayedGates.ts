import type { View, ViewContext } from '../context';
import { html } from '../base/dom';
import type { Frame } from '../base/frame';
import { createGatesView } from '../gates/createGatesView';
import type { Snapshots } from '../../views/training/replayQuantity';
import { createWholeEpochs } from './wholeEpochs';

/** The gates of the replayed epoch, below; made when they are asked for and then only updated. */
export interface ReplayedGates {
  /** @param snapshot none where they are closed */
  show(snapshot: Snapshots[number] | undefined, live: boolean): void;
  resize(): void;
  themeChanged(): void;
  dispose(): void;
}

/** `changed` is called when a whole epoch came. */
export function createReplayedGates(
  frame: Frame,
  context: ViewContext,
  changed: () => void
): ReplayedGates {
  const { link, translate } = context;
  const host = html('div', { class: 'jp-gatescope-nested' });
  frame.below.append(host);
  const epochs = createWholeEpochs(link, translate, changed);
  let view: View | null = null;
  let shown = -1;
  const close = (): void => {
    view?.dispose();
    view = null;
  };
  return {
    show(snapshot, live) {
      const found = snapshot ? epochs.of(snapshot, live) : null;
      frame.setNotice(snapshot && !found ? epochs.missing(live) : '');
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
