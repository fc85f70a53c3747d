import {
  keysOf,
  toggled,
  type ChoiceName,
  type ChoiceValue,
  type Standing
} from '../../scene/choices';
import type { Translate } from '../../scene/words/translate';
import { fill, html, listen } from '../base/dom';
import type { MenuItem } from '../base/menu';
import type { Tool } from '../base/tools';
import { uniqueId } from '../base/uniqueId';

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

/** The options of choices, a quiet row each: what can be chosen is seen, and one click away. */
export interface Switches {
  readonly element: HTMLElement;
  stand(stands: readonly Standing[]): void;
}

export function createSwitches(
  choose: (name: ChoiceName, value: ChoiceValue) => void,
  translate: Translate
): Switches {
  const element = html('div', { class: 'jp-gatescope-switches' });
  const id = uniqueId();
  let written = '';
  let inputs: HTMLInputElement[] = [];
  const rowOf = ({ name, choice, options }: Standing): HTMLElement =>
    html(
      'div',
      {
        class: 'jp-gatescope-switch',
        role: 'radiogroup',
        'aria-label': choice.title(translate)
      },
      html('span', { 'aria-hidden': 'true' }, choice.title(translate)),
      options.map(({ value, label = String(value), title }) => {
        const input = html('input', {
          type: 'radio',
          name: `jp-gatescope-${name}-${id}`
        });
        listen(input, 'change', () => choose(name, value));
        inputs.push(input);
        return html('label', { title }, input, html('span', {}, label));
      })
    );
  return {
    element,
    stand(stands) {
      const shown = stands.filter(
        ({ choice: { tool }, options }) => tool === 'row' && options.length > 1
      );
      const now = JSON.stringify(
        shown.map(({ name, choice, options }) => [
          name,
          choice.title(translate),
          options
        ])
      );
      // One that has the focus stays as long as there is nothing else to choose from.
      if (now !== written) {
        written = now;
        inputs = [];
        fill(element, shown.map(rowOf));
      }
      shown
        .flatMap(({ options, value }) =>
          options.map(each => each.value === value)
        )
        .forEach((isChosen, at) => (inputs[at].checked = isChosen));
    }
  };
}
