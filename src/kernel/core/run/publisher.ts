import type { Header, Json, Publish, ToWire } from '../messages';
import type { CellRun } from './run';

/** Sends what a run shows, in order. */
export interface Publisher {
  print(run: CellRun, stream: 'stdout' | 'stderr', text: string): void;
  /** Any other message of a run. */
  publish(
    run: CellRun | null,
    messageType: string,
    content: Json,
    extra?: Pick<Publish, 'metadata' | 'buffers'>
  ): void;
  /** A message that is no run's: a comm's. */
  send(
    parent: Header | null,
    messageType: string,
    content: Json,
    extra?: Pick<Publish, 'metadata' | 'buffers'>
  ): void;
}

/**
 * Holds back a cell that prints or shows, where that is possible: endless output goes no faster than the
 * other side takes it, and fills no memory.
 */
export interface OutputRoom {
  /** Called before so many characters of printed text go out. */
  printing(characters: number): void;
  /** Called before another message goes out. */
  sending(): void;
  /** Returns when there is room for more. */
  wait(): void;
}

/** Characters that one run may print. */
export const PRINT_LIMIT = 2_000_000;
/** Outputs, beside printed text, that one run may add to its notebook cell … */
export const DISPLAY_LIMIT = 5_000;
/** … and how many characters they may hold together. */
export const DISPLAY_CHARACTERS = 50_000_000;
/** Longest piece of text in one message. */
const PIECE = 64_000;

/** `post` gives a message to the side that talks with front ends. */
export function createPublisher(
  post: (message: ToWire) => void,
  room: OutputRoom
): Publisher {
  function write(
    run: CellRun,
    stream: 'stdout' | 'stderr',
    text: string
  ): void {
    for (let start = 0, end; start < text.length; start = end) {
      end = start + PIECE;
      // A character of two units stays whole.
      end += isHighSurrogate(text.charCodeAt(end - 1)) ? 1 : 0;
      const piece = text.slice(start, end);
      room.printing(piece.length);
      post({ type: 'print', request: run.request, stream, text: piece });
      room.wait();
    }
  }

  function send(message: Omit<Publish, 'type'>): void {
    room.sending();
    post({ type: 'publish', ...message });
    room.wait();
  }

  return {
    print(run, stream, text) {
      if (run.silent || text === '' || run.printed > PRINT_LIMIT) {
        return;
      }
      const left = PRINT_LIMIT - run.printed;
      run.printed += text.length;
      write(run, stream, text.length > left ? text.slice(0, left) : text);
      if (run.printed > PRINT_LIMIT) {
        write(
          run,
          'stdout',
          `\n… this notebook cell has printed ${PRINT_LIMIT / 1e6} MB; it goes on, but prints nothing more.\n`
        );
      }
    },
    publish(run, messageType, content, extra = {}) {
      if (run?.silent) {
        return;
      }
      if (run !== null && messageType === 'display_data') {
        if (run.shown.full) {
          return;
        }
        run.shown.outputs += 1;
        run.shown.characters += lengthOf(content.data);
        if (
          run.shown.outputs > DISPLAY_LIMIT ||
          run.shown.characters > DISPLAY_CHARACTERS
        ) {
          run.shown.full = true;
          const much =
            run.shown.outputs > DISPLAY_LIMIT
              ? `${DISPLAY_LIMIT.toLocaleString('en')} outputs`
              : `${DISPLAY_CHARACTERS / 1e6} MB`;
          write(
            run,
            'stdout',
            `\n… this notebook cell has shown ${much}; it goes on, but shows no more.\n`
          );
          return;
        }
      }
      send({ messageType, parent: run?.parent ?? null, content, ...extra });
    },
    send(parent, messageType, content, extra = {}) {
      send({ messageType, parent, content, ...extra });
    }
  };
}

/** About how long the data of an output are, written as JSON. */
function lengthOf(data: unknown): number {
  return Object.values(data ?? {}).reduce<number>(
    (sum, value) =>
      sum +
      (typeof value === 'string' ? value : (JSON.stringify(value) ?? ''))
        .length,
    0
  );
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}
