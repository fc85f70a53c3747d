import {
  taskAnswerLine,
  horizonOf,
  playScoreWords
} from '../../../src/play/words';
import { story, storyVerdict } from '../../../src/play/story';

describe('what the playground says', () => {
  it('counts the delays that are right', () => {
    expect(horizonOf(Float32Array.of(1, 0.75, 0.7, 0))).toBe(2);
  });

  it('gives in one line at how many delays each is right, the one ahead first, and what is held', () => {
    const few = Float32Array.of(1, 0.8, 0.1, 0);
    const all = new Float32Array(4).fill(1);
    expect(playScoreWords(['rnn', 'lstm'], [few, all], null)).toBe(
      'LSTM right at 4 of 4 delays, plain RNN at 2'
    );
    const hold = { lane: 1, gate: 'f', value: 0.5 } as const;
    expect(playScoreWords(['rnn', 'lstm'], [all, few], hold)).toBe(
      'Plain RNN right at 4 of 4 delays, LSTM (f held at 0.5) at 2'
    );
    expect(playScoreWords(['gru', 'gru'], [few, few], null)).toBe(
      'GRU below right at 2 of 4 delays, GRU above at 2'
    );
  });

  it('judges an answer by its truth, and an echo at the delay that is shown', () => {
    expect(taskAnswerLine('bit', [0.9], [1], 3)).toEqual({
      word: '“1”',
      isRight: true,
      spoken: 'right'
    });
    expect(taskAnswerLine('echo', [0.9, 0.1], [1, 1], 2)).toEqual({
      word: '“0”',
      isRight: false,
      spoken: 'it was 1'
    });
    expect(taskAnswerLine('adding', [0.5], [1], 3).spoken).toBe('it is 1.00');
  });

  it('sets a guess of the story beside what came out', () => {
    const outcome = {
      names: ['the plain RNN', 'the LSTM'],
      epochs: 21,
      right: [0, 30] as const,
      longest: 30,
      held: null,
      says: '“1”',
      isRight: true
    };
    expect(storyVerdict(story[1], 0, outcome)).toContain(
      'You guessed: the plain RNN. It was: the LSTM.'
    );
    expect(storyVerdict(story[1], 1, outcome)).toMatch(
      /^Yes: the LSTM\. After 21 epochs the plain RNN is right at 0 of 30/
    );
  });
});
