import type { Prediction } from '../../trace';
import type { ViewFactory } from '../context';
import type { Translate } from '../../scene/words/translate';
import { createCursor } from '../base/cursor';
import { createStepView, type StepView } from '../base/createStepView';
import { html, listen } from '../base/dom';
import { textMeasure } from '../base/measure';
import { aliveAt } from './alive/aliveWords';
import { aliveOf } from './alive/aliveOf';
import { describerOf } from '../describe/describerOf';
import {
  asked,
  drawn,
  isAsked,
  isGuessOpen,
  type Guess,
  filledGuess
} from './guess';
import { guessField } from './guessField';
import { guessLine } from './guessLine';
import { createGuessState, type GuessState } from './guessState';
import { keptWords } from './keptWords';
import { predictActions } from './predictActions';
import { createPredictStage, type PredictStage } from './predictStage';
import { guessFields, predictTable } from './predictTable';
import {
  createEnding,
  endingTools,
  endingWords,
  predictTools
} from './predictTools';
import { positionWords, scoreWords, positionName } from './scoreWords';
import { formatNumber } from '../../scene/words/format';
import type { ShownLines } from '../describe/line';

/** The predict view: what do I expect before I look? Its steps are the positions that are asked for. */
export const createPredictView: ViewFactory<Prediction> = (
  element,
  bundle,
  context
) => {
  const { translate } = context;
  const state = createGuessState(bundle, context.memory);
  /** Where the keys are is this view's own. */
  const cursor = createCursor();
  const question = html('p', { class: 'jp-gatescope-question' });
  const position = (): number => asked(state.prediction)[base.step] ?? 0;
  const actions = predictActions(
    state,
    {
      draw: () => base.draw(),
      reveal: () => reveal(stage, element, picture),
      announce: words => base.frame.announce(words),
      announceFirst: words => base.frame.announceFirst(words),
      focusTool: id => ending.focus(id)
    },
    translate
  );
  const field = guessField({
    value: () => state.guess.values[position()],
    set: value => actions.set(position(), value),
    commit: actions.commit,
    translate
  });
  const typed = guessLine({
    take: actions.take,
    commit: actions.commit,
    leave: () => picture.focus(),
    translate
  });
  const ending = createEnding(bundle, () => base.frame, translate);
  const base: StepView<'prediction'> = createStepView(element, {
    kind: 'prediction',
    bundle,
    context: { ...context, cursor },
    title: translate('Prediction'),
    pins: null,
    steps: prediction => ({ steps: asked(prediction).length, opens: 0 }),
    take: state.take,
    table: () => predictTable(state.prediction, state.shown, translate),
    describer: describerOf(() =>
      guessLines(state.prediction, state.shown, translate)
    ),
    editor: () =>
      isGuessOpen(state.guess)
        ? null
        : guessFields(state.prediction, state.guess, translate, actions.set),
    draw() {
      const { frame } = base;
      const { prediction, guess, shown } = state;
      question.textContent = prediction.question;
      field.show(prediction, isGuessOpen(guess), question, frame.picture);
      typed.show(prediction, guess, question, frame.picture);
      frame.setMeta(
        prediction.title ?? '',
        prediction.title ?? prediction.question
      );
      frame.setReading(howToRead(prediction, shown, translate));
      stage.setScore(outcome(prediction, guess, translate));
      frame.setTools(predictTools(state, actions, translate, stage.replay));
      ending.rename(endingWords(prediction, translate));
      ending.set(endingTools(state, actions, translate), false);
      frame.refreshTable();
    },
    // Every stroke is another picture.
    lit: () => `${focused()} ${JSON.stringify(state.guess)}`,
    show() {
      const { width, narrow, element: around } = base.frame;
      const { prediction, shown } = state;
      stage.show({
        prediction,
        guess: shown,
        width,
        narrow,
        chosen: focused() || prediction.form !== 'curve' ? position() : null,
        measure: textMeasure(`12px ${getComputedStyle(around).fontFamily}`),
        translate
      });
    },
    describe: () => ({
      spoken:
        actions.news ||
        (focused() ? hereWords(state, position(), translate) : '')
    }),
    keyWords: { I: translate('type the guess') },
    onKey: action =>
      (action === 'edit' && typed.focus()) || actions.key(action, position())
  });
  const { picture } = base.frame;
  const focused = (): boolean => document.activeElement === picture;
  const stage = createPredictStage(base.frame, context.settings, {
    draw(from, to) {
      // One stroke is one thing to undo.
      const take = from ? state.go : state.change;
      take(drawn(state.guess, state.prediction, from, to));
      if (isAsked(state.prediction, to.index)) {
        cursor.move({ step: asked(state.prediction).indexOf(to.index) }, stage);
      }
      base.light();
    },
    end: actions.keep
  });
  base.frame.stage.before(question);
  base.frame.below.append(ending.element);
  const stops = [
    ...['focus', 'blur'].map(type => listen(picture, type, () => base.light())),
    context.memory.onChange?.(() => state.follow() && base.draw())
  ];
  return {
    ...base.view,
    dispose() {
      [...stops, stage.dispose].forEach(stop => stop?.());
      base.view.dispose();
    }
  };
};

