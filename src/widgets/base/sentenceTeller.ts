import type { Translate } from '../../scene/words/translate';
import type { Frame } from './frame';
import type { KeyAction } from '../../scene/words/keyAction';

/**
 * Answers D in a view whose picture is described by sentences that it has anyway: the first one, and the
 * next each time. Key by key they are the same until the view has others.
 *
 * @returns whether the key was used
 */
export function sentenceTeller(
  frame: () => Pick<Frame, 'tell' | 'announce'>,
  sentences: () => readonly string[],
  translate: Translate
): (action: KeyAction) => boolean {
  let told: readonly string[] = [];
  let next = 0;
  return action => {
    if (action !== 'describe') {
      return false;
    }
    const now = sentences();
    const isSame = now.join('\n') === told.join('\n');
    const again = isSame && next >= now.length;
    next = isSame && !again ? next : 0;
    told = now;
    const words =
      now[next] ?? translate('There is no number to describe here.');
    next += 1;
    frame().tell(words);
    frame().announce(
      again && now.length > 1
        ? translate('That was all. From the beginning: %1', words)
        : words
    );
    return true;
  };
}
