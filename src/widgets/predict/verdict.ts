import type { GuessQuality, Prediction, Verdict } from '../../trace';
import type { CellMemory } from '../context';
import { meanDistance, writeGuess, type Guess } from './guess';
import { guessShapes } from './guessShapes';

/** What a committed guess means: the first verdict whose distance and shape it has. */
export function guessVerdict(
  prediction: Prediction,
  guess: Guess
): Verdict | undefined {
  const distance = meanDistance(prediction, guess);
  const shapes = guessShapes(prediction, guess);
  return prediction.verdicts.find(
    ({ below, shape }) =>
      distance < below && (shape === undefined || shapes.has(shape))
  );
}

/** How good a committed guess was; off where no verdict says otherwise. */
export function qualityOf(prediction: Prediction, guess: Guess): GuessQuality {
  return guessVerdict(prediction, guess)?.quality ?? 'off';
}

/** Keeps a guess, with how good it was once it is committed. */
export function keepGuess(
  memory: CellMemory,
  prediction: Prediction,
  guess: Guess
): void {
  writeGuess(
    memory,
    prediction,
    guess,
    guess.committed ? qualityOf(prediction, guess) : undefined
  );
}
