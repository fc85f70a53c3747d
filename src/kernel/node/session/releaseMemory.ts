import { Session } from 'node:inspector';

const { setImmediate } = globalThis;

/** Gives back what V8 keeps for later, above all the young generation that grew while loading. */
export function releaseMemory(): void {
  try {
    const session = new Session();
    session.connect();
    session.post('HeapProfiler.collectGarbage', () => {
      // To disconnect inside the answer would end the thread.
      setImmediate(() => session.disconnect());
    });
  } catch {
    // A Node without an inspector, or one that forbids it, keeps its memory.
  }
}
