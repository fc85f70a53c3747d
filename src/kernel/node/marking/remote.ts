import { setWalk } from '../../../exercises/check/remoteStep';
import { StepFormError } from '../../../exercises/check/trajectory';
import type { Trajectory } from '../../../exercises/check/walk';
import type { FromAnswer, ToAnswer } from './messages';
import { errorFromWire, errorToWire, fromWire, toWire } from './wireValue';
import type { Registry, Wire, WireError } from './wireValue';

/** The answer, seen from the process that marks. */
export interface Remote {
  /** The value that one of the answer's names has now. @throws what reading it throws there */
  value(name: string): unknown;
  /** Whether a function of the answer has changed what it was given. */
  readonly hasChanged: boolean;
}

/**
 * @param exchange hands one message to the answer's process and waits for the reply
 */
export function createRemote(
  exchange: (message: ToAnswer) => FromAnswer
): Remote {
  /** What stands here for things of the answer's, and back. */
  const standIns = new Map<number, object>();
  const numbers = new WeakMap<object, number>();
  const given: object[] = [];
  let hasChanged = false;

  const registry: Registry = {
    give(value) {
      const theirs = numbers.get(value);
      if (theirs !== undefined) {
        return { k: 'yours', id: theirs };
      }
      if (typeof value !== 'function') {
        throw new TypeError(
          `A test hands a ${value.constructor.name} to the answer; it can hand it numbers, texts, lists, tensors and functions. Make the ${value.constructor.name} in a notebook cell that the exercise needs.`
        );
      }
      return {
        k: 'mine',
        id: given.push(value) - 1,
        callable: true,
        name: 'Function'
      };
    },
    take(wire) {
      if (wire.k === 'yours') {
        return given[wire.id];
      }
      let standIn = standIns.get(wire.id);
      if (standIn === undefined) {
        standIn = makeStandIn(wire.id, wire.callable, String(wire.name));
        standIns.set(wire.id, standIn);
        numbers.set(standIn, wire.id);
      }
      return standIn;
    }
  };

  function ask(message: ToAnswer): unknown {
    let reply = exchange(message);
    while ('callback' in reply) {
      reply = exchange(calledBack(reply.callback, reply.args));
    }
    if ('error' in reply) {
      throw theirError(reply.error);
    }
    hasChanged ||= reply.changed === true;
    const value = fromWire(reply.value, registry);
    return reply.promised === true ? Promise.resolve(value) : value;
  }

  function calledBack(id: number, args: readonly Wire[]): ToAnswer {
    try {
      const result: unknown = Reflect.apply(
        given[id] as (...args: unknown[]) => unknown,
        undefined,
        args.map(arg => fromWire(arg, registry))
      );
      if (result instanceof Promise) {
        throw new TypeError(
          'A function that a test hands to the answer must not be async.'
        );
      }
      return { ask: 'goOn', value: toWire(result, registry) };
    } catch (error) {
      return { ask: 'goOn', error: errorToWire(error) };
    }
  }

  function makeStandIn(id: number, callable: boolean, name: string): object {
    const target = callable
      ? Object.defineProperty(() => undefined, 'name', { value: name })
      : {};
    const call = (self: unknown, args: unknown[], construct: boolean) =>
      ask({
        ask: 'call',
        id,
        self: numbers.has(self as object)
          ? toWire(self, registry)
          : { k: 'undefined' },
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
    if (callable) {
      setWalk(standIn, ({ reference, parameters, x, initial }) => {
        const walk = {
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
          walk: toWire(walk, registry)
        }) as Pick<Trajectory, 'channels' | 'equations'>;
      });
    }
    return standIn;
  }

  return {
    value: name => ask({ ask: 'value', name }),
    get hasChanged() {
      return hasChanged;
    }
  };
}

function theirError(error: WireError): Error {
  if (error.name === 'StepFormError') {
    return new StepFormError(error.message, error.channel);
  }
  return errorFromWire(error);
}
