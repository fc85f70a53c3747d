import type { Predictions } from '../../trace';
import {
  changedChoices,
  keyedChoice,
  keyWordsOf,
  type ChoiceName,
  type ChoiceValue
} from '../../scene/choices';
import { createMoment } from '../../scene/createMoment';
import { drawView } from '../../scene/drawView';
import { dataTable } from '../../scene/table';
import { contentOf, type TextContent } from '../../views/predictions/measures';
import { coloringOf, textView } from '../../views/predictions/textView';
import {
  likelyWords,
  textReading,
  tokenWords
} from '../../views/predictions/textWords';
import { createStepView, type StepView } from '../base/createStepView';
import { html, setText } from '../base/dom';
import type { View, ViewFactory } from '../context';
import { describerOf } from '../describe/describerOf';
import { choiceTools } from '../scene/choiceTools';
import { keptOf } from '../scene/definedPage';
import { pagePaper } from '../scene/pagePaper';
import { likelyTokens } from './likelyTokens';
import { textLines } from './predictionLines';
import { createTokenColors } from './tokenColors';

/** The page of a generated text: words that flow, each on its color. */
export const createTextView: ViewFactory<Predictions> = (
  element,
  bundle,
  context
): View => {
  const { translate } = context;
  const content: TextContent = contentOf(bundle, 'text');
  const { words: told } = textView;
  const moment = createMoment(
    textView,
    bundle,
    keptOf(bundle, textView.name, context),
    translate
  );
  const coloring = () => coloringOf(moment.now.chosen);
  const colors = createTokenColors(content, translate);
  const words = html('p', { class: 'jp-gatescope-text-words' });
  const likely = likelyTokens(content, translate);
  const choose = (name: ChoiceName, value: ChoiceValue): true => {
    if (moment.choose(name, value).length > 0) {
      base.draw();
      base.frame.refreshTable();
    }
    return true;
  };
  const base: StepView<'predictions'> = createStepView(element, {
    kind: 'predictions',
    ...{ bundle, context, asks: true },
    title: textView.title(translate),
    host: html('div', {}, colors.body, colors.scale, words, likely.element),
    keyWords: keyWordsOf(moment.stands, translate),
    steps: next =>
      textView.steps?.(next) ?? { steps: content.tokens.length, opens: 0 },
    choice: () => changedChoices(moment.stands),
    svg() {
      const view = { ...bundle.view, step: base.step };
      const now = { ...moment.now, bundle: { ...bundle, view } };
      return drawView(textView, now, pagePaper(base.frame.element));
    },
    table: () => dataTable(moment.table),
    describer: describerOf(() => textLines(content, coloring(), translate)),
    draw(_, { dark }) {
      const { frame } = base;
      const { now, stands } = moment;
      frame.setMeta(told.meta?.(now) ?? '');
      frame.setAsked(told.question(now), told.answer(now)?.sentence ?? '');
      frame.setReading(textReading(coloring(), dark, translate));
      frame.setTools(choiceTools(stands, choose, translate));
    },
    paint: theme => colors.paint(coloring(), theme),
    lit: () => String(coloring()),
    show(step) {
      colors.mark(step);
      likely.show(step);
      setText(words, tokenWords(content, coloring(), step, translate));
    },
    describe: step => ({
      spoken: [
        tokenWords(content, coloring(), step, translate),
        likelyWords(content, step)
      ].join('. ')
    }),
    at(event) {
      const token =
        event.target instanceof Element
          ? event.target.closest('[data-step]')
          : null;
      return token && { step: Number(token.getAttribute('data-step')) };
    },
    onKey(action) {
      const to = keyedChoice(moment.stands, action);
      return to !== null && choose(to.name, to.value);
    }
  });
  return base.view;
};
