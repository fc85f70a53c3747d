import { spawn, type ChildProcess } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { NEVER_SETTLED, PIPES_CLOSED, INPUT, OUTPUT } from '../marking/lines';
import type { CheckLimits } from './checkMessages';
import { watchTime } from './watchTime';

/** What an answer may say at once, in megabytes: as much as marking takes (gatescope/grading/process.py). */
const LONGEST_LINE = 32;

/** The process in which the answer of a check runs. */
export interface AnswerChild {
  /**
   * Hands it a line, after a fresh start when that is asked for. Gives its line back, or why it has
   * ended, in words for a report. What it takes counts against its limits.
   */
  pass(
    line: string,
    options: { readonly fresh: boolean }
  ): Promise<{ readonly line: string } | { readonly gone: string }>;
  end(): void;
}

const TOO_LONG =
  'The answer was stopped: it takes too long. Does a loop in it ever end?';

/** @param program the file that is started with the word `answer` */
export function createAnswerChild(
  program: string,
  { megabytes, seconds, secondsEach }: CheckLimits
): AnswerChild {
  let left = seconds;
  let child: ChildProcess | null = null;
  let isUsed = false;
  let pieces: Buffer[] = [];
  let size = 0;
  let why = '';
  let waiting: ((said: { line: string } | { gone: string }) => void) | null =
    null;

  function settle(said: { line: string } | { gone: string }): void {
    waiting?.(said);
    waiting = null;
  }

  function start(): void {
    // With the limits of this process: the system hands its own on, and V8's stands among the arguments.
    const args = [...process.execArgv, program, 'answer'];
    const started = spawn(process.execPath, args, {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        GATESCOPE_MEGABYTES: String(megabytes),
        // Node reads them at each start, for longer than the rest of it takes; an answer asks no server.
        NODE_EXTRA_CA_CERTS: undefined
      }
    });
    child = started;
    isUsed = false;
    pieces = [];
    size = 0;
    why = '';
    (started.stdio[INPUT] as Writable).on('error', () => undefined);
    const output = started.stdio[OUTPUT] as Readable;
    output.on('error', () => undefined);
    output.on('data', (piece: Buffer) => {
      if (child === started) {
        heard(piece);
      }
    });
    started.on('error', error => ended(started, `${error.message}.`));
    started.on('close', (code, signal) =>
      ended(started, whyEnded(code, signal, megabytes))
    );
  }

  function heard(piece: Buffer): void {
    const end = piece.indexOf(10);
    size += piece.length;
    if (end < 0) {
      pieces.push(piece);
      if (size > LONGEST_LINE * 2 ** 20) {
        stop(`The answer gives more than ${LONGEST_LINE} MB at once.`);
      }
      return;
    }
    const line = Buffer.concat([...pieces, piece.subarray(0, end)]);
    pieces = [piece.subarray(end + 1)];
    size = pieces[0].length;
    settle({ line: line.toString('utf8') });
  }

  function ended(which: ChildProcess, words: string): void {
    if (child === which) {
      child = null;
      settle({ gone: why || words });
    }
  }

  /** Ends it for a reason of ours, which is told in place of the system's. */
  function stop(reason: string): void {
    why = reason;
    child?.kill('SIGKILL');
  }

  // At once, while what it will run is still being compiled.
  start();

  return {
    pass(line, { fresh }) {
      if (child === null || (fresh && isUsed)) {
        this.end();
        start();
      }
      isUsed = true;
      const spent = watchTime(
        child?.pid ?? 0,
        Math.min(secondsEach, left),
        () => stop(TOO_LONG)
      );
      return new Promise<{ line: string } | { gone: string }>(resolve => {
        waiting = said => {
          left -= spent();
          resolve(said);
        };
        (child?.stdio[INPUT] as Writable).write(`${line}\n`);
      });
    },
    end() {
      const started = child;
      child = null;
      started?.kill('SIGKILL');
    }
  };
}

/** Signals with which a process ends that gets no more memory, from itself or from the system. */
const WITHOUT_MEMORY: readonly NodeJS.Signals[] = [
  'SIGABRT',
  'SIGBUS',
  'SIGILL',
  'SIGKILL',
  'SIGSEGV',
  'SIGTRAP'
];

/** Why a process of an answer has ended, in words for a report; marking has the same words. */
function whyEnded(
  code: number | null,
  signal: NodeJS.Signals | null,
  megabytes: number
): string {
  if (signal !== null) {
    return WITHOUT_MEMORY.includes(signal)
      ? `The answer was stopped at ${megabytes} MB of memory: does a list in it grow without end?`
      : `The process of the answer ended by ${signal}.`;
  }
  switch (code) {
    case NEVER_SETTLED:
      return 'The answer waits for something that never comes: a promise in it is never settled.';
    case PIPES_CLOSED:
      return 'The answer closes the pipes by which its process is asked.';
    default:
      return 'The answer ends the program.';
  }
}
