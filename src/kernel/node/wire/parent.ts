/** How often the parent is looked for, in ms. */
const INTERVAL = 1000;

/**
 * Ends this process when the one that started it is gone, so that a server that was killed leaves
 * no kernels behind. Jupyter sets `JPY_PARENT_PID`; without it nobody is watched.
 */
export function followParent(): void {
  if (process.platform === 'win32' || !process.env.JPY_PARENT_PID) {
    return;
  }
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) {
      process.kill(process.pid, 'SIGKILL');
    }
  }, INTERVAL).unref();
}
