import type { HeldOutOptions } from '../../../engine';
import type { ViewOptions } from '../../../trace';

/** What a view opens on, and the words around it. */
export interface ShowOptions extends ViewOptions, HeldOutOptions {
  /** The header of the view. */
  readonly title?: string;
  /** The question that the view's "How to read" line answers. */
  readonly howToRead?: string;
  /** Which sequence of a batch is shown, from 0; the first unless given. */
  readonly sequence?: number;
  /** Most bytes that the notebook keeps of it; 1,000,000 unless given. */
  readonly maximumBytes?: number;
}
