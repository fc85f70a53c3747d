import type { Translate } from '../context';
import type { Frame } from './frame';

/** Puts text on the clipboard, and says so; where the browser refuses, says that. */
export function copyText(
  text: string,
  frame: Pick<Frame, 'announce' | 'warn'>,
  translate: Translate
): void {
  navigator.clipboard.writeText(text).then(
    () => frame.announce(translate('copied')),
    () =>
      frame.warn(
        translate('The browser does not let the page copy; select the line.')
      )
  );
}
