import type { ForkOptions } from 'node:child_process';

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
          `ulimit -d ${megabytes * 1024} && exec "$0" "$@"`,
          process.execPath,
          heap
        ]
      }
    : { execArgv: [heap] };
}
