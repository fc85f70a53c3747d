import { rgb } from 'd3-color';
import { interpolateRgb } from 'd3-interpolate';
import type { ChannelHue } from '../trace';
import { inkOn } from './inkOn';
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
  | 'unlearned'
  | 'shade'
  | 'page'
  | 'raised'
  | 'brand'
  | 'positive'
  | 'negative'
  | 'clamp'
  | 'wrong'
  | 'wrong-tint'
  | 'right'
  | 'right-tint'
  | 'shade'
  | 'lit'
  | 'rnn'
  | 'lstm'
  | 'gru';

/** A color that is nearer to another: those of several networks of one kind. */
export interface Shade {
  readonly of: Ink;
  /** How much of it, in percent. */
  readonly share: number;
  readonly toward: Ink;
}

export type Paint = Ink | Shade;

export type RampName = 'gates' | 'states' | 'weights' | 'inputs' | 'horizon';

/** How a scene looks: the same marks take their colors and their class from it. */
export interface SceneTheme {
  color(paint: Paint): string;
  /** What a mark of a name has besides: a class on the page, nothing in a file. */
  part(name: string): MarkAttributes;
  /** The colors of a heat map that is drawn at once; the page paints its own when it is shown. */
  ramp(name: RampName): Ramp | null;
}

/**
 * Filled with the color at a place of a ramp, from 0 to 1, or with an ink that is read on it: at once in a
 * file, when it is painted on the page. What is no number has no color.
 */
export function shaded(
  theme: SceneTheme,
  ramp: RampName,
  place: number,
  isOver = false
): MarkAttributes {
  const none = isOver ? theme.color('ink') : 'none';
  const color = theme.ramp(ramp)?.css(place);
  return color === undefined
    ? {
        ...{ fill: none, 'data-ramp': ramp, 'data-shade': place },
        'data-over': isOver ? '' : undefined
      }
    : {
        fill: Number.isNaN(place) ? none : isOver ? inkOn(color) : color
      };
}

/** Follows the style sheet: a change of theme changes the picture without drawing it again. */
export const pageTheme: SceneTheme = {
  color: paint =>
    typeof paint === 'string'
      ? `var(--jp-gatescope-${paint})`
      : `color-mix(in srgb, ${pageTheme.color(paint.of)} ${paint.share}%, ${pageTheme.color(paint.toward)})`,
  part: name => ({ class: `jp-gatescope-${name}` }),
  ramp: () => null
};

/** The color of a paint where those of all inks are known. */
export const mixed = (color: (ink: Ink) => string, paint: Paint): string =>
  typeof paint === 'string'
    ? color(paint)
    : rgb(
        interpolateRgb(color(paint.toward), color(paint.of))(paint.share / 100)
      ).formatHex();
