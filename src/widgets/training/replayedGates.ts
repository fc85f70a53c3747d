import type { Translate } from '../../scene/words/translate';
import type { History, Trace } from '../../trace';
import type { View, ViewContext, LiveLink } from '../context';
import { html } from '../base/dom';
import type { Frame } from '../base/frame';
import { createGatesView } from '../gates/createGatesView';
import type { HistorySnapshots } from '../../views/training/replayQuantity';

/** The gates of the replayed epoch, below; made when they are asked for and then only updated. */
export interface ReplayedGates {
  /** @param snapshot none where they are closed */
  show(snapshot: HistorySnapshots[number] | undefined, live: boolean): void;
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

type Snapshot = NonNullable<History['snapshots']>[number];

/** Saved epochs with all of their gates, asked for where the saved copy left them out. */
interface WholeEpochs {
  /** Null while it is asked for, and where nobody can be asked. */
  of(snapshot: Snapshot, live: boolean): Trace | null;
  /** Why there is none, in words. */
  missing(live: boolean): string;
}

/** So many epochs are remembered: who plays them back comes by again. */
const MOST_KNOWN = 20;

function createWholeEpochs(
  link: LiveLink,
  translate: Translate,
  arrived: () => void
): WholeEpochs {
  const known = new Map<string, Trace>();
  const asked = new Set<string>();
  let failure = '';

  const ask = async (id: string): Promise<void> => {
    asked.add(id);
    try {
      const { bundle } = await link.request('whole', { id });
      if (bundle.kind === 'trace') {
        known.set(id, bundle);
      }
      for (const oldest of known.keys()) {
        if (known.size <= MOST_KNOWN) {
          break;
        }
        known.delete(oldest);
      }
      failure = '';
    } catch (reason) {
      failure = reason instanceof Error ? reason.message : String(reason);
    } finally {
      asked.delete(id);
      arrived();
    }
  };

  return {
    of({ trace }, live) {
      if (trace.thinned === undefined) {
        return trace;
      }
      const whole = known.get(trace.id);
      if (!whole && live && failure === '' && !asked.has(trace.id)) {
        void ask(trace.id);
      }
      return whole ?? null;
    },
    missing: live =>
      failure !== ''
        ? failure
        : live
          ? ''
          : translate(
              'The saved copy holds no gates of this epoch; with a running kernel they are shown.'
            )
  };
}
