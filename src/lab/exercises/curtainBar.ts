import { Widget } from '@lumino/widgets';
import type { Curtain } from '../../exercises/metadata';
import { html } from '../../widgets/base/dom';
import { keepKeys } from '../../widgets/base/keepKeys';
import { toolButton } from '../../widgets/base/tools';
import type { Translate } from '../../scene/words/translate';

export interface CurtainBarOptions {
  readonly asks: Curtain['asks'];
  /** How many notebook cells are closed. */
  readonly count: number;
  readonly open: () => void;
  readonly translate: Translate;
}

/** One line below a question: how much is closed, and how it opens. */
export class CurtainBar extends Widget {
  constructor({ asks, count, open, translate }: CurtainBarOptions) {
    super();
    const isGuess = asks === 'prediction';
    this.addClass('jp-gatescope-curtain');
    this.addClass('jp-gatescope-panel');
    this.node.setAttribute('role', 'group');
    this.node.setAttribute(
      'aria-label',
      isGuess
        ? translate('Closed until you guess')
        : translate('Closed until you answer')
    );
    keepKeys(this.node);
    const button = toolButton({
      id: 'open-curtain',
      label: isGuess
        ? translate('Open without a guess')
        : translate('Open without an answer'),
      look: 'quiet',
      run: open
    });
    button.tabIndex = 0;
    const words = isGuess
      ? guessWords(count, translate)
      : answerWords(count, translate);
    this.node.append(html('span', {}, words), button);
  }
}

function guessWords(count: number, translate: Translate): string {
  return count === 1
    ? translate('The next notebook cell opens when you commit your guess.')
    : translate(
        'The next %1 notebook cells open when you commit your guess.',
        count
      );
}

function answerWords(count: number, translate: Translate): string {
  return count === 1
    ? translate('The next notebook cell opens when you answer.')
    : translate('The next %1 notebook cells open when you answer.', count);
}