/** The truth is shown: the button that was pressed has nothing more to do. */
function reveal(
  stage: PredictStage,
  element: HTMLElement,
  picture: HTMLElement
): void {
  stage.reveal();
  if (element.contains(document.activeElement)) {
    picture.focus();
  }
}

/** The guess at a position, and once it may be seen the truth there. */
function hereWords(
  { prediction, guess, shown }: GuessState,
  position: number,
  translate: Translate
): string {
  const own = positionWords(prediction, guess, position, translate);
  return isGuessOpen(guess)
    ? `${own}; ${aliveAt(prediction, shown, position, translate)}`
    : own;
}

/** What is said of a guess: of one that is marked, that it is kept; of one that was committed, its score. */
function outcome(
  prediction: Prediction,
  guess: Guess,
  translate: Translate
): Node[] {
  if (guess.kept === true) {
    return [html('p', {}, keptWords(translate))];
  }
  return guess.committed ? scoreWords(prediction, guess, translate) : [];
}

/** The guess, and beside it the truth once that may be seen, over the positions that are asked for. */
function guessLines(
  prediction: Prediction,
  guess: Guess,
  translate: Translate
): ShownLines {
  const { axis, form, quantity, truth } = prediction;
  const positions = asked(prediction);
  const filled = filledGuess(prediction, guess);
  const rival = aliveOf(prediction, guess)?.rival;
  const unit = quantity.unit ? ` ${quantity.unit}` : '';
  const line = (name: string, values: ArrayLike<number>) => ({
    name,
    group: quantity.name,
    values: positions.map(position => values[position]),
    write: (value: number) => `${formatNumber(value)}${unit}`,
    place: {}
  });
  return {
    time: {
      unit: axis.name,
      nameOf: place => positionName(prediction, positions[place]),
      unordered: form !== 'curve'
    },
    lines: [
      line(translate('your guess'), filled),
      ...(isGuessOpen(guess)
        ? [line(translate('the truth'), truth.values)]
        : []),
      ...(rival?.values ? [line(rival.name, rival.values.values)] : [])
    ],
    here: 0,
    parts: true,
    // What is shown is recreated each time it is asked for.
    of: [prediction, JSON.stringify(guess)]
  };
}

/** How a guess is made, and once it is committed, how it is read beside the truth. */
function howToRead(
  { form, purpose }: Prediction,
  { committed }: Guess,
  translate: Translate
): string {
  if (committed) {
    return form === 'curve'
      ? translate(
          'dotted is what you drew, the solid line the truth; the ground between them is the distance.'
        )
      : form === 'value'
        ? translate('above the line is your number, below it the truth.')
        : translate(
            'the dashed bar is what you drew, the full one beside it the truth.'
          );
  }
  if (purpose === 'marked') {
    return form === 'value'
      ? translate(
          'type a number, or set it on the line with a finger, the mouse, or ↑ ↓. Your teacher marks what is there when you hand in.'
        )
      : translate(
          'draw with a finger or the mouse, or choose with ← → and move with ↑ ↓, or type in the table (T). Your teacher marks what is there when you hand in.'
        );
  }
  return form === 'value'
    ? translate(
        'type a number, or set it on the line with a finger, the mouse, or ↑ ↓. Then commit: only then the truth is shown.'
      )
    : translate(
        'draw with a finger or the mouse, or choose with ← → and move with ↑ ↓, or type it (I), or its numbers in the table (T). Then commit: only then the truth is shown.'
      );
}
