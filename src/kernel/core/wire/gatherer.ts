import type { Header } from '../messages';

/** Text that one run printed on one stream. */
export interface Gathered {
  readonly parent: Header;
  readonly stream: 'stdout' | 'stderr';
  readonly text: string;
}

/** Gathers small prints, so that they travel in few messages. */
export interface Gatherer {
  print(parent: Header, stream: 'stdout' | 'stderr', text: string): void;
  /** Hands on at once what was printed until now. */
  flush(): void;
}

/** A piece of gathered text is handed on when it is this long … */
const PIECE = 32_000;
/** … or this old, in ms. */
const AGE = 20;

/** `take` is given the pieces, in order; text of another run or stream begins a new one. */
export function createGatherer(take: (piece: Gathered) => void): Gatherer {
  let gathered: {
    readonly parent: Header;
    readonly stream: 'stdout' | 'stderr';
    readonly pieces: string[];
    length: number;
  } | null = null;
  let timer: ReturnType<typeof setTimeout> | null = null;

  function flush(): void {
    if (timer !== null) {
      clearTimeout(timer);
      timer = null;
    }
    if (gathered === null) {
      return;
    }
    const { parent, stream, pieces } = gathered;
    gathered = null;
    take({ parent, stream, text: pieces.join('') });
  }

  return {
    print(parent, stream, text) {
      if (gathered?.parent !== parent || gathered.stream !== stream) {
        flush();
        gathered = { parent, stream, pieces: [], length: 0 };
      }
      gathered.pieces.push(text);
      gathered.length += text.length;
      if (gathered.length >= PIECE) {
        flush();
      } else {
        timer ??= setTimeout(flush, AGE);
      }
    },
    flush
  };
}
