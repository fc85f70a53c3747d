import { createPageMemory } from '../../../src/widgets/base/store';
import type { CellMemory } from '../../../src/widgets/context';

/** One memory as two views of a notebook have it: each hears what the other changes. */
export function memoryOfTwo(): readonly [CellMemory, CellMemory] {
  const kept = createPageMemory();
  const listeners = [new Set<() => void>(), new Set<() => void>()];
  const of = (mine: number): CellMemory => ({
    get: key => kept.get(key),
    set(key, value) {
      kept.set(key, value);
      listeners[1 - mine].forEach(listener => listener());
    },
    delete(key) {
      kept.delete(key);
      listeners[1 - mine].forEach(listener => listener());
    },
    onChange(listener) {
      listeners[mine].add(listener);
      return () => listeners[mine].delete(listener);
    }
  });
  return [of(0), of(1)];
}
