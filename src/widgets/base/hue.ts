import type { Channel } from '../../trace';
import { html, svg } from './dom';

/**
 * What a channel does decides its colour, so that z (GRU) has the colour of f (LSTM): both keep.
 * The value is the name of the CSS variable `--jp-gatescope-<hue>`.
 */
export type Hue =
  | 'keep'
  | 'write'
  | 'propose'
  | 'filter'
  | 'cell'
  | 'hidden'
  | 'other'
  /** What the reader changed. */
  | 'clamp';

const known: Readonly<Record<string, Hue>> = {
  f: 'keep',
  z: 'keep',
  keep: 'keep',
  i: 'write',
  write: 'write',
  g: 'propose',
  n: 'propose',
  o: 'filter',
  r: 'filter',
  c: 'cell',
  h: 'hidden'
};

/** The colour of a channel; a gradient has that of what it is taken by. */
export function hueOf(channel: Pick<Channel, 'name' | 'role' | 'of'>): Hue {
  const letter = channel.of ?? channel.name;
  const hue = Object.hasOwn(known, letter) ? known[letter] : undefined;
  if (hue) {
    return hue;
  }
  // A custom cell's own letters: by what the channel is.
  return channel.role === 'state'
    ? 'cell'
    : channel.role === 'candidate'
      ? 'propose'
      : channel.role === 'gate'
        ? 'write'
        : 'other';
}

/** The hue of a letter that stands alone, as in a sentence. */
export function hueOfLetter(letter: string): Hue {
  return Object.hasOwn(known, letter) ? known[letter] : 'other';
}

/** A letter of the equations in its colour: serif italic. */
export function letter(
  name: string,
  hue: Hue = hueOfLetter(name)
): HTMLElement {
  return html(
    'i',
    { class: 'jp-gatescope-letter', 'data-jp-gatescope-hue': hue },
    name
  );
}

/** A number or words in a channel's colour. */
export function inked(text: string, hue: Hue): HTMLElement {
  return html(
    'span',
    { class: 'jp-gatescope-inked', 'data-jp-gatescope-hue': hue },
    text
  );
}

/** The letter in a picture; `size` in pixels. */
export function letterText(
  name: string,
  hue: Hue,
  { size, ...attributes }: Readonly<Record<string, string | number>>
): SVGTextElement {
  return svg(
    'text',
    {
      class: 'jp-gatescope-letter',
      'data-jp-gatescope-hue': hue,
      style: size === undefined ? undefined : `font-size: ${size}px`,
      ...attributes
    },
    name
  );
}
