import { answerLine, horizonOf } from '../../../src/play/words';
import { story, verdictOf } from '../../../src/play/story';

describe('what the playground says', () => {
  it('counts the delays that are right', () => {
    expect(horizonOf(Float32Array.of(1, 0.75, 0.7, 0))).toBe(2);
  });

  it('judges an answer by its truth, and an echo at the delay that is shown', () => {
    expect(answerLine('bit', [0.9], [1], 3)).toEqual({
      word: '“1”',
      isRight: true,
      spoken: 'right'
    });
    expect(answerLine('echo', [0.9, 0.1], [1, 1], 2)).toEqual({
      word: '“0”',
      isRight: false,
      spoken: 'it was 1'
    });
    expect(answerLine('adding', [0.5], [1], 3).spoken).toBe('it is 1.00');
  });

  it('sets a guess of the story beside what came out', () => {
    const outcome = {
      names: ['the plain RNN', 'the LSTM'],
      right: [0, 30] as const,
      longest: 30,
      held: null,
      says: '“1”',
      isRight: true
    };
    expect(verdictOf(story[1], 0, outcome)).toContain(
      'You guessed: the plain RNN. It was: the LSTM.'
    );
    expect(verdictOf(story[1], 1, outcome)).toMatch(
      /^Yes: the LSTM\. After 20 epochs the plain RNN is right at 0 of 30/
    );
  });
});
