import type { Ink } from '../theme';

/** A part of a sentence: words as they are, bold, or a letter of the equations in its color. */
export type Piece =
  | string
  | { readonly bold: string }
  | { readonly letter: string; readonly ink: Ink };

/** A sentence without its looks. */
export const plain = (pieces: readonly Piece[]): string =>
  pieces
    .map(piece =>
      typeof piece === 'string'
        ? piece
        : 'bold' in piece
          ? piece.bold
          : piece.letter
    )
    .join('');
