import type { HeldOutOptions } from '../../../engine';
import type { ViewOptions } from '../../../trace';
import type { SliderOptions } from './sliderOptions';

/** What a view opens on, and the words around it. */
export interface ShowOptions
  extends Omit<ViewOptions, 'slider'>, HeldOutOptions {
  /** The header of the view. */
  readonly title?: string;
  /** The question that the view's "How to read" line answers. */
  readonly howToRead?: string;
  /** A number that the reader moves; what is shown is then a function of it. */
  readonly slider?: SliderOptions;
  /** Which sequence of a batch is shown, from 0; the first unless given. */
  readonly sequence?: number;
  /** Most bytes that the notebook keeps of it; 1,000,000 unless given. */
  readonly maximumBytes?: number;
}
