import type { History } from '../../trace';
import type { ViewFactory } from '../context';
import type { Translate } from '../../scene/words/translate';
import { createCursor } from '../base/cursor';
import type { KeyAction } from '../../scene/words/keyAction';
import { createStepView, type StepView } from '../base/createStepView';
import { labelFont, textMeasure } from '../base/measure';
import type { Tool } from '../base/tools';
import { describerOf } from '../describe/describerOf';
import { describeTraining } from './describeTraining';
import { createProgressBar } from './progressBar';
import { createReplayedGates } from './replayedGates';
import { trainingRequests } from './trainingRequests';
import { createTrainingStage } from './trainingStage';
import { savedCurves, trainingTools } from './trainingTools';
import {
  bestEpochOf,
  epochWords,
  historyTable,
  measuredIn
} from './trainingWords';
import { createUsedWeights } from './usedWeights';
import type { ShownLines } from '../describe/line';

/** The training view: what is it learning, now? Its steps are the epochs. */
export const createTrainingView: ViewFactory<History> = (
  element,
  bundle,
  context
) => {
  const { store, translate } = context;
  const { id } = bundle;
  let history = bundle;
  let curves = savedCurves(id, store);
  /** Which epoch is replayed is this view's own; the step inside it is everybody's. */
  const cursor = createCursor({
    step: store.get<number>(id, 'replay') ?? null
  });
  const take = (next = history): void => {
    history = next;
    base.refresh();
  };
  const stage = createTrainingStage(context.cursor, translate, {
    choose: epoch => base.move(epoch),
    play: () => void base.key('play')
  });
  const tools = (live: boolean, replayed: number | null): Tool[] =>
    trainingTools(
      { history, live, gatesOpen: gates.open, replayed, curves },
      {
        ...requests,
        gates: gates.toggle,
        curves(next) {
          curves = next;
          store.set(id, 'curves', curves);
          base.draw();
        }
      },
      translate
    );
  const base: StepView<'history'> = createStepView(element, {
    kind: 'history',
    bundle,
    context: { ...context, cursor },
    title: translate('Training'),
    host: stage.element,
    plays: true,
    clicks: true,
    pins: context.cursor,
    steps: () => ({
      steps: history.epochs.done,
      kept: history.snapshots?.map(({ epoch }) => epoch),
      opens: bestEpochOf(history) ?? history.epochs.done - 1
    }),
    take: next => {
      history = next;
    },
    onStatus() {
      requests.attach();
      base.draw();
    },
    table: () => historyTable(history, translate),
    describer: describerOf(() => trainingLines(history, translate)),
    keyWords: epochKeys(translate),
    draw() {
      const { frame } = base;
      stage.draw({
        history,
        choice: curves,
        width: frame.width,
        measure: textMeasure(labelFont(frame.element)),
        unit: context.cursor.position.unit ?? 0,
        translate
      });
      describeTraining(frame, { history, curves }, parts, translate);
    },
    paint(theme) {
      stage.paint(theme);
      gates.themeChanged();
    },
    lit: () => String(context.cursor.position.step),
    show(epoch) {
      stage.moveTo(epoch, base.playing);
      const snapshot = history.snapshots?.find(each => each.epoch === epoch);
      const live = base.frame.status.state === 'live';
      base.frame.setTools(tools(live, snapshot?.epoch ?? null));
      gates.show(snapshot, live);
    },
    describe: epoch => ({ spoken: epochWords(history, epoch, translate) }),
    at: event => stage.at(event),
    over: (hit, event) => stage.over(hit, event),
    onKey(action) {
      if (action === 'pin' && history.snapshots?.length) {
        // What the cursor of all views is at; without a replay there are no steps of a run.
        const { pinned } = context.cursor.position;
        context.cursor.move({ pinned: !pinned }, stage);
      } else if (isWalk(action) && canWalk(history)) {
        requests.walk(action);
      }
      return action === 'pin' || isWalk(action);
    }
  });
  const used = createUsedWeights(base.frame, translate);
  const gates = createReplayedGates(id, base.frame, context, base.refresh);
  const requests = trainingRequests(id, base.frame, used, context, take);
  const progress = createProgressBar(base.frame, translate);
  const parts = { progress, used, requests };
  base.frame.below.prepend(used.element);
  const stops = [
    context.cursor.subscribe(() => base.light()),
    cursor.subscribe(({ step }) => store.set(id, 'replay', step))
  ];
  requests.attach();
  return {
    ...base.view,
    resize(width) {
      base.view.resize(width);
      gates.resize();
    },
    dispose() {
      [...stops, requests.dispose, gates.dispose, stage.dispose].forEach(stop =>
        stop()
      );
      base.view.dispose();
    }
  };
};

const isWalk = (action: KeyAction): action is 'undo' | 'redo' =>
  action === 'undo' || action === 'redo';

/** Whether a training keeps weights to go back to, and none goes on. */
const canWalk = ({ status, snapshots = [] }: History): boolean =>
  status !== 'running' && snapshots.length > 0;

/** What is measured over the epochs as lines that can be described; training and validation may part. */
function trainingLines(history: History, translate: Translate): ShownLines {
  return {
    time: {
      unit: translate('epoch'),
      nameOf: epoch => translate('epoch %1', epoch + 1)
    },
    lines: measuredIn(history, translate).map(
      ({ metric, name, values, write }) => ({
        name,
        group: metric,
        values,
        write,
        place: {}
      })
    ),
    here: 0,
    parts: true,
    of: [history]
  };
}

/** The steps of this view are the epochs, whatever those of the run are called. */
const epochKeys = (translate: Translate): Readonly<Record<string, string>> => ({
  '← →': translate('epoch'),
  'Home End': translate('first, last epoch')
});
