import type { Piece } from '../../scene/words/piece';
import { html, type Content } from '../base/dom';
import { letter, type Hue } from '../base/hue';

/** A sentence on the page. */
export const written = (pieces: readonly Piece[]): Content =>
  pieces.map(piece =>
    typeof piece === 'string'
      ? piece
      : 'bold' in piece
        ? html('b', {}, piece.bold)
        : letter(piece.letter, piece.ink as Hue)
  );
