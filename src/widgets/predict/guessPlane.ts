import type { Prediction } from '../../trace';
import type { Translate } from '../context';
import type { Mark } from '../marks/mark';
import type { Box, StepScale } from '../marks/plane';
import type { ValueScale } from '../marks/valueScale';
import type { Guess } from './guess';

export interface GuessScene {
  readonly prediction: Prediction;
  /** Committed where the truth may be shown. */
  readonly guess: Guess;
  readonly width: number;
  readonly narrow: boolean;
  /** The position that keys move; null for none. */
  readonly chosen: number | null;
  readonly measure: (text: string) => number;
  readonly translate: Translate;
}

/** Where positions and quantity stand, and the guess at every position. */
export interface GuessPlane extends GuessScene {
  readonly box: Box;
  readonly steps: StepScale;
  readonly y: ValueScale;
  readonly filled: Float64Array;
}

export interface Place {
  readonly index: number;
  readonly value: number;
}

export interface GuessChart {
  readonly height: number;
  /** Where the pointer draws. */
  readonly area: Box;
  readonly still: readonly Mark[];
  /** Revealed from left to right when the guess is committed. */
  readonly truth: readonly Mark[];
  placeOf(x: number, y: number): Place;
}
