import type { Prediction } from '../../trace';
import type { Translate } from '../../scene/words/translate';
import type { Mark } from '../../scene/marks/mark';
import type { Box, StepScale } from '../../scene/marks/plane';
import type { ValueScale } from '../../scene/marks/valueScale';
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

/** From where to where two lines run, and the steps of each. */
export interface GuessRun {
  readonly from: number;
  readonly to: number;
  readonly steps: number;
  /** Whether it goes on from step to step, as bars do, or between them too. */
  readonly stepwise: boolean;
  /** Where the head of a line is, step by step. */
  readonly heads: readonly {
    readonly look: string;
    readonly points: readonly (readonly [number, number])[];
  }[];
}

export interface GuessPlace {
  readonly index: number;
  readonly value: number;
}

export interface GuessChart {
  readonly height: number;
  /** Where the pointer draws. */
  readonly area: Box;
  readonly still: readonly Mark[];
  /** What the reader drew: it runs beside the truth when the guess is committed. */
  readonly own: readonly Mark[];
  /** Runs from left to right when the guess is committed, with what it takes to draw as the reader did. */
  readonly truth: readonly Mark[];
  /** The way that guess and truth run side by side; null for one number. */
  readonly run: GuessRun | null;
  placeOf(x: number, y: number): GuessPlace;
}
