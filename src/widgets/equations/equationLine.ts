import { html } from '../base/dom';
import { math, type Pieces } from './mathml';

/** One line of mathematics: a single formula, or, where it is too wide, one that may break. */
export interface Line {
  readonly element: HTMLElement;
  append(piece: readonly MathMLElement[]): void;
  fit(): void;
}

/** Makes a line that can break between its pieces. */
export function createLine(start: Pieces): Line {
  const pieces = start.map(piece => [...piece]);
  const element = html('div', { class: 'jp-gatescope-equation-line' });
  const whole = (): void =>
    element.replaceChildren(math('math', {}, ...pieces.flat()));
  whole();
  return {
    element,
    append(piece) {
      pieces.push([...piece]);
      whole();
    },
    fit() {
      if (element.childElementCount > 1) {
        whole();
      }
      if (element.scrollWidth > element.clientWidth + 1) {
        element.replaceChildren(
          ...pieces.map(piece => math('math', {}, ...piece))
        );
      }
    }
  };
}

/** Changes the texts that differ. */
export function setTexts(
  slots: readonly MathMLElement[],
  texts: readonly string[]
): void {
  slots.forEach((slot, index) => {
    if (slot.textContent !== texts[index]) {
      slot.textContent = texts[index];
    }
  });
}
