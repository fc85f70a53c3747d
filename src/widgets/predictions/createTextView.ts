import type { Predictions } from '../../trace';
import type { View, ViewFactory } from '../context';
import { createStepView, type StepView } from '../base/createStepView';
import { html, setText } from '../base/dom';
import { typedNumber } from '../../scene/words/format';
import type { Tool } from '../base/tools';
import { describerOf } from '../describe/describerOf';
import { likelyTokens } from './likelyTokens';
import { contentOf, type TextContent } from '../../views/predictions/measures';
import { textLines } from './predictionLines';
import { surpriseWords, textReading, textTable, tokenWords } from './textWords';
import { createTokenColors, type Coloring } from './tokenColors';

/** Generated text, each token coloured by its probability or by a unit. */
export const createTextView: ViewFactory<Predictions> = (
  element,
  bundle,
  context
): View => {
  const { store, translate } = context;
  const content: TextContent = contentOf(bundle, 'text');
  const { tokens, promptLength, temperature } = content;
  const units = content.hidden?.shape[1] ?? 0;
  let coloring = firstColoring(
    store.get<Coloring>(bundle.id, 'coloring') ?? bundle.view?.unit,
    units
  );
  const colors = createTokenColors(content, translate);
  const words = html('p', { class: 'jp-gatescope-text-words' });
  const likely = likelyTokens(content, translate);

  const color = (next: Coloring): true => {
    coloring = next;
    store.set(bundle.id, 'coloring', next);
    base.draw();
    base.frame.refreshTable();
    return true;
  };
  const base: StepView<'predictions'> = createStepView(element, {
    kind: 'predictions',
    bundle,
    context,
    title: translate('Text'),
    host: html('div', {}, colors.body, colors.scale, words, likely.element),
    steps: ({ view }) => ({
      steps: tokens.length,
      opens: view?.step ?? promptLength
    }),
    table: () => textTable(content, coloring, likely, translate),
    describer: describerOf(() => textLines(content, coloring, translate)),
    draw(_, { dark }) {
      const { frame } = base;
      frame.setMeta(
        [
          ...(bundle.title ? [bundle.title] : []),
          tokens.length === 1
            ? translate('1 token, %1 given', promptLength)
            : translate('%1 tokens, %2 given', tokens.length, promptLength),
          ...(temperature === undefined
            ? []
            : [translate('temperature %1', typedNumber(temperature))])
        ].join(' · ')
      );
      frame.setTools(tools());
      frame.setReading(textReading(coloring, dark, translate));
      frame.setChanged(surpriseWords(content, translate));
    },
    paint: theme => colors.paint(coloring, theme),
    lit: () => String(coloring),
    show(step) {
      colors.mark(step);
      likely.show(step);
      setText(words, tokenWords(content, coloring, step, translate));
    },
    describe: step => ({
      spoken: [
        tokenWords(content, coloring, step, translate),
        likely.words(step)
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
      const unit = coloring === 'probability' ? -1 : coloring;
      switch (action) {
        case 'nextUnit':
          return units === 0 || color(Math.min(units - 1, unit + 1));
        case 'previousUnit':
          return color(unit <= 0 ? 'probability' : unit - 1);
        default:
          return false;
      }
    }
  });
  const tools = (): Tool[] => {
    const isUnit = coloring !== 'probability';
    const probability = {
      id: 'probability',
      label: translate('Probability'),
      pressed: !isUnit,
      run: () => void color('probability')
    };
    const unit = {
      id: 'unit',
      label: isUnit ? translate('Unit %1 ▾', coloring) : translate('Unit ▾'),
      title: translate('Color the text by a unit of the state'),
      pressed: isUnit,
      keep: true,
      menu: () =>
        Array.from({ length: units }, (_, index) => ({
          label: translate('Unit %1', index),
          checked: coloring === index,
          run: () => void color(index)
        }))
    };
    return units > 0 ? [probability, unit] : [probability];
  };
  return base.view;
};

function firstColoring(wanted: Coloring | undefined, units: number): Coloring {
  return typeof wanted === 'number' && wanted < units ? wanted : 'probability';
}
