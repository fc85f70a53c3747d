import { fill, html } from '../widgets/base/dom';
import { MOVES } from './laneReader';
import type { LaneShown } from './reading';
import { tasks } from './tasks';

/** What a network reads, a dot a step to press, and beside them what a dot means. */
export function createDots(flip: (step: number) => void) {
  const meaning = html('div', { class: 'play-name play-key' });
  const dots = html('div', {
    class: 'play-dots',
    role: 'group',
    'aria-label': 'What it reads; press to flip'
  });
  return {
    elements: [meaning, dots],
    draw(shown: LaneShown, now: number | null): void {
      const { drawn } = tasks[shown.task];
      fill(meaning, ...drawn.map(each => html('small', {}, each)));
      drawDots(dots, shown, flip);
      [...dots.children].forEach((dot, step) =>
        dot.classList.toggle('play-now', step === now)
      );
    }
  };
}

function drawDots(
  host: HTMLElement,
  { values, marks, step: cursor, task }: LaneShown,
  flip: (step: number) => void
): void {
  while (host.children.length > values.length) {
    host.lastElementChild?.remove();
  }
  // The one that keys came to last may be gone.
  if (![...host.children].some(dot => (dot as HTMLElement).tabIndex === 0)) {
    host.lastElementChild?.setAttribute('tabindex', '0');
  }
  while (host.children.length < values.length) {
    const at = host.children.length;
    const dot = html(
      'button',
      { type: 'button', class: 'play-dot' },
      html('span')
    );
    dot.tabIndex = at === 0 ? 0 : -1;
    dot.addEventListener('click', () => flip(at));
    dot.addEventListener('keydown', event => {
      const { ctrlKey, metaKey, altKey } = event;
      const isPlain = !(ctrlKey || metaKey || altKey);
      const by = isPlain ? (MOVES[event.key]?.[0] ?? 0) : 0;
      const next = host.children[at + by] as HTMLElement | undefined;
      if (by !== 0 && next) {
        event.preventDefault();
        dot.tabIndex = -1;
        next.tabIndex = 0;
        next.focus();
      }
    });
    host.append(dot);
  }
  const { isNumber, over, step: wordOf } = tasks[task];
  const labels = values.map((value, step) => over(value, marks[step]));
  // Where every step is a word, it stands upright in the place of its dot.
  host.classList.toggle('play-worded', !labels.includes(''));
  host.style.setProperty('--steps', String(values.length));
  values.forEach((value, step) => {
    const dot = host.children[step] as HTMLElement;
    const label = labels[step];
    const isMarked = marks[step] > 0 && label !== '';
    dot.classList.toggle('play-marked', isMarked);
    dot.classList.toggle('play-on', value > 0);
    dot.classList.toggle('play-silent', value === 0);
    dot.classList.toggle('play-cursor', step === cursor);
    dot.dataset['label'] = label;
    // A number stands as high as it is.
    dot.style.setProperty('--level', isNumber ? value.toFixed(2) : '0');
    dot.title = `step ${step}: ${wordOf(value, marks[step])}${isMarked ? ', marked' : ''}`;
    dot.setAttribute('aria-label', dot.title);
  });
}
