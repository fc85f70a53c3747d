import {
  keysOf,
  toggled,
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
    if (!choice.tool || choice.tool === 'row' || options.length < 2) {
      return [];
    }
    const several = Array.isArray(value) ? (value as readonly unknown[]) : null;
    const each = options.map(({ value: to, label, title }) => ({
      label: label ?? String(to),
      title,
      isChosen: several?.includes(to) ?? to === value,
      run: () => choose(name, several ? toggled(options, value, to) : to)
    }));
    const called = choice.title(translate);
    const keys = keysOf(choice);
    const title = keys === '' ? called : `${called} (${keys})`;
    const { keep } = choice;
    const look = choice.isQuiet && ({ look: 'quiet' } as const);
    if (choice.tool === 'switch') {
      const [off, on] = each;
      const { label, isChosen } = on;
      const { run } = isChosen ? off : on;
      return [
        { id: name, label, title, keep, pressed: isChosen, run, ...look }
      ];
    }
    if (choice.tool === 'buttons') {
      return each.map(({ isChosen, ...tool }, at) => ({
        ...tool,
        ...{ id: `${name}-${at}`, keep: choice.keep },
        pressed: isChosen
      }));
    }
    const at = options.findIndex(option => option.value === value);
    const chosen = options[at]?.short ?? each[at]?.label ?? called;
    return [
      {
        id: name,
        label: `${choice.label?.(translate, chosen) ?? chosen} ▾`,
        ...{ title, keep, ...look },
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
