import { html } from '../widgets/base/dom';
import type { PlayState } from './playState';

/** Where a cell of one's own is written, and where code of an address waits to be asked for. */
export function createOwnPanel(run: (code: string) => void): {
  readonly element: HTMLElement;
  show(state: PlayState, isTrusted: boolean): void;
} {
  const code = html('textarea', {
    rows: 8,
    maxlength: 1200,
    spellcheck: 'false',
    'aria-label': 'The body of your cell’s step'
  });
  const words = html('p');
  const button = html(
    'button',
    { type: 'button', class: 'play-small' },
    'Run this cell'
  );
  button.addEventListener('click', () => run(code.value));
  const element = html(
    'section',
    { class: 'play-own', hidden: true, 'aria-label': 'Your own cell' },
    words,
    code,
    button
  );
  let written = '';
  return {
    element,
    show({ cells, own }, isTrusted) {
      element.hidden = !cells.includes('own');
      if (written !== own) {
        code.value = written = own;
      }
      words.textContent = isTrusted
        ? 'The step of your cell: from x and h to the next h. Every W, U and b that you name becomes a weight; every name that you return becomes a channel.'
        : 'This address brings code for a cell. Read it; it runs when you say so, and it can reach nothing but this page’s worker.';
    }
  };
}
