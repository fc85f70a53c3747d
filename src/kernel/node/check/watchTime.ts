import { readFileSync } from 'node:fs';

/**
 * How many times as long as on the processor a process may take by the clock: one that waits for nothing
 * uses none, and one on a busy machine gets a share of it. Marking gives the same
 * (gatescope/grading/process.py).
 */
const BY_THE_CLOCK = 5;
/** In how many parts of a second Linux tells it. */
const TICKS = 100;
/** How soon it is looked again at the least, in s. */
const SOON = 0.01;

/**
 * Ends what takes too long: whether an answer is in time must not depend on what else the machine does,
 * so it is the process's own time that counts, where the system tells it (Linux), and the clock elsewhere.
 *
 * @param pid the process
 * @param seconds how long it may take from now on
 * @param late called once when it has taken them
 * @returns ends the watch; gives what the process has taken of them, in s
 */
export function watchTime(
  pid: number,
  seconds: number,
  late: () => void
): () => number {
  const begun = ownTime(pid) ?? clock();
  const latest = clock() + BY_THE_CLOCK * seconds;
  let spent = 0;
  let timer: NodeJS.Timeout | undefined;
  const look = (): void => {
    // Of one that has just ended the system tells nothing any more.
    spent = Math.max(spent, (ownTime(pid) ?? begun) - begun);
    const left = Math.min(seconds - spent, latest - clock());
    if (left <= 0) {
      spent = seconds;
      late();
    } else {
      timer = setTimeout(look, Math.max(SOON, left) * 1000);
    }
  };
  timer = setTimeout(look, seconds * 1000);
  return () => {
    clearTimeout(timer);
    return Math.max(spent, (ownTime(pid) ?? begun) - begun);
  };
}

function clock(): number {
  return performance.now() / 1000;
}

/** What a process has had on the processor until now, in s; null where it has ended. */
function ownTime(pid: number): number | null {
  if (process.platform !== 'linux') {
    return clock();
  }
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // Behind its name, which may hold anything: the state, and 11 fields later user and system time.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) / TICKS;
  } catch {
    return null;
  }
}
