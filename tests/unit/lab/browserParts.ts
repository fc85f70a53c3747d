// What Lumino asks of a browser and jsdom lacks. Import before anything of Lumino.
class NoDragEvent extends Event {}
class NoObserver {
  observe(): void {}
  disconnect(): void {}
}
Object.assign(globalThis, {
  DragEvent: NoDragEvent,
  ResizeObserver: NoObserver
});
