import type { History } from '../../trace';
import type { Translate } from '../../scene/words/translate';
import { copyText } from '../base/copyText';
import { fill, html, listen, type Content } from '../base/dom';
import type { Frame } from '../base/frame';
import { toolButton } from '../base/tools';

/** Says which weights the network has, where these are not the ones that training left. */
export interface UsedWeights {
  readonly element: HTMLElement;
  show(history: History): void;
  /** The line that does the same in a notebook cell. */
  setCode(code: string): void;
  words(history: History): string;
  /** A link in a sentence that gives the network the weights of an epoch (from 0). */
  offer(epoch: number, use: () => void): Content;
}

export function createUsedWeights(
  frame: Frame,
  translate: Translate
): UsedWeights {
  const element = html('div', { class: 'jp-gatescope-used', hidden: true });
  let code = '';
  let shown = '';
  const words: UsedWeights['words'] = ({ usedEpoch, elsewhere }) =>
    usedEpoch !== undefined
      ? translate(
          'The network has the weights of epoch %1 now; what it computed with others is stale.',
          usedEpoch + 1
        )
      : elsewhere
        ? translate(
            'The network has other weights now than this training left: it was trained again, or they were set. Ctrl + Z and Ctrl + Y walk through all that it had.'
          )
        : translate('The network has the weights that this training left.');
  return {
    element,
    words,
    offer(epoch, use) {
      const button = html(
        'button',
        { type: 'button', class: 'jp-gatescope-link', tabindex: -1 },
        translate('Use the weights of epoch %1', epoch + 1)
      );
      listen(button, 'click', use);
      return [' ', button];
    },
    setCode(next) {
      code = next;
    },
    show(history) {
      const { usedEpoch, elsewhere } = history;
      element.hidden = usedEpoch === undefined && !elsewhere;
      const now = `${usedEpoch} ${elsewhere} ${code}`;
      if (element.hidden || now === shown) {
        return;
      }
      shown = now;
      fill(
        element,
        html('span', {}, words(history)),
        // The code of another epoch would do something else.
        code !== '' && code.includes(`(${usedEpoch})`)
          ? [
              html('code', { class: 'jp-gatescope-inline-code' }, code),
              toolButton({
                id: 'copyUse',
                label: translate('Copy code'),
                look: 'quiet',
                run: () => copyText(code, frame, translate)
              })
            ]
          : []
      );
    }
  };
}
