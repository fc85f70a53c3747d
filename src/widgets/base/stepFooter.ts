import type { Translate } from '../../scene/words/translate';
import { fill, html } from './dom';
import type { Frame } from './frame';
import type { KeyAction } from '../../scene/words/keyAction';
import { toolButton } from './tools';

/** What stands under the picture of a narrow view. */
export interface StepFooter {
  /** The frame may be narrow now, or no longer. */
  fit(): void;
}

/** Makes the large buttons under a narrow picture, above what stands below it. */
export function createStepFooter(
  frame: Pick<Frame, 'below' | 'narrow'>,
  act: (action: KeyAction) => unknown,
  translate: Translate
): StepFooter {
  const host = html('div', { class: 'jp-gatescope-touch' });
  frame.below.before(host);
  return {
    fit() {
      // A button that has the focus keeps it.
      if (frame.narrow !== host.hasChildNodes()) {
        fill(host, frame.narrow ? stepButtons(act, translate) : []);
      }
    }
  };
}

/** Step back and forth, next unit. */
function stepButtons(
  act: (action: KeyAction) => unknown,
  translate: Translate
): HTMLButtonElement[] {
  return [
    toolButton({
      id: 'previousStep',
      label: `◂ ${translate('%step')}`,
      run: () => act('previousStep')
    }),
    toolButton({
      id: 'nextStep',
      label: `${translate('%step')} ▸`,
      run: () => act('nextStep')
    }),
    toolButton({
      id: 'nextUnit',
      label: `${translate('unit')} ▾`,
      run: () => act('nextUnit')
    })
  ];
}
