/** How a worker that is busy learns that it was interrupted. */
export interface Watch {
  /** Memory that the page shares with the worker, where it may: the number of the last interrupt. */
  readonly memory?: SharedArrayBuffer;
  /**
   * An address that answers with that number, and what to send there: the site's service worker asks
   * the page, which can answer while its worker computes.
   */
  readonly address?: string;
  readonly body?: string;
}

/** Asks for interrupts while no message can come in. */
export interface InterruptWatch {
  /** The number of the last interrupt that is known of. */
  last(): number;
  /** A message has come in: what there is to hear is heard without asking. */
  listened(): void;
}

/** How long code runs before the page is first asked, and how long between questions, in ms. */
const FIRST_AFTER = 500;
const ASK_EVERY = 250;
/** How long an answer may take, in ms; a page that does not answer is not asked again. */
const PATIENCE = 2000;

/**
 * Makes the watch of a worker. With shared memory it costs a read; otherwise a request that the worker
 * waits for, at most four times a second. With neither it knows of nothing.
 */
export function createInterruptWatch({
  memory,
  address,
  body = ''
}: Watch): InterruptWatch {
  if (memory !== undefined) {
    const numbers = new Int32Array(memory);
    return { last: () => Atomics.load(numbers, 0), listened: () => undefined };
  }
  let answers = address !== undefined;
  let next = 0;
  let last = 0;
  return {
    last() {
      const now = performance.now();
      if (answers && address !== undefined && now >= next) {
        const number = askFor(address, body);
        answers = number !== null;
        last = number ?? last;
        next = performance.now() + ASK_EVERY;
      }
      return last;
    },
    listened() {
      next = performance.now() + FIRST_AFTER;
    }
  };
}

/** What the page answers; null when there is nobody who does. */
function askFor(address: string, body: string): number | null {
  try {
    const request = new XMLHttpRequest();
    request.open('POST', address, false);
    request.timeout = PATIENCE;
    request.send(body);
    const answer: unknown =
      request.status === 200 ? JSON.parse(request.responseText) : null;
    return typeof answer === 'number' && Number.isInteger(answer)
      ? answer
      : null;
  } catch {
    return null;
  }
}
