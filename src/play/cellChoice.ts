import { html } from '../widgets/base/dom';
import { choice } from './controls';
import { CELLS, heldOf, type CellName, type PlayState } from './playState';
import { CELL_WORDS } from './words';

/** The head of a lane: which cell, how many weights, and a gate to hold. */
export interface LaneHead {
  readonly element: HTMLElement;
  show(given: {
    readonly cell: CellName;
    readonly meta: string;
    readonly hold: { readonly gate: string; readonly value: number } | null;
  }): void;
}

export function createLaneHead(
  lane: 0 | 1,
  actions: {
    cell(cell: CellName): void;
    hold(hold: { gate: string; value: number } | null): void;
  }
): LaneHead {
  const cell = choice(
    CELLS.map(name => [name, CELL_WORDS[name]] as const),
    value => actions.cell(value as CellName)
  );
  cell.className = 'play-cell';
  cell.setAttribute(
    'aria-label',
    lane === 0 ? 'First network' : 'Second network'
  );
  const meta = html('small');
  const gate = html('select', { 'aria-label': 'What to hold' });
  const value = html('input', {
    type: 'range',
    min: 0,
    max: 1,
    step: 0.05,
    'aria-label': 'Value of what is held'
  });
  const word = html('b');
  const told = (): void =>
    actions.hold(
      gate.value === ''
        ? null
        : { gate: gate.value, value: Number(value.value) }
    );
  gate.addEventListener('change', told);
  value.addEventListener('input', told);
  const holder = html(
    'span',
    { class: 'play-hold' },
    'hold ',
    gate,
    value,
    word
  );
  const element = html('div', { class: 'play-lane-head' }, cell, meta, holder);
  let offered = '';
  return {
    element,
    show({ cell: now, meta: words, hold }) {
      const gates = heldOf(now);
      cell.value = now;
      meta.textContent = words;
      holder.hidden = gates.length === 0;
      if (offered !== gates.join()) {
        offered = gates.join();
        gate.replaceChildren(
          html('option', { value: '' }, 'nothing'),
          ...gates.map(each => html('option', { value: each }, each))
        );
        value.value = '0.5';
      }
      gate.value = hold?.gate ?? '';
      value.hidden = word.hidden = hold === null;
      if (hold) {
        value.value = String(hold.value);
        word.textContent = `:= ${hold.value.toFixed(2)}`;
      }
    }
  };
}

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
