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
    const look = choice.isQuiet && ({ look: 'quiet' } as const);
    if (choice.tool === 'switch') {
      const [off, on] = each;
      return [
        {
          ...{ id: name, label: on.label, pressed: on.isChosen, ...look },
          title: choice.title(translate),
          run: (on.isChosen ? off : on).run
        }
      ];
    }
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
        label: `${choice.called?.(translate) ?? each.find(({ isChosen }) => isChosen)?.label ?? called} ▾`,
        ...look,
        title: keys === '' ? called : `${called} (${keys})`,
        menu: () =>
          each.map(({ isChosen, ...item }) => ({ ...item, checked: isChosen }))
      }
    ];
  });
}
