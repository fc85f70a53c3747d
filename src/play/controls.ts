import { html } from '../widgets/base/dom';
import { button, slider, type PagePart } from './pagePart';
import { BOUNDS, START, TASKS, type PlayState } from './playState';
import type { PlayStore } from './playStore';
import { tasks } from './tasks';

/** What each field is, for who points at it. */
const MEANT = {
  Task: 'What both networks learn',
  Delay:
    'The longest wait, in steps, between what counts and the question; both learn all waits up to it',
  Units: 'How many numbers each network carries from step to step',
  Rate: 'How far a step of learning goes; the best of each cell was found by a search',
  Clip: 'The largest norm that a weight’s gradient may have',
  Seed: 'Which random draw of first weights and of data'
};

/** What stands behind _More_. */
const MORE = ['units', 'rate', 'clip', 'seed'] as const;

/** A field with a small name above it, in the strip under the question. */
function chip(
  name: keyof typeof MEANT,
  ...children: (Node | string)[]
): HTMLLabelElement {
  return html(
    'label',
    { class: 'play-chip', title: MEANT[name] },
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

/** Numbers to choose from, and a first choice that has a name. */
const numbers = (
  first: readonly [string, string],
  ...others: readonly number[]
): (readonly [string, string])[] => [
  first,
  ...others.map(each => [String(each), String(each)] as const)
];

/** The strip of fields, and what runs the training. */
export function createControls(store: PlayStore): PagePart {
  const change = (part: Partial<PlayState>): void => store.change(part);
  const task = choice(
    TASKS.map(name => [name, tasks[name].label] as const),
    value => change({ task: value as PlayState['task'] })
  );
  const slide = (name: 'delay' | 'units') => {
    const [min, max] = BOUNDS[name];
    const input = slider({ min, max }, value => change({ [name]: value }));
    const word = html('b');
    return {
      input,
      word,
      row: html('span', { class: 'play-slide' }, word, input)
    };
  };
  const delay = slide('delay');
  const units = slide('units');
  const rate = choice(
    numbers(['best', 'each cell’s best'], 0.001, 0.003, 0.01, 0.03, 0.1),
    value => change({ rate: value === 'best' ? value : Number(value) })
  );
  const clip = choice(numbers(['0', 'none'], 0.1, 1, 5), value =>
    change({ clip: Number(value) })
  );
  const seedWord = html('b');
  const another = button('play-link', 'another', () => {
    const { seed } = store.state;
    change({ seed: seed >= BOUNDS.seed[1] ? 1 : seed + 1 });
  });
  another.ariaLabel = 'another seed';
  const play = button('play-go', '', () => store.play());
  const once = button('play-small', 'One epoch', () => store.once());
  const anew = button('play-small', 'Start anew', () => store.anew());
  const epochWord = html('b', { class: 'play-epoch' });
  // Few need them: open where an address has set one.
  const { state: first } = store;
  const isOpen = MORE.some(key => first[key] !== START[key]);
  const element = html(
    'div',
    { class: 'play-controls' },
    chip('Task', task),
    chip('Delay', delay.row),
    html('div', { class: 'play-run' }, play, epochWord, once, anew),
    html(
      'details',
      { class: 'play-more', open: isOpen },
      html('summary', {}, 'More'),
      html(
        'div',
        {},
        chip('Units', units.row),
        chip('Rate', rate),
        chip('Clip', clip),
        html(
          'div',
          { class: 'play-chip', title: MEANT.Seed },
          html('span', {}, 'Seed'),
          html('span', { class: 'play-slide' }, seedWord, another)
        )
      )
    )
  );
  return {
    element,
    paint() {
      const { state, learned } = store;
      const { isRunning } = store.training;
      task.value = state.task;
      delay.input.value = String(state.delay);
      delay.word.textContent = `1 – ${state.delay}`;
      units.word.textContent = units.input.value = String(state.units);
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
      // Code that came with an address waits until somebody runs it.
      play.disabled = anew.disabled = !store.isTrusted;
      once.disabled = isRunning || isDone || !store.isTrusted;
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
