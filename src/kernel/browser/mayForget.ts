import { wordStorage } from './wordStorage';

/** In the browser's storage: the reader has read that it may forget. */
const READ = 'gatescope-site:may-forget-read';

/** Whether the browser may forget what a page keeps in it, and the reader has not put that aside. */
export async function mayForget(): Promise<boolean> {
  return (
    wordStorage()?.getItem(READ) == null &&
    (await navigator.storage?.persisted?.()) !== true
  );
}

/** From now on the reader knows. */
export function putAside(): void {
  try {
    wordStorage()?.setItem(READ, 'yes');
  } catch {
    // A browser that is full will say it again.
  }
}
