/** @jest-environment jsdom */
import { START, type PlayState } from '../../../src/play/playState';
import type { PlayStore } from '../../../src/play/playStore';
import { createStoryPanel } from '../../../src/play/storyPanel';

/** A page that has learned 21 epochs of all that a step sets: the RNN is right at 2 delays, the LSTM at all. */
function pageOf() {
  const rowsOf = (right: number) =>
    Array.from({ length: 21 }, () =>
      Float32Array.from({ length: 6 }, (_, at) => Number(at < right))
    );
  const look = { held: null, answer: [0.9] };
  const store = {
    state: START,
    whole: START,
    learned: 21,
    epoch: 21,
    delay: 5,
    training: {
      isRunning: false,
      isSettled: true,
      rows: [rowsOf(2), rowsOf(6)],
      fresh: { epoch: 21, truth: [1], lanes: [look, look] }
    },
    set(next: PlayState) {
      store.state = next;
    },
    resume({ hold, flipped }: PlayState) {
      store.state = { ...store.state, hold, flipped };
    }
  };
  return store;
}

describe('the story beside the page', () => {
  it('says what came out only while the page is as its step has set it', () => {
    Element.prototype.scrollIntoView = () => undefined;
    const page = pageOf();
    const panel = createStoryPanel(page as unknown as PlayStore);
    document.body.append(panel.element);
    panel.start();
    panel.paint();
    const said = () =>
      panel.element.querySelector('.play-story-said')!.textContent;
    expect(said()).toBe('');
    panel.element
      .querySelectorAll<HTMLElement>('.play-guesses button')[1]
      .click();
    panel.paint();
    expect(said()).toBe(
      'Yes: the LSTM. After 21 epochs the plain RNN is right at 2 of 6 delays, the LSTM at 6.'
    );
    const { state } = page;
    page.state = { ...state, hold: { lane: 1, gate: 'f', value: 0 } };
    panel.paint();
    expect(said()).toBe('The page is no longer as this step had set it.');
    page.state = { ...state, shown: 3 };
    panel.paint();
    expect(said()).toContain('After 21 epochs');
  });
});
