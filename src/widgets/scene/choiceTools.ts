import {
  keysOf,
  type ChoiceName,
  type ChoiceValue,
  type Standing
} from '../../scene/choices';
import type { Translate } from '../../scene/words/translate';
import type { Tool } from '../base/tools';

/** A list, or buttons, for each choice that has several options. */
export function choiceTools(
  stands: readonly Standing[],
  choose: (name: ChoiceName, value: ChoiceValue) => void,
  translate: Translate
): Tool[] {
  return stands.flatMap(({ name, choice, options, value }): Tool[] => {
    if (!choice.tool || choice.tool === 'switch' || options.length < 2) {
      return [];
    }
    const each = options.map(({ value: to, label, title }) => ({
      label: label ?? String(to),
      title,
      isChosen: to === value,
      run: () => choose(name, to)
    }));
    if (choice.tool === 'buttons') {
      return each.map(({ isChosen, ...tool }, at) => ({
        ...tool,
        id: `${name}-${at}`,
        pressed: isChosen
      }));
    }
    const keys = keysOf(choice);
    const called = choice.title(translate);
    return [
      {
        id: name,
        label: `${each.find(({ isChosen }) => isChosen)?.label ?? called} ▾`,
        title: keys === '' ? called : `${called} (${keys})`,
        keep: choice.keep,
        menu: () =>
          each.map(({ isChosen, ...item }) => ({ ...item, checked: isChosen }))
      }
    ];
  });
}
