import type { Translate } from '../context';
import { fill, html, listen } from '../base/dom';
import { letter } from '../base/hue';
import { toolButton } from '../base/tools';

/** A field for a value of the reader's own; Enter holds, Escape leaves. */
export function askForValue(
  host: HTMLElement,
  channel: string,
  translate: Translate,
  done: (value: number | null) => void
): void {
  const input = html('input', {
    class: 'jp-gatescope-field',
    type: 'number',
    step: 'any',
    value: '0.5',
    'aria-label': translate('value to hold %1 at', channel)
  });
  const finish = (value: number | null): void => {
    fill(host);
    done(value);
  };
  const row = html(
    'div',
    { class: 'jp-gatescope-selection' },
    html('label', {}, letter(channel), ' := ', input),
    toolButton({
      id: 'hold',
      label: translate('Hold'),
      look: 'primary',
      run: () =>
        finish(
          Number.isFinite(input.valueAsNumber) ? input.valueAsNumber : null
        )
    })
  );
  listen<KeyboardEvent>(input, 'keydown', event => {
    if (event.key === 'Enter' && Number.isFinite(input.valueAsNumber)) {
      event.preventDefault();
      event.stopPropagation();
      finish(input.valueAsNumber);
    } else if (event.key === 'Escape') {
      event.stopPropagation();
      finish(null);
    }
  });
  fill(host, row);
  input.focus();
  input.select();
}
