/** Calls back in a turn of its own, after what is pending; a timer would wait 4 ms after a few. */
export function createNextTurn(): (work: () => void) => void {
  const { port1, port2 } = new MessageChannel();
  const waiting: (() => void)[] = [];
  port1.onmessage = () => waiting.shift()?.();
  return work => {
    waiting.push(work);
    port2.postMessage(null);
  };
}
