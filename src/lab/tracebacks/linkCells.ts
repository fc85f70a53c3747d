import type { Translate } from '../../scene/words/translate';

/** A line of a notebook cell, as a traceback names it. */
export interface CellLine {
  /** What stood in the brackets beside the notebook cell when it ran. */
  readonly count: number;
  /** From 0. */
  readonly line: number;
}

/** How the kernel writes a place, in a color of its own: one element holds these words alone. */
const PLACE = /^Cell In\[(\d+)\], line (\d+)$/;

/** Makes each place of a drawn traceback a link; `follow` is called when the reader takes it. */
export function linkCells(
  host: HTMLElement,
  follow: (place: CellLine) => void,
  translate: Translate
): void {
  for (const element of host.querySelectorAll('span')) {
    const match =
      element.childElementCount === 0
        ? PLACE.exec(element.textContent ?? '')
        : null;
    if (match === null || element.closest('a') !== null) {
      continue;
    }
    const place = { count: Number(match[1]), line: Number(match[2]) - 1 };
    const link = document.createElement('a');
    link.className = 'jp-gatescope-place';
    link.href = '#';
    link.title = translate(
      'Go to line %1 of this notebook cell',
      place.line + 1
    );
    link.addEventListener('click', event => {
      event.preventDefault();
      follow(place);
    });
    element.replaceWith(link);
    link.append(element);
  }
}
