import type { LineBand, Line } from './line';

interface OfLine {
  readonly line: Line;
  /** How telling it is, from 0 to about 1. */
  readonly telling: number;
}

/** From one known step to the next a line jumps; afterwards it stays on the new side of the middle. */
export interface Jump extends OfLine {
  readonly kind: 'jump';
  /** The last step before the jump, and the first after it. */
  readonly before: number;
  readonly step: number;
  readonly from: number;
  readonly to: number;
  /** How many steps it stays there, the first included. */
  readonly lasts: number;
  /** It stays there until the last number that there is. */
  readonly toEnd: boolean;
}

export interface Extreme extends OfLine {
  readonly kind: 'extreme';
  readonly side: 'highest' | 'lowest';
  /** The first step with that value. */
  readonly step: number;
  readonly value: number;
}

/** From its first to its last number a line goes one way. */
export interface Trend extends OfLine {
  readonly kind: 'trend';
  readonly first: number;
  readonly last: number;
  readonly from: number;
  readonly to: number;
  /** No step goes the other way. */
  readonly steady: boolean;
}

/** A line repeats itself. */
export interface Period extends OfLine {
  readonly kind: 'period';
  /** In steps. */
  readonly period: number;
  /** Between the line and itself, one period later. */
  readonly correlation: number;
}

/** A line with bounds is at one of them most of the time. */
export interface SaturationFact extends OfLine {
  readonly kind: 'saturation';
  readonly side: 'highest' | 'lowest';
  /** It counts as saturated from here on. */
  readonly bound: number;
  readonly count: number;
  /** How many numbers it has. */
  readonly of: number;
}

/** A line that hardly changes. */
export interface Level extends OfLine {
  readonly kind: 'level';
  readonly least: number;
  readonly greatest: number;
}

/** Two lines move together, or against each other. */
export interface Likeness extends OfLine {
  readonly kind: 'likeness';
  readonly other: Line;
  readonly correlation: number;
}

/** Two lines that were alike until then are no longer. */
export interface Parting extends OfLine {
  readonly kind: 'parting';
  readonly other: Line;
  readonly step: number;
}

/** How often a line leaves the band of many like it. */
export interface Outside extends OfLine {
  readonly kind: 'outside';
  readonly band: LineBand;
  readonly count: number;
  /** How many numbers it has. */
  readonly of: number;
  /** The first of the steps at which it is farthest outside; of no meaning where it never is. */
  readonly step: number;
}

/** Where the band beside a line is widest. */
export interface Widest extends OfLine {
  readonly kind: 'widest';
  readonly band: LineBand;
  readonly step: number;
}

/** One thing that can be said of a picture. */
export type Fact =
  | Jump
  | Extreme
  | Trend
  | Period
  | SaturationFact
  | Level
  | Likeness
  | Parting
  | Outside
  | Widest;
