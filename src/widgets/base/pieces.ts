import type { Piece } from '../../scene/words/pieces';
import { html } from './dom';
import { letter } from './hue';

const CLASSES = {
  changed: 'jp-gatescope-clamped-words',
  positive: 'jp-gatescope-positive',
  negative: 'jp-gatescope-negative',
  second: 'jp-gatescope-second'
};

/** A sentence on the page. */
export const pieceNodes = (
  pieces: readonly Piece[]
): readonly (string | Node)[] =>
  pieces.map(piece =>
    typeof piece === 'string'
      ? piece
      : piece.look === 'letter'
        ? letter(piece.words, piece.hue)
        : piece.look === 'strong'
          ? html('b', {}, piece.words)
          : piece.look === 'value'
            ? html('b', { class: 'jp-gatescope-value' }, piece.words)
            : html('span', { class: CLASSES[piece.look] }, piece.words)
  );
