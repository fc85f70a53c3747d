import { createSpokenWords } from '../../../../src/widgets/base/spokenWords';

describe('what a screen reader is told', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  const spoken = () => {
    const live = { textContent: '' };
    const clock = { time: 0 };
    return { live, clock, words: createSpokenWords(live, () => clock.time) };
  };

  it('is the last of several words that follow one another closely', () => {
    const { live, words } = spoken();
    words.announceStep('step 4', 0);
    words.announceStep('step 5', 0);
    expect(live.textContent).toBe('');
    jest.advanceTimersByTime(200);
    expect(live.textContent).toBe('step 5');
  });

  it('is not the step of an earlier key, when its frame comes after an action', () => {
    const { live, clock, words } = spoken();
    const asked = clock.time;
    clock.time = 10;
    words.announce('How sure are you?');
    clock.time = 20;
    words.announceStep('step 5', asked);
    jest.advanceTimersByTime(200);
    expect(live.textContent).toBe('How sure are you?');
    // Nor long after it.
    words.announceStep('step 5', asked);
    jest.advanceTimersByTime(200);
    expect(live.textContent).toBe('How sure are you?');
  });

  it('is the step that was asked for after an action', () => {
    const { live, clock, words } = spoken();
    words.announce('copied');
    clock.time = 10;
    words.announceStep('step 6', clock.time);
    jest.advanceTimersByTime(200);
    expect(live.textContent).toBe('step 6');
  });

  it('begins with what is said first, once', () => {
    const { live, words } = spoken();
    words.announceStep('step 6', 0);
    words.announceFirst('pinned');
    jest.advanceTimersByTime(200);
    expect(live.textContent).toBe('pinned; step 6');
    words.announceStep('step 7', 0);
    jest.advanceTimersByTime(200);
    expect(live.textContent).toBe('step 7');
  });

  it('is nothing any more when the view is gone', () => {
    const { live, words } = spoken();
    words.announce('copied');
    words.dispose();
    jest.advanceTimersByTime(200);
    expect(live.textContent).toBe('');
  });
});
