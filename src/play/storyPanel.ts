import { html, setAttributes, setText } from '../widgets/base/dom';
import { button, type PagePart } from './pagePart';
import { stateAddress, type PlayState } from './playState';
import type { PlayStore } from './playStore';
import { story, STORY_EPOCHS, storyVerdict, type Outcome } from './story';
import { taskAnswerLine, bothNamed, horizonOf } from './words';

/** Six steps, each with a guess before its run. */
export function createStoryPanel(
  store: PlayStore
): PagePart & { start(): void } {
  const element = html('section', {
    class: 'play-story',
    hidden: true,
    'aria-label': 'A story of six steps'
  });
  let at = 0;
  let guess: number | null = null;
  let said: HTMLElement | null = null;
  /** What has the keys again when the story ends. */
  let opener: HTMLElement | null = null;
  /** The page as it was before, which comes back then. */
  let before = store.whole;
  /** Guesses by step, so that going back asks nobody twice. */
  const guesses: (number | null)[] = story.map(() => null);

  function leave(): void {
    element.hidden = true;
    opener?.focus();
    store.restore(before);
  }

  function go(next: number): void {
    at = next;
    guess = guesses[at];
    const step = story[at];
    store.set(step.set);
    said = html('p', { class: 'play-story-said', role: 'status' });
    const choices = html(
      'div',
      { class: 'play-guesses', role: 'group', 'aria-label': 'Your guess' },
      step.guesses.map((words, index) =>
        button('play-pill', words, () => {
          if (guess !== null) {
            return;
          }
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
        setAttributes(choice, {
          'aria-pressed': String(index === guess),
          'aria-disabled': String(guess !== null)
        });
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
        ...(at > 0 ? [button('play-small', '← Back', () => go(at - 1))] : []),
        ...(at < story.length - 1
          ? [button('play-small', 'Next →', () => go(at + 1))]
          : []),
        button('play-small', at < story.length - 1 ? 'Leave' : 'Done', leave)
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
      opener = document.activeElement as HTMLElement | null;
      if (element.hidden) {
        before = store.whole;
      }
      element.hidden = false;
      go(0);
      element.scrollIntoView({ block: 'nearest' });
    },
    paint() {
      if (element.hidden) {
        return;
      }
      const isLearned = store.learned >= STORY_EPOCHS;
      if (isLearned && store.training.isRunning) {
        store.training.run(false);
      }
      if (guess === null || !said) {
        return;
      }
      // What is said is of what stands beside it, also when its reader goes on to change that.
      if (seenIn(store.state) !== seenIn(story[at].set)) {
        setText(said, 'The page is no longer as this step had set it.');
        return;
      }
      const outcome = isLearned ? outcomeOf(store) : null;
      if (outcome) {
        setText(said, storyVerdict(story[at], guess, outcome));
      }
    }
  };
}

/** All that a step sets, but where its reader looks. */
const seenIn = (state: PlayState): string =>
  stateAddress({ ...state, epoch: null, shown: null });

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
  const { word, isRight } = taskAnswerLine(
    state.task,
    answer,
    fresh.truth,
    delay
  );
  return {
    names: bothNamed(state.cells),
    right: [horizonOf(rows[0][epoch - 1]), horizonOf(rows[1][epoch - 1])],
    epochs: epoch,
    longest: state.delay,
    held: held && horizonOf(held.row.shares),
    says: word,
    isRight
  };
}
