import { Widget } from '@lumino/widgets';
import { html } from '../../widgets/base/dom';
import { toolButton } from '../../widgets/base/tools';
import type { Translate } from '../../widgets/context';

export interface CurtainBarOptions {
  /** How many notebook cells are closed. */
  readonly count: number;
  readonly open: () => void;
  readonly translate: Translate;
}

/** One line below a prediction: how much is closed, and how it opens. */
export class CurtainBar extends Widget {
  constructor({ count, open, translate }: CurtainBarOptions) {
    super();
    this.addClass('jp-gatescope-curtain');
    this.addClass('jp-gatescope-panel');
    this.node.setAttribute('role', 'group');
    this.node.setAttribute('aria-label', translate('Closed until you guess'));
    this.node.dataset['lmSuppressShortcuts'] = 'true';
    const button = toolButton({
      id: 'open-curtain',
      label: translate('Open without a guess'),
      look: 'quiet',
      run: open
    });
    button.tabIndex = 0;
    this.node.append(
      html(
        'span',
        {},
        count === 1
          ? translate(
              'The next notebook cell opens when you commit your guess.'
            )
          : translate(
              'The next %1 notebook cells open when you commit your guess.',
              count
            )
      ),
      button
    );
  }
}
