import type { ChoiceName, ChoiceValue, Standing } from '../../scene/choices';
import type { Translate } from '../../scene/words/translate';
import { html, setText } from '../base/dom';
import { createSwitches } from './choiceSwitches';

/** What stands below a picture: quiet rows of options, what a view has of its own, and its last words. */
export interface BelowPicture {
  /** All of it, with the elements of the view between. */
  around(own: readonly HTMLElement[]): readonly HTMLElement[];
  stand(stands: readonly Standing[], words: string): void;
  tell(words: string): void;
}

export function createBelow(
  choose: (name: ChoiceName, value: ChoiceValue) => void,
  translate: Translate
): BelowPicture {
  const switches = createSwitches(choose, translate);
  const ends = html('p', { class: 'jp-gatescope-ends' });
  const tell = (words: string): void => {
    setText(ends, words);
    ends.hidden = words === '';
  };
  return {
    tell,
    around: own => [switches.element, ...own, ends],
    stand(stands, words) {
      switches.stand(stands);
      tell(words);
    }
  };
}
