import type { ChoiceName, ChoiceValue, Standing } from '../../scene/choices';
import type { Translate } from '../../scene/words/translate';
import { fill, html, listen } from '../base/dom';
import { uniqueId } from '../base/uniqueId';

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
