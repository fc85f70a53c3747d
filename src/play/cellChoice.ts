import { html } from '../widgets/base/dom';
import { choice } from './controls';
import { button, slider, type PagePart } from './pagePart';
import { CELLS, holdableGates, type CellName } from './playState';
import type { PlayStore } from './playStore';
import { ratesOf } from './rates';
import { CELL_NOTES, CELL_WORDS } from './words';

/** The head of a lane: which cell, how many weights, and a gate to hold. */
export function createLaneHead(store: PlayStore, lane: 0 | 1): PagePart {
  const cell = choice(
    CELLS.map(name => [name, CELL_WORDS[name]] as const),
    chosen => {
      const [first, second] = store.state.cells;
      const name = chosen as CellName;
      store.change({ cells: lane === 0 ? [name, second] : [first, name] });
    }
  );
  cell.className = 'play-cell';
  cell.ariaLabel = lane === 0 ? 'Upper network' : 'Lower network';
  const meta = html('small', { class: 'play-meta' });
  const note = html('small', { class: 'play-note' });
  const gate = choice([], () => hold());
  gate.ariaLabel = 'What to hold';
  const value = slider(
    { min: 0, max: 1, step: 0.05, 'aria-label': 'Value of what is held' },
    () => hold()
  );
  const word = html('b');
  const hold = (): void =>
    store.change({
      hold:
        gate.value === ''
          ? null
          : { lane, gate: gate.value, value: value.valueAsNumber }
    });
  const holder = html(
    'span',
    {
      class: 'play-hold',
      title: 'Holds a gate, or the radius of the recurrent weights, at a value'
    },
    'hold ',
    gate,
    value,
    word
  );
  let offered = '';
  return {
    element: html('div', { class: 'play-lane-head' }, cell, meta, holder, note),
    paint() {
      const { state, training } = store;
      const name = state.cells[lane];
      const gates = holdableGates(name);
      const held = state.hold?.lane === lane ? state.hold : null;
      const weights = training.fresh?.lanes[lane].weights;
      cell.value = name;
      meta.textContent = `${weights ? `${weights} weights · ` : ''}rate ${ratesOf(state)[lane]}`;
      note.textContent = CELL_NOTES[name] ?? '';
      holder.hidden = gates.length === 0;
      if (offered !== gates.join()) {
        offered = gates.join();
        gate.replaceChildren(
          new Option('nothing', ''),
          ...gates.map(each => new Option(each))
        );
        value.value = '0.5';
      }
      gate.value = held?.gate ?? '';
      value.hidden = word.hidden = held === null;
      if (held) {
        value.value = String(held.value);
        word.textContent = `:= ${held.value.toFixed(2)}`;
      }
    }
  };
}

/** Where a cell of one's own is written, and where code of an address waits to be asked for. */
export function createOwnPanel(store: PlayStore): PagePart {
  const code = html('textarea', {
    rows: 8,
    maxlength: 1200,
    spellcheck: 'false',
    'aria-label': 'The body of your cell’s step'
  });
  const words = html('p');
  const run = button('play-small', 'Run this cell', () =>
    store.runOwn(code.value)
  );
  const element = html(
    'section',
    { class: 'play-own', hidden: true, 'aria-label': 'Your own cell' },
    words,
    code,
    run
  );
  let written = '';
  return {
    element,
    paint() {
      const { cells, own } = store.state;
      element.hidden = !cells.includes('own');
      if (written !== own) {
        code.value = written = own;
      }
      words.textContent = store.isTrusted
        ? 'The step of your cell: from x and h to the next h. Every W, U and b that you name becomes a weight; every name that you return becomes a channel.'
        : 'This address brings code for a cell. Read it; it runs when you say so, and it can reach nothing but this page’s worker.';
    }
  };
}
