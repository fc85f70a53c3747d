import { html } from '../widgets/base/dom';
import {
  BOUNDS,
  CELLS,
  TASKS,
  type CellName,
  type PlayState
} from './playState';
import { tasks } from './tasks';
import { CELL_WORDS } from './words';

/** A field with a small name above it, in the strip under the question. */
function chip(name: string, ...children: (Node | string)[]): HTMLLabelElement {
  return html(
    'label',
    { class: 'play-chip' },
    html('span', {}, name),
    ...children
  );
}

function choice(
  options: readonly (readonly [string, string])[],
  changed: (value: string) => void
): HTMLSelectElement {
  const select = html(
    'select',
    {},
    options.map(([value, text]) => html('option', { value }, text))
  );
  select.addEventListener('change', () => changed(select.value));
  return select;
}

export interface Controls {
  readonly element: HTMLElement;
  show(state: PlayState, isRunning: boolean, epoch: number): void;
}

const RATES = [0.001, 0.003, 0.01, 0.03, 0.1];
const CLIPS = [0, 0.1, 1, 5];

/** The strip of fields, and what runs the training. */
export function createControls(actions: {
  change(patch: Partial<PlayState>): void;
  play(): void;
  once(): void;
  anew(): void;
}): Controls {
  const { change } = actions;
  const task = choice(
    TASKS.map(name => [name, tasks[name].label] as const),
    value => change({ task: value as PlayState['task'] })
  );
  const slider = (name: 'delay' | 'units'): HTMLInputElement => {
    const [min, max] = BOUNDS[name];
    const input = html('input', { type: 'range', min, max, step: 1 });
    input.addEventListener('input', () =>
      change({ [name]: Number(input.value) })
    );
    return input;
  };
  const delay = slider('delay');
  const units = slider('units');
  const delayWord = html('b');
  const unitsWord = html('b');
  const rate = choice(
    [
      ['best', 'best of its own'],
      ...RATES.map(each => [String(each), String(each)] as const)
    ],
    value => change({ rate: value === 'best' ? value : Number(value) })
  );
  const clip = choice(
    CLIPS.map(
      each => [String(each), each === 0 ? 'none' : String(each)] as const
    ),
    value => change({ clip: Number(value) })
  );
  const seedWord = html('b');
  const another = html(
    'button',
    { type: 'button', class: 'play-link' },
    'another'
  );
  let seed = 1;
  another.addEventListener('click', () =>
    change({ seed: seed >= BOUNDS.seed[1] ? 1 : seed + 1 })
  );
  const play = html('button', { type: 'button', class: 'play-go' });
  play.addEventListener('click', actions.play);
  const once = html(
    'button',
    { type: 'button', class: 'play-small' },
    'One epoch'
  );
  once.addEventListener('click', actions.once);
  const anew = html(
    'button',
    { type: 'button', class: 'play-small' },
    'Start anew'
  );
  anew.addEventListener('click', actions.anew);
  const epochWord = html('b', { class: 'play-epoch' });
  const element = html(
    'div',
    { class: 'play-controls' },
    chip('Task', task),
    chip('Delay', html('span', { class: 'play-slide' }, delayWord, delay)),
    chip('Units', html('span', { class: 'play-slide' }, unitsWord, units)),
    chip('Rate', rate),
    chip('Clip', clip),
    html(
      'div',
      { class: 'play-chip' },
      html('span', {}, 'Seed'),
      html('span', { class: 'play-slide' }, seedWord, another)
    ),
    html('div', { class: 'play-run' }, play, epochWord, once, anew)
  );
  return {
    element,
    show(state, isRunning, epoch) {
      seed = state.seed;
      task.value = state.task;
      delay.value = String(state.delay);
      delayWord.textContent = `1 – ${state.delay}`;
      units.value = String(state.units);
      unitsWord.textContent = String(state.units);
      setChoice(rate, String(state.rate));
      setChoice(clip, String(state.clip));
      seedWord.textContent = String(state.seed);
      const isDone = epoch >= BOUNDS.epoch[1];
      play.textContent = isRunning
        ? '❚❚ Pause'
        : isDone
          ? '↺ Again'
          : '▶ Train';
      play.setAttribute(
        'aria-label',
        isRunning ? 'Pause' : isDone ? 'Train again' : 'Train'
      );
      once.disabled = isRunning || isDone;
      epochWord.textContent = `epoch ${epoch}`;
    }
  };
}

/** A value that an address gave need not be among those that are offered. */
function setChoice(select: HTMLSelectElement, value: string): void {
  if (![...select.options].some(option => option.value === value)) {
    select.append(html('option', { value }, value));
  }
  select.value = value;
}

/** The head of a lane: which cell, how many weights, and a gate to hold. */
export interface LaneHead {
  readonly element: HTMLElement;
  show(given: {
    readonly cell: CellName;
    readonly meta: string;
    readonly gates: readonly string[];
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
  const gate = html('select', { 'aria-label': 'Gate to hold' });
  const value = html('input', {
    type: 'range',
    min: 0,
    max: 1,
    step: 0.05,
    'aria-label': 'Value of the held gate'
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
    show({ cell: now, meta: words, gates, hold }) {
      cell.value = now;
      meta.textContent = words;
      holder.hidden = gates.length === 0;
      if (offered !== gates.join()) {
        offered = gates.join();
        gate.replaceChildren(
          html('option', { value: '' }, 'no gate'),
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
