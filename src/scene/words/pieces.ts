import type { ChannelHue } from '../../trace';

/** A piece of a sentence: words; strong ones; a letter in the color of its channel; what a change made of a number. */
export type Piece =
  | string
  | { readonly words: string; readonly look: 'strong' | 'changed' }
  | {
      readonly words: string;
      readonly look: 'letter';
      readonly hue: ChannelHue;
    };

export const piecesText = (pieces: readonly Piece[]): string =>
  pieces
    .map(piece => (typeof piece === 'string' ? piece : piece.words))
    .join('');
