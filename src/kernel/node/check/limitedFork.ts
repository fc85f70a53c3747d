import type { ForkOptions } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

/**
 * Options of `fork` for a Node that is refused more memory than this by its operating system, where
 * that has such a limit. V8's own limit counts neither typed arrays nor WebAssembly.
 */
export function limitedFork(
  megabytes: number,
  platform: NodeJS.Platform = process.platform
): ForkOptions {
  // Half of it for the heap: what lies outside it must have room too.
  const heap = `--max-old-space-size=${Math.floor(megabytes / 2)}`;
  return platform === 'linux'
    ? {
        execPath: '/bin/sh',
        execArgv: [
          '-c',
          // Of data, not of addresses: Node reserves gigabytes of those that it never touches.
          `ulimit -d ${(megabytes + codeMegabytes()) * 1024} && exec "$0" "$@"`,
          process.execPath,
          heap
        ]
      }
    : { execArgv: [heap] };
}

/** What V8 sets aside for code where the system counts that as data, in MB: from Node 24 on. */
function codeMegabytes(): number {
  const places = existsSync(PLACES) ? readFileSync(PLACES, 'utf8') : '';
  const sizes = [...places.matchAll(/^(\w+)-(\w+) rwxp/gm)].map(
    ([, from, to]) => parseInt(to, 16) - parseInt(from, 16)
  );
  return Math.ceil(Math.max(0, ...sizes) / 2 ** 20);
}

/** Where Linux says what a process has of memory. */
const PLACES = '/proc/self/maps';
