import type { Translate } from '../context';
import type { KeyAction } from '../base/keys';
import { toolButton } from '../base/tools';

/** Large buttons under a narrow picture: step back and forth, next unit. */
export function stepButtons(
  act: (action: KeyAction) => void,
  translate: Translate
): HTMLButtonElement[] {
  return [
    toolButton({
      id: 'previousStep',
      label: `◂ ${translate('step')}`,
      run: () => act('previousStep')
    }),
    toolButton({
      id: 'nextStep',
      label: `${translate('step')} ▸`,
      run: () => act('nextStep')
    }),
    toolButton({
      id: 'nextUnit',
      label: `${translate('unit')} ▾`,
      run: () => act('nextUnit')
    })
  ];
}
