import { writeSync } from 'node:fs';

/**
 * A line for the log of the process that started the kernel, past the output of notebook cells. Both threads
 * write it at once, whatever the other does.
 */
export function log(message: string): void {
  try {
    writeSync(2, `gatescope kernel: ${message}\n`);
  } catch {
    // Nobody reads the log, or not fast enough: no reason to end.
  }
}
