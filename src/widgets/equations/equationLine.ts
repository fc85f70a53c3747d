import { html } from '../base/dom';
import { math, type Pieces } from './mathml';

/** One line of mathematics: a single formula, or, where it is too wide, one that may break. */
export interface Line {
  readonly element: HTMLElement;
  append(piece: readonly MathMLElement[]): void;
  fit(): void;
}

/**
 * Makes a line that can break between its pieces. Numbers change from step to step, so a line of them
 * is in pieces from the start; letters are one formula for as long as that fits.
 */
export function createLine(start: Pieces, inPieces = false): Line {
  const pieces = start.map(piece => [...piece]);
  const element = html('div', { class: 'jp-gatescope-equation-line' });
  const broken = (): void =>
    element.replaceChildren(...pieces.map(piece => math('math', {}, ...piece)));
  const whole = (): void =>
    inPieces
      ? broken()
      : element.replaceChildren(math('math', {}, ...pieces.flat()));
  whole();
  return {
    element,
    append(piece) {
      pieces.push([...piece]);
      whole();
    },
    fit() {
      if (inPieces) {
        return;
      }
      if (element.childElementCount > 1) {
        whole();
      }
      if (element.scrollWidth > element.clientWidth + 1) {
        broken();
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
