import { setLibraryStep } from '../../../exercises/check/libraryStep';
import { setRemoteCell, setWalk } from '../../../exercises/check/remoteStep';
import type { Trajectory } from '../../../exercises/check/walk';
import type { ToAnswer } from './answerMessages';
import { toWire } from './wireValue';
import type { WireRegistry } from './wireValue';

/** Name under which a cell of the answer's goes, whatever the build calls its class. */
export const CELL = 'Cell';
/** Name under which a step of the library's own cells goes. */
export const LIBRARY_STEP = 'LibraryStep';

/** What is known of a thing of the answer's. */
interface Theirs {
  readonly id: number;
  readonly callable: boolean;
  readonly name: string;
}

/**
 * An object that stands here for a thing of the answer's: read or called, it asks for what that
 * gives there. It can be neither written nor awaited.
 */
export function createStandIn(
  { id, callable, name }: Theirs,
  ask: (message: ToAnswer) => unknown,
  registry: WireRegistry,
  isTheirs: (value: unknown) => boolean
): object {
  const target = callable
    ? // No arrow: it may stand for a class, and be made with `new`.
      Object.defineProperty(function () {}, 'name', { value: name })
    : {};
  const call = (self: unknown, args: unknown[], construct: boolean) =>
    ask({
      ask: 'call',
      id,
      self: isTheirs(self) ? toWire(self, registry) : { k: 'undefined' },
      args: args.map(arg => toWire(arg, registry)),
      construct
    });
  const standIn = new Proxy(target, {
    apply: (_, self, args: unknown[]) => call(self, args, false),
    construct: (_, args: unknown[]) => call(undefined, args, true) as object,
    get: (_, key) =>
      // Symbols are this side's own, and only promises are awaited.
      typeof key === 'symbol' || key === 'then'
        ? undefined
        : ask({ ask: 'get', id, key }),
    set: () => false,
    defineProperty: () => false,
    deleteProperty: () => false,
    getPrototypeOf: () => (callable ? Function.prototype : Object.prototype)
  });
  if (name === CELL) {
    setRemoteCell(standIn);
  }
  if (name === LIBRARY_STEP) {
    setLibraryStep(standIn);
  }
  if (callable) {
    setWalk(standIn, ({ reference, isOwn, parameters, x, initial }) => {
      const walk = {
        isOwn,
        reference: {
          channels: { ...reference.channels },
          stateNames: [...reference.stateNames]
        },
        parameters: { ...parameters },
        x: [...x],
        initial: { ...initial }
      };
      return ask({
        ask: 'walk',
        id,
        isOwn: isOwn === true,
        walk: toWire(walk, registry)
      }) as Pick<Trajectory, 'channels' | 'equations'>;
    });
  }
  return standIn;
}
