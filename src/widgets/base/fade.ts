/**
 * Keeps what canvases show; the returned function, called after they were painted anew, fades from
 * the old picture to the new one. Only what changed is seen to change.
 *
 * @param time in milliseconds; 0 does nothing
 */
export function fadeFrom(
  canvases: readonly HTMLCanvasElement[],
  time: number
): () => void {
  if (time === 0) {
    return () => undefined;
  }
  const copies = canvases
    .filter(canvas => canvas.isConnected && !canvas.hidden && canvas.width > 0)
    .map(canvas => {
      const copy = canvas.cloneNode() as HTMLCanvasElement;
      delete copy.dataset.channel;
      copy.getContext('2d')?.drawImage(canvas, 0, 0);
      return { canvas, copy };
    });
  return () => {
    for (const { canvas, copy } of copies) {
      canvas.after(copy);
      copy
        .animate([{ opacity: 1 }, { opacity: 0 }], { duration: time })
        .finished.finally(() => copy.remove());
    }
  };
}
