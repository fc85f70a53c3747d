import type { Cursor, CursorPosition } from '../context';

/** The cursor that all views of one run share. */
export function createCursor(start: Partial<CursorPosition> = {}): Cursor {
  let position: CursorPosition = {
    step: null,
    unit: null,
    channel: null,
    layer: null,
    pinned: false,
    ...start
  };
  const listeners = new Set<
    (position: CursorPosition, source: object) => void
  >();
  return {
    get position() {
      return position;
    },
    move(to, source) {
      const next = { ...position, ...to };
      if (samePosition(position, next)) {
        return;
      }
      position = next;
      // A copy: a listener may unsubscribe others while it runs.
      for (const listener of [...listeners]) {
        listener(position, source);
      }
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    }
  };
}

/** One cursor a bundle, found again by its id. The oldest are forgotten first. */
export function createCursors(capacity = 500): (id: string) => Cursor {
  const cursors = new Map<string, Cursor>();
  return id => {
    const cursor = cursors.get(id) ?? createCursor();
    cursors.delete(id);
    cursors.set(id, cursor);
    for (const oldest of cursors.keys()) {
      if (cursors.size <= capacity) {
        break;
      }
      cursors.delete(oldest);
    }
    return cursor;
  };
}

function samePosition(a: CursorPosition, b: CursorPosition): boolean {
  return (
    a.step === b.step &&
    a.unit === b.unit &&
    a.channel === b.channel &&
    a.layer === b.layer &&
    (a.term ?? null) === (b.term ?? null) &&
    (a.sequence ?? null) === (b.sequence ?? null) &&
    (a.slid ?? null) === (b.slid ?? null) &&
    a.pinned === b.pinned
  );
}
