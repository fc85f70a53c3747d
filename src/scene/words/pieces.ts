import type { ChannelHue } from '../../trace';

/** `value`: a number that is read off; `changed`: what a change made of one; `second`: less than the rest. */
type Look = 'strong' | 'value' | 'changed' | 'positive' | 'negative' | 'second';

/** A piece of a sentence: words; strong ones; a letter in the color of its channel; words in a color of their own. */
export type Piece =
  | string
  | { readonly words: string; readonly look: Look }
  | {
      readonly words: string;
      readonly look: 'letter';
      readonly hue: ChannelHue;
    };

export const piecesText = (pieces: readonly Piece[]): string =>
  pieces
    .map(piece => (typeof piece === 'string' ? piece : piece.words))
    .join('');
