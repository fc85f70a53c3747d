import { unwritten } from '../../exercises/metadata';
import { html } from '../../widgets/base/dom';
import type { Translate } from '../../scene/words/translate';
import { unwrittenLine } from '../reading/cellOutcome';

/**
 * An exercise that nobody has written yet is no error: Run All says so in a line, with the traceback
 * behind it for who wants to see it.
 */
export function quietUnwritten(
  host: HTMLElement,
  traceback: string,
  translate: Translate
): void {
  if (
    !traceback.includes(unwritten) ||
    host.querySelector('.jp-gatescope-unwritten') !== null
  ) {
    return;
  }
  const drawn = [...host.childNodes];
  host.append(
    html(
      'details',
      { class: 'jp-gatescope-unwritten' },
      html('summary', {}, unwrittenLine(translate)),
      html('div', {}, ...drawn)
    )
  );
  host.classList.add('jp-gatescope-unwritten-output');
}
