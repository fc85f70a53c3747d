import type * as fc from 'fast-check';
import type { Bundle } from '../../../../src/trace';
import type { CursorPosition } from '../../../../src/widgets/context';
import type { ViewPage } from '../viewPage';
import type { Rows, Told, Words } from './told';

/** What a view must say of a place, by numbers that the test has read itself. What is absent is not judged. */
export interface Truth {
  readonly table?: Rows;
  readonly csv?: Rows;
  readonly spoken?: Words;
  readonly sentence?: Words;
  /** By the place that a tooltip names. */
  readonly tooltip?: (words: string) => Words;
  /** What stands on the picture or beside it, and what must. */
  readonly screen?: readonly (readonly [string, Words])[];
  /** Words whose sums and products must come out as they say. */
  readonly sums?: readonly string[];
}

/** What a view shows, unchanged. */
export const asItIs = <B extends Bundle>(bundle: B): B => bundle;

/** A view on its page, at a place, and what it must say there. */
export interface Walked {
  /** On its bundle as it is, or with what else is done to it before. */
  readonly open: (named?: <B extends Bundle>(bundle: B) => B) => ViewPage;
  /** What the reader does before. */
  readonly act?: (page: ViewPage) => void;
  readonly at: Partial<CursorPosition>;
  readonly truth: (told: Told, page: ViewPage) => Truth;
}

/** A view as the walk comes by: what is drawn, and what of it the view shows. */
export interface Adapter<D> {
  readonly drawn: fc.Arbitrary<D>;
  /** What the walk comes by in any case, before what is drawn. */
  readonly always?: readonly D[];
  readonly of: (drawn: D) => Walked;
}
