import type { ChannelHue } from '../trace';
import type { MarkAttributes } from './marks/mark';
import type { Ramp } from './ramp';

/** A color by what it means: on the page the variable of that name, in a file its value. */
export type Ink =
  | ChannelHue
  | 'ink'
  | 'second'
  | 'grid'
  | 'edge'
  | 'track'
  | 'hatch'
  | 'page'
  | 'raised'
  | 'brand'
  | 'positive'
  | 'negative'
  | 'clamp'
  | 'wrong'
  | 'right'
  | 'lit'
  | 'rnn'
  | 'lstm'
  | 'gru';

export type RampName = 'gates' | 'states' | 'weights' | 'inputs' | 'horizon';

/** How a scene looks: the same marks take their colors and their class from it. */
export interface SceneTheme {
  color(ink: Ink): string;
  /** What a mark of a name has besides: a class on the page, nothing in a file. */
  part(name: string): MarkAttributes;
  /** The colors of a heat map that is drawn at once; the page paints its own when it is shown. */
  ramp(name: RampName): Ramp | null;
}

/** Follows the style sheet: a change of theme changes the picture without drawing it again. */
export const pageTheme: SceneTheme = {
  color: ink => `var(--jp-gatescope-${ink})`,
  part: name => ({ class: `jp-gatescope-${name}` }),
  ramp: () => null
};
