import type { History } from '../../trace';
import type { Moment } from '../../scene/createMoment';
import type { TrainingData } from '../../views/training/trainingView';
import { usefulEpoch } from '../../views/training/trainingWords';
import type { StepView } from '../base/createStepView';
import { html } from '../base/dom';
import type { Frame } from '../base/frame';
import { pointedStep } from '../base/stepNow';
import type { Tool } from '../base/tools';
import { undoWords } from '../base/undo';
import type { ViewContext } from '../context';
import type { Drawing } from '../scene/createDrawing';
import { createProgressBar } from './progressBar';
import { createReplay } from './replay';
import { createReplayedGates } from './replayedGates';
import { runRequests, type RunRequests } from './runRequests';
import { trainingTools } from './trainingTools';
import { createUsedWeights, type UsedWeights } from './usedWeights';

type Training = Moment<'history', 'gates' | 'log' | 'smoothing', TrainingData>;

/** What goes on around the pictures of a training: how far it is, its replay, and what the kernel is asked. */
export interface TrainingInteractions {
  attach(): void;
  walk(way: 'undo' | 'redo'): void;
  /** The pictures were redrawn. */
  drawn(unit: number): void;
  show(epoch: number): void;
  tools(epoch: number): readonly Tool[];
  resize(): void;
  themeChanged(): void;
  dispose(): void;
}

export function trainingInteractions(
  base: StepView<'history'>,
  moment: Training,
  drawing: Drawing,
  context: ViewContext
): TrainingInteractions {
  const { frame } = base;
  const { translate } = context;
  const history = (): History => moment.now.bundle;
  const isLive = (): boolean => frame.status.state === 'live';
  const replayedAt = (epoch: number) =>
    history().snapshots?.find(each => each.epoch === epoch);
  const column = html('div', { class: 'jp-gatescope-cursor', hidden: true });
  const used = createUsedWeights(frame, translate);
  const replay = createReplay(translate, {
    choose: epoch => base.move(epoch),
    play: () => void base.key('play')
  });
  frame.below.prepend(replay.element, used.element);
  const gates = createReplayedGates(frame, context, base.refresh);
  const requests = trainingRequests(
    base.bundle.id,
    frame,
    used,
    context,
    (next = history()) => {
      moment.take(next);
      base.refresh();
    }
  );
  const progress = createProgressBar(frame, translate);
  /** The step that all views are at, over the rows of the replay. */
  const showColumn = (): void => {
    const panel = drawing.panel('replay');
    const step = panel ? pointedStep(context.cursor, panel.places) : null;
    column.hidden = step === null;
    if (panel && step !== null) {
      const { places, box } = panel;
      column.style.transform = `translate(${places.left(step) - 1}px, ${box.y - 1}px)`;
      column.style.width = `${places.column + 2}px`;
      column.style.height = `${box.height + 2}px`;
    }
  };
  return {
    attach: requests.attach,
    walk(way) {
      // Where weights are kept to go back to, and no training goes on.
      const { status, snapshots = [] } = history();
      if (status !== 'running' && snapshots.length > 0) {
        requests.walk(way);
      }
    },
    drawn(unit) {
      drawing.host.append(column);
      replay.take(history(), unit);
      const isLearning = history().status === 'running' && isLive();
      frame.status.override(isLearning ? 'training' : null);
      const offered = usefulEpoch(history(), isLive());
      const use = (epoch: number) =>
        used.offer(epoch, () => requests.useEpoch(epoch));
      frame.setChanged(offered === null ? '' : html('span', {}, use(offered)));
      progress.show(history(), isLive());
      used.show(history());
      frame.refreshTable();
    },
    show(epoch) {
      replay.show(epoch, base.playing);
      showColumn();
      const { gates: isOpen } = moment.now.chosen;
      gates.show(isOpen ? replayedAt(epoch) : undefined, isLive());
    },
    tools: epoch =>
      trainingTools(
        {
          ...{ history: history(), live: isLive() },
          replayed: replayedAt(epoch)?.epoch ?? null
        },
        requests,
        translate
      ),
    resize: gates.resize,
    themeChanged: gates.themeChanged,
    dispose: () => [requests, gates, replay].forEach(each => each.dispose())
  };
}

/** What the view asks of the kernel that trains. */
interface TrainingRequests extends RunRequests<'history'> {
  /** Gives the network the weights of an epoch (from 0). */
  useEpoch(epoch: number): void;
  /** One step along all that its weights have been, where that can be done now. */
  walk(way: 'undo' | 'redo'): void;
}

function trainingRequests(
  id: string,
  frame: Frame,
  used: UsedWeights,
  context: ViewContext,
  /** Draws a history, or without one the last again. */
  take: (history?: History) => void
): TrainingRequests {
  const { link, translate } = context;
  const run = runRequests(frame, context, { id, kind: 'history', take });
  return {
    ...run,
    useEpoch: epoch =>
      run.ask(async () => {
        const { code } = await link.request('useEpoch', { id, epoch });
        used.setCode(code);
        const history = await run.now();
        take(history);
        frame.announce(used.words(history));
      }),
    walk(way) {
      if (frame.status.state !== 'live') {
        return;
      }
      run.ask(async () => {
        const { moved } = await link.request('walkWeights', { id, way });
        const history = await run.now();
        take(history);
        frame.announce(
          moved ? used.words(history) : undoWords(way, null, translate)
        );
      });
    }
  };
}
