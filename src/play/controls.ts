import { html } from '../widgets/base/dom';
import type { Part } from './part';
import { BOUNDS, TASKS, type PlayState } from './playState';
import type { PlayStore } from './playStore';
import { tasks } from './tasks';

/** A field with a small name above it, in the strip under the question. */
function chip(name: string, ...children: (Node | string)[]): HTMLLabelElement {
  return html(
    'label',
    { class: 'play-chip' },
    html('span', {}, name),
    ...children
  );
}

export function choice(
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

const RATES = [0.001, 0.003, 0.01, 0.03, 0.1];
const CLIPS = [0, 0.1, 1, 5];

/** The strip of fields, and what runs the training. */
export function createControls(store: PlayStore): Part {
  const change = (part: Partial<PlayState>): void => store.change(part);
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
  const button = (
    kind: string,
    words: string,
    press: () => void
  ): HTMLButtonElement => {
    const made = html('button', { type: 'button', class: kind }, words);
    made.addEventListener('click', press);
    return made;
  };
  const another = button('play-link', 'another', () => {
    const { seed } = store.state;
    change({ seed: seed >= BOUNDS.seed[1] ? 1 : seed + 1 });
  });
  const play = button('play-go', '', () => store.play());
  const once = button('play-small', 'One epoch', () => store.once());
  const anew = button('play-small', 'Start anew', () => store.anew());
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
    paint() {
      const { state, learned } = store;
      const { isRunning } = store.training;
      task.value = state.task;
      delay.value = String(state.delay);
      delayWord.textContent = `1 – ${state.delay}`;
      units.value = String(state.units);
      unitsWord.textContent = String(state.units);
      setChoice(rate, String(state.rate));
      setChoice(clip, String(state.clip));
      seedWord.textContent = String(state.seed);
      const isDone = learned >= BOUNDS.epoch[1];
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
      epochWord.textContent = `epoch ${learned}`;
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
