import type { Bundle, History } from '../../trace';
import type { View, ViewFactory } from '../context';
import { html, type Content } from '../base/dom';
import { createFrame } from '../base/frame';
import type { KeyAction } from '../base/keys';
import { createPainter } from '../base/painter';
import { createPlayer } from '../base/player';
import { readTheme } from '../base/theme';
import { createGatesView } from '../gates/createGatesView';
import { createProgressBar } from './progressBar';
import { createReplay } from './replay';
import { createTrainingPicture } from './trainingPicture';
import { trainingTools } from './trainingTools';
import { bestEpochOf, historyTable, sinceBest } from './trainingWords';
import { createUsedWeights } from './usedWeights';
import { createWholeEpochs } from './wholeEpochs';

/** The training view: what is it learning, now? */
export const createTrainingView: ViewFactory<History> = (
  element,
  bundle,
  context
) => {
  const { cursor, link, store, settings, translate } = context;
  let history = bundle;
  let width = 0;
  /** Index of the replayed snapshot; null follows the best epoch. */
  let chosen = store.get<number>(bundle.id, 'replay') ?? null;
  let gatesOpen = store.get<boolean>(bundle.id, 'replayGates') ?? false;
  let gatesView: View | null = null;
  let gatesShown = -1;

  const frame = createFrame(element, {
    bundle,
    context,
    title: translate('Training'),
    onKey: action => onKey(action),
    table: () => historyTable(history, translate),
    onStatus: () => {
      attach();
      build();
    }
  });
  const progress = createProgressBar(translate);
  frame.element
    .querySelector('.jp-gatescope-reading')
    ?.before(progress.element);
  const replay = createReplay(translate, {
    choose: index => choose(index),
    step: step => cursor.move({ step }, view),
    play: () => player.toggle()
  });
  const gatesHost = html('div', { class: 'jp-gatescope-nested' });
  const picture = createTrainingPicture(frame, replay, translate);
  const used = createUsedWeights(frame, translate);
  frame.below.append(used.element, gatesHost);
  let theme = readTheme(frame.element);

  const wholeEpochs = createWholeEpochs(link, translate, () =>
    painter.schedule()
  );
  const snapshots = () => history.snapshots ?? [];
  const running = (): boolean => history.status === 'running';
  const live = (): boolean => frame.status.state === 'live';
  const chosenIndex = (): number => {
    const count = snapshots().length;
    if (chosen !== null && chosen < count) {
      return chosen;
    }
    const best = snapshots().findIndex(
      ({ epoch }) => epoch === bestEpochOf(history)
    );
    return best >= 0 ? best : count - 1;
  };

  const build = (): void => {
    if (width === 0) {
      return;
    }
    picture.build(history, cursor.position.unit ?? 0, theme);
    describe();
    paint();
  };

  /** Everything that is words. */
  const describe = (): void => {
    frame.status.override(running() && live() ? 'training' : null);
    frame.setMeta(
      [
        history.model?.layers
          .filter(({ parameters }) => parameters.count > 0)
          .map(({ type }) => type)
          .join(', ') ?? '',
        history.title ?? ''
      ]
        .filter(text => text !== '')
        .join(' · ')
    );
    progress.show(history, live());
    frame.setReading(
      history.metrics.some(({ validation }) => validation)
        ? translate(
            'the pictures share one epoch axis. Validation loss rising while training loss falls: learning by heart.'
          )
        : translate(
            'the pictures share one epoch axis. Without validation data nobody sees whether it learns by heart.'
          )
    );
    frame.setChanged(html('span', {}, sinceBest(history, translate), offer()));
    frame.setTools(
      trainingTools(
        {
          history,
          live: live(),
          gatesOpen,
          replayed: snapshots()[chosenIndex()]?.epoch ?? null
        },
        {
          stop: () => void ask('stop'),
          resume: more => void ask('resume', more),
          gates: () => {
            gatesOpen = !gatesOpen;
            store.set(bundle.id, 'replayGates', gatesOpen);
            describe();
            paint();
          },
          useEpoch: epoch => void use(epoch)
        },
        translate
      )
    );
    used.show(history);
    frame.refreshTable();
  };
  /** The best epoch's weights, where there are better ones than those that training left. */
  const offer = (): Content => {
    const best = bestEpochOf(history);
    const kept = snapshots().some(({ epoch }) => epoch === best);
    if (
      best === undefined ||
      best >= history.epochs.done - 1 ||
      !kept ||
      best === history.usedEpoch ||
      !live() ||
      running()
    ) {
      return '';
    }
    const link = html(
      'button',
      { type: 'button', class: 'jp-gatescope-link', tabindex: -1 },
      translate('Use the weights of epoch %1', best + 1)
    );
    link.addEventListener('click', () => void use(best));
    return [' ', link];
  };
  const use = async (epoch: number | null): Promise<void> => {
    const id = bundle.id;
    try {
      const { code } = await link.request('useEpoch', { id, epoch });
      used.setCode(code);
      const { history: now } = await link.request('history', { id });
      take(now);
      frame.announce(used.words(now));
    } catch (reason) {
      frame.setNotice(
        reason instanceof Error ? reason.message : String(reason)
      );
    }
  };

  const ask = async (
    method: 'stop' | 'resume',
    more: { epochs?: number; batches?: number } = {}
  ): Promise<void> => {
    try {
      await link.request(method, { id: bundle.id, ...more });
      frame.setNotice('');
    } catch (reason) {
      frame.setNotice(
        reason instanceof Error ? reason.message : String(reason)
      );
    }
  };

  const choose = (index: number): void => {
    chosen = Math.max(0, Math.min(snapshots().length - 1, index));
    store.set(bundle.id, 'replay', chosen);
    describe();
    painter.schedule();
    const snapshot = snapshots()[chosen];
    if (snapshot) {
      frame.announce(translate('epoch %1', snapshot.epoch + 1));
    }
  };

  const painter = createPainter(frame.element, () => paint());
  const paint = (): void => {
    if (snapshots().length > 0) {
      replay.paint(chosenIndex(), cursor.position.step, player.playing);
    }
    showGates();
  };

  /** The gates of the chosen epoch, below; made when asked for and then only updated. */
  const showGates = (): void => {
    const snapshot = snapshots()[chosenIndex()];
    const found =
      gatesOpen && snapshot ? wholeEpochs.of(snapshot, live()) : null;
    if (gatesOpen) {
      frame.setNotice(found === null ? wholeEpochs.missing(live()) : '');
    }
    if (!snapshot || !found) {
      gatesView?.dispose();
      gatesView = null;
      return;
    }
    const trace = {
      ...found,
      live: undefined,
      title: translate('epoch %1', snapshot.epoch + 1)
    };
    if (!gatesView) {
      gatesView = createGatesView(gatesHost, trace, context);
      gatesView.resize(frame.width);
    } else if (gatesShown !== snapshot.epoch) {
      gatesView.update(trace);
    }
    gatesShown = snapshot.epoch;
  };

  const player = createPlayer(
    settings,
    () => {
      const count = snapshots().length;
      const next = chosenIndex() + 1;
      // From the end it starts over.
      choose(next >= count && !player.playing ? 0 : next);
      return chosenIndex() + 1 < count;
    },
    () => painter.schedule()
  );

  const onKey = (action: KeyAction): boolean => {
    const count = snapshots().length;
    switch (action) {
      case 'nextStep':
        choose(chosenIndex() + 1);
        return count > 0;
      case 'previousStep':
        choose(chosenIndex() - 1);
        return count > 0;
      case 'firstStep':
        choose(0);
        return count > 0;
      case 'lastStep':
        choose(count - 1);
        return count > 0;
      case 'play':
        player.toggle();
        return count > 0;
      case 'undo':
        if (history.usedEpoch !== undefined && live() && !running()) {
          void use(null);
        }
        return true;
      default:
        return false;
    }
  };

  /** A saved picture of a running fit is of the past: asks where it is now. */
  const attach = (): void => {
    if (!live()) {
      return;
    }
    link
      .request('history', { id: bundle.id })
      .then(({ history: now }) => take(now))
      .catch(() => undefined);
  };
  const take = (next: History): void => {
    history = next;
    builder.schedule();
  };
  const builder = createPainter(frame.element, () => build());

  const view: View = {
    update(next: Bundle) {
      if (next.kind === 'history') {
        take(next);
      }
    },
    resize(next) {
      if (next === 0 || next === width) {
        return;
      }
      width = next;
      frame.resize(next);
      gatesView?.resize(frame.width);
      build();
    },
    themeChanged() {
      theme = readTheme(frame.element);
      gatesView?.themeChanged();
      build();
    },
    dispose() {
      player.stop();
      painter.dispose();
      builder.dispose();
      for (const stop of stops.splice(0)) {
        stop();
      }
      gatesView?.dispose();
      replay.dispose();
      frame.dispose();
    }
  };
  const stops = [
    cursor.subscribe(() => painter.schedule()),
    link.onEvent('history', ({ id, history: next }) => {
      if (id === bundle.id) {
        take(next);
      }
    })
  ];
  attach();
  return view;
};
