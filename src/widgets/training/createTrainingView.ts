import type { History } from '../../trace';
import {
  changedChoices,
  type ChoiceName,
  type ChoiceValue
} from '../../scene/choices';
import { createMoment } from '../../scene/createMoment';
import { dataTable } from '../../scene/table';
import { trainingView } from '../../views/training/trainingView';
import { createStepView, type StepView } from '../base/createStepView';
import { createCursor } from '../base/cursor';
import type { ViewFactory } from '../context';
import { describerOf } from '../describe/describerOf';
import { choiceTools } from '../scene/choiceTools';
import { keptOf, wordsOfKeys, writeAround } from '../scene/definedPage';
import { createDrawing } from '../scene/createDrawing';
import { pageFile } from '../scene/pagePaper';
import { shownLines } from '../scene/shownLines';
import { trainingInteractions } from './trainingInteractions';

/** The training view: what is it learning, now? Its steps are the epochs. */
export const createTrainingView: ViewFactory<History> = (
  element,
  bundle,
  context
) => {
  const { store, translate } = context;
  const { id } = bundle;
  const kept = keptOf(bundle, 'training', context);
  const moment = createMoment(trainingView, bundle, kept, translate);
  const kepts = () => moment.now.bundle.snapshots?.map(({ epoch }) => epoch);
  /** Which epoch is replayed is this view's own; the step inside it is everybody's. */
  const cursor = createCursor({
    step: store.get<number>(id, 'replay') ?? null
  });
  const choose = (name: ChoiceName, value: ChoiceValue): void => {
    moment.choose(name, value);
    base.draw();
  };
  const drawing = createDrawing('training', moment, {
    picture: () => base.frame.picture,
    over(hit) {
      if (hit?.panel.id === 'replay') {
        context.cursor.move({ step: hit.column }, drawing);
      }
    }
  });
  const base: StepView<'history'> = createStepView(element, {
    kind: 'history',
    bundle,
    context: { ...context, cursor },
    title: translate('Training'),
    ...drawing.pointer,
    plays: true,
    clicks: true,
    asks: true,
    pins: context.cursor,
    steps: () => ({
      steps: moment.table.places.count,
      kept: kepts(),
      opens: trainingView.opens!(moment.now)
    }),
    take: next => moment.take(next),
    onStatus() {
      hands.attach();
      base.draw();
    },
    choice: () => ({
      ...changedChoices(moment.stands),
      ...(cursor.position.step !== null && { epoch: base.step })
    }),
    svg: () => pageFile(trainingView, moment.now, base),
    table: () => dataTable(moment.table),
    describer: describerOf(() => shownLines(moment)),
    keyWords: wordsOfKeys(trainingView, moment, translate),
    draw(width) {
      const unit = context.cursor.position.unit ?? 0;
      if (unit !== (moment.now.data?.unit ?? 0)) {
        moment.know({ unit });
      }
      drawing.draw(width);
      writeAround(base.frame, trainingView, moment.now, base.step);
      hands.drawn(unit);
    },
    paint(theme) {
      drawing.paint(theme);
      hands.themeChanged();
    },
    lit: () => String(context.cursor.position.step),
    show(epoch) {
      drawing.show(epoch);
      hands.show(epoch);
      base.frame.setTools([
        ...hands.tools(epoch),
        ...choiceTools(moment.stands, choose, translate)
      ]);
    },
    describe: epoch => ({
      spoken: trainingView.words.spoken?.(moment.now, epoch) ?? ''
    }),
    onKey(action) {
      if (action === 'undo' || action === 'redo') {
        hands.walk(action);
        return true;
      }
      if (action === 'pin' && kepts()?.length) {
        // What the cursor of all views is at; without a replay there are no steps of a run.
        const { pinned } = context.cursor.position;
        context.cursor.move({ pinned: !pinned }, drawing);
      }
      return action === 'pin';
    }
  });
  const hands = trainingInteractions(base, moment, drawing, context);
  const stops = [
    context.cursor.subscribe(() => base.light()),
    cursor.subscribe(({ step }) => store.set(id, 'replay', step))
  ];
  hands.attach();
  return {
    ...base.view,
    resize(width) {
      base.view.resize(width);
      hands.resize();
    },
    dispose() {
      stops.forEach(stop => stop());
      hands.dispose();
      base.view.dispose();
    }
  };
};
