import { html } from '../widgets/base/dom';
import type { PlayState } from './playState';
import { story, STORY_EPOCHS, verdictOf, type Outcome } from './story';

export interface StoryPanel {
  readonly element: HTMLElement;
  readonly isOpen: boolean;
  start(): void;
  /** Told after each epoch and each look. */
  tell(epoch: number, outcome: Outcome | null): void;
}

/** Six steps, each with a guess before its run. */
export function createStoryPanel(actions: {
  set(state: PlayState): void;
  run(): void;
  ended(): void;
}): StoryPanel {
  const element = html('section', {
    class: 'play-story',
    hidden: true,
    'aria-label': 'A story of six steps'
  });
  let at = 0;
  let guess: number | null = null;
  let isSaid = false;
  let said: HTMLElement | null = null;
  /** Guesses by step, so that going back asks nobody twice. */
  const guesses: (number | null)[] = story.map(() => null);

  const button = (
    words: string,
    kind: string,
    press: () => void
  ): HTMLButtonElement => {
    const made = html('button', { type: 'button', class: kind }, words);
    made.addEventListener('click', press);
    return made;
  };

  function leave(): void {
    element.hidden = true;
    actions.ended();
  }

  function go(next: number): void {
    at = next;
    guess = guesses[at];
    isSaid = false;
    const step = story[at];
    actions.set(step.set);
    said = html('p', { class: 'play-story-said', role: 'status' });
    const choices = html(
      'div',
      { class: 'play-guesses', role: 'group', 'aria-label': 'Your guess' },
      step.guesses.map((words, index) =>
        button(words, 'play-pill', () => {
          guess = guesses[at] = index;
          mark();
          if (said) {
            said.textContent = 'Watch it learn …';
          }
          actions.run();
        })
      )
    );
    const mark = (): void =>
      [...choices.children].forEach((choice, index) => {
        choice.setAttribute('aria-pressed', String(index === guess));
        (choice as HTMLButtonElement).disabled = guess !== null;
      });
    mark();
    const title = html(
      'h2',
      { tabindex: -1 },
      `${at + 1} of ${story.length} · ${step.title}`
    );
    element.replaceChildren(
      title,
      html('p', {}, step.text),
      html('p', { class: 'play-question' }, step.question),
      choices,
      said,
      html(
        'div',
        { class: 'play-story-ways' },
        ...(at > 0 ? [button('← Back', 'play-small', () => go(at - 1))] : []),
        ...(at < story.length - 1
          ? [button('Next →', 'play-small', () => go(at + 1))]
          : []),
        button(at < story.length - 1 ? 'Leave' : 'Done', 'play-small', leave)
      )
    );
    title.focus({ preventScroll: true });
    if (guess !== null) {
      actions.run();
    }
  }

  return {
    element,
    get isOpen() {
      return !element.hidden;
    },
    start() {
      element.hidden = false;
      go(0);
      element.scrollIntoView({ block: 'nearest' });
    },
    tell(epoch, outcome) {
      if (
        element.hidden ||
        guess === null ||
        isSaid ||
        epoch < STORY_EPOCHS ||
        !outcome ||
        !said
      ) {
        return;
      }
      isSaid = true;
      said.textContent = verdictOf(story[at], guess, outcome);
    }
  };
}
