import type { Translate } from '../../scene/words/translate';

/** Where it is said what became of something. */
export interface Sayings {
  announce(text: string): void;
  warn(text: string): void;
}

/** Puts text on the clipboard, and says so; where the browser refuses, says that. */
export function copyText(
  text: string,
  frame: Sayings,
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
