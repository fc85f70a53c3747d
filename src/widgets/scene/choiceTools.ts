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
    if (!choice.tool || options.length < 2) {
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
    const title = keys === '' ? called : `${called} (${keys})`;
    const { keep } = choice;
    if (choice.tool === 'switch') {
      const [off, on] = each;
      const { isChosen } = on;
      const { run } = isChosen ? off : on;
      return [
        { id: name, label: on.label, title, keep, pressed: isChosen, run }
      ];
    }
    const at = options.findIndex(option => option.value === value);
    return [
      {
        id: name,
        label: `${options[at]?.short ?? each[at]?.label ?? called} ▾`,
        ...{ title, keep },
        menu: () =>
          each.map(({ isChosen, ...item }) => ({ ...item, checked: isChosen }))
      }
    ];
  });
}
