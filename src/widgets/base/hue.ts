import { channelHue, letterHue, type ChannelHue } from '../../trace';
import { html } from './dom';

/** The color of a channel by what it does; the value names the CSS variable `--jp-gatescope-<hue>`. */
export type Hue =
  | ChannelHue
  /** What the reader changed. */
  | 'clamp';

export { channelHue as hueOf, letterHue as hueOfLetter };

/** A letter of the equations in its color: serif italic. */
export function letter(name: string, hue: Hue = letterHue(name)): HTMLElement {
  return html(
    'i',
    { class: 'jp-gatescope-letter', 'data-jp-gatescope-hue': hue },
    name
  );
}

/** A number or words in a channel's color. */
export function inked(text: string, hue: Hue): HTMLElement {
  return html(
    'span',
    { class: 'jp-gatescope-inked', 'data-jp-gatescope-hue': hue },
    text
  );
}
