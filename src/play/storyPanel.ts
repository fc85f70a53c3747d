import { html } from '../widgets/base/dom';
import type { Part } from './part';
import type { PlayStore } from './playStore';
import { story, STORY_EPOCHS, verdictOf, type Outcome } from './story';
import { answerLine, horizonOf } from './words';

/** Six steps, each with a guess before its run. */
export function createStoryPanel(store: PlayStore): Part & { start(): void } {
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
    store.training.run(true);
  }

  function go(next: number): void {
    at = next;
    guess = guesses[at];
    isSaid = false;
    const step = story[at];
    store.set(step.set);
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
          store.resume(story[at].set);
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
      store.resume(story[at].set);
    }
  }

  return {
    element,
    start() {
      element.hidden = false;
      go(0);
      element.scrollIntoView({ block: 'nearest' });
    },
    paint() {
      if (element.hidden || store.learned < STORY_EPOCHS) {
        return;
      }
      if (store.training.isRunning) {
        store.training.run(false);
      }
      if (guess !== null && !isSaid && said) {
        const outcome = outcomeOf(store);
        isSaid = outcome !== null;
        said.textContent = outcome
          ? verdictOf(story[at], guess, outcome)
          : said.textContent;
      }
    }
  };
}

/** What has come out, once the newest look is at all that the step set. */
function outcomeOf({
  state,
  training,
  epoch,
  delay
}: PlayStore): Outcome | null {
  const { rows, fresh } = training;
  if (!fresh || !training.isSettled || fresh.epoch !== epoch) {
    return null;
  }
  const { held, answer } = fresh.lanes[1];
  const { word, isRight } = answerLine(state.task, answer, fresh.truth, delay);
  return {
    right: [horizonOf(rows[0][epoch - 1]), horizonOf(rows[1][epoch - 1])],
    longest: state.delay,
    held: held && horizonOf(held.row),
    says: word,
    isRight
  };
}
