import {
  keysOf,
  type ChoiceName,
  type ChoiceValue,
  type Standing
} from '../../scene/choices';
import type { Translate } from '../../scene/words/translate';
import type { MenuItem } from '../base/menu';
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
    return [
      {
        id: name,
        label: `${each.find(({ isChosen }) => isChosen)?.label ?? called} ▾`,
        title: keys === '' ? called : `${called} (${keys})`,
        menu: () =>
          each.map(({ isChosen, ...item }) => ({ ...item, checked: isChosen }))
      }
    ];
  });
}

/** Of a list, no more are offered. */
const MOST_ITEMS = 32;

/** Choices as items of one menu: a list of what each can be, or what turns one on and off. */
export const choiceItems = (
  stands: readonly Standing[],
  names: readonly ChoiceName[],
  choose: (name: ChoiceName, value: ChoiceValue) => void
): MenuItem[] =>
  names
    .flatMap(name => stands.filter(each => each.name === name))
    .flatMap(({ name, options, value }) => {
      const listed = options.filter(({ label }) => label !== undefined);
      const other = options.find(({ label }) => label === undefined);
      return options.length < 2
        ? []
        : listed.slice(0, MOST_ITEMS).map(({ value: to, label = '', off }) => ({
            label,
            checked: to === value,
            ...(off !== undefined && { off }),
            run: () => choose(name, to === value && other ? other.value : to)
          }));
    });
