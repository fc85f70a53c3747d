import type { Translate } from '../../scene/words/translate';
import { fill, html, listen } from '../base/dom';
import { finiteField } from '../base/finiteField';
import { letter } from '../base/hue';
import { toolButton } from '../base/tools';

/** A field for a value of the reader's own; Enter holds, Escape leaves. */
export function askForValue(
  host: HTMLElement,
  channel: string,
  translate: Translate,
  done: (value: number | null) => void
): void {
  const { input, message, read, typeOver } = finiteField(
    {
      value: '0.5',
      'aria-label': translate('value to hold %1 at', channel)
    },
    translate
  );
  const finish = (value: number | null): void => {
    fill(host);
    done(value);
  };
  const hold = (): void => {
    const value = read();
    if (value === null) {
      input.focus();
    } else {
      finish(value);
    }
  };
  const row = html(
    'div',
    { class: 'jp-gatescope-selection' },
    html('label', {}, letter(channel), ' := ', input),
    toolButton({
      id: 'hold',
      label: translate('Hold'),
      look: 'primary',
      run: hold
    }),
    message
  );
  listen<KeyboardEvent>(input, 'keydown', event => {
    if (event.key === 'Enter') {
      event.preventDefault();
      event.stopPropagation();
      hold();
    } else if (event.key === 'Escape') {
      event.stopPropagation();
      finish(null);
    }
  });
  fill(host, row);
  typeOver();
}
