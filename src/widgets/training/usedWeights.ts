import type { History } from '../../trace';
import type { Translate } from '../context';
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
  const words: UsedWeights['words'] = ({ usedEpoch }) =>
    usedEpoch === undefined
      ? translate('The network has the weights that training left.')
      : translate(
          'The network has the weights of epoch %1 now; what was shown of it before is stale.',
          usedEpoch + 1
        );
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
      const { usedEpoch } = history;
      element.hidden = usedEpoch === undefined;
      const now = `${usedEpoch} ${code}`;
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
