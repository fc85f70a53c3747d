import type { Event, EventName, Events } from '../../trace';

/** Who listens to the kernel's events, by their names. */
export interface EventListeners {
  /** Gives a function that ends the listening. */
  on<E extends EventName>(
    name: E,
    listener: (data: Events[E]) => void
  ): () => void;
  tell(event: Event): void;
  clear(): void;
}

export function createEventListeners(): EventListeners {
  const listeners = new Map<EventName, Set<(data: never) => void>>();
  return {
    on(name, listener) {
      const those = listeners.get(name) ?? new Set();
      listeners.set(name, those);
      those.add(listener as (data: never) => void);
      return () => those.delete(listener as (data: never) => void);
    },
    tell({ name, data }) {
      // One that ends its listening while it hears must not keep another from hearing.
      [...(listeners.get(name) ?? [])].forEach(listener =>
        (listener as (data: Events[EventName]) => void)(data)
      );
    },
    clear: () => listeners.clear()
  };
}
