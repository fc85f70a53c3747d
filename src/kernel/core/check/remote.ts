import { isWithheld, Withheld } from '../../../exercises/answers/withheld';
import {
  LIBRARY_STEP_CALLED,
  readStepForm,
  StepFormError
} from '../../../exercises/check/stepForm';
import type { Called, GoOn } from './answerer';
import type { FromAnswer, ToAnswer } from './answerMessages';
import { FRAME_IN_CELL, scriptName } from '../report/cellRecords';
import type { Withholding } from '../collect/withheldBy';
import { createStandIn } from './standIn';
import { errorFromWire, errorToWire, fromWire, toWire } from './wireValue';
import type { WireRegistry, WireError } from './wireValue';

/** The answer, seen from where the tests run. */
export interface Remote {
  /** The value that one of the answer's names has now. @throws what reading it throws there */
  value(name: string): unknown;
  /** The error that the answer's process tells of. */
  error(wire: WireError): Error;
  /** Whether a function of the answer has changed what it was given. */
  readonly hasChanged: boolean;
  /** Calls a function of the test's for the answer. */
  calledBack(called: Called): GoOn;
  /** The answer runs in another process from now on, which gives its things other numbers. */
  forget(): void;
}

/**
 * @param exchange hands one message to the answer and gives the reply, or a promise where it cannot wait
 * @param known of the answer: the numbers of the notebook cells that run there, since an error of its may
 *   name places in these and in no other, and what is said where it calls what is withheld from it
 */
export function createRemote(
  exchange: (message: ToAnswer) => FromAnswer | Promise<FromAnswer>,
  known: {
    readonly cells: readonly number[];
    readonly withheld: readonly Pick<Withholding, 'message'>[];
  }
): Remote {
  const scripts = new Set(known.cells.map(number => scriptName({ number })));
  /** What the program itself says of calls that it does not grant; an answer can only repeat it. */
  const refusals = new Set([
    LIBRARY_STEP_CALLED,
    ...known.withheld.map(({ message }) => message)
  ]);
  /** What stands here for things of the answer's, and back. */
  const standIns = new Map<number, object>();
  let numbers = new WeakMap<object, number>();
  const given: object[] = [];
  let hasChanged = false;

  const registry: WireRegistry = {
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
        return givenAs(wire.id);
      }
      let standIn = standIns.get(wire.id);
      if (standIn === undefined) {
        standIn = createStandIn(
          { id: wire.id, callable: wire.callable, name: String(wire.name) },
          ask,
          registry,
          value => numbers.has(value as object)
        );
        standIns.set(wire.id, standIn);
        numbers.set(standIn, wire.id);
      }
      return standIn;
    },
    error: theirError
  };

  /** What was handed over under a number; the answer may say any other word for one. */
  function givenAs(id: unknown): object | undefined {
    return Number.isInteger(id) ? given[id as number] : undefined;
  }

  function ask(message: ToAnswer): unknown {
    let reply = exchange(message);
    // One after the other, however often an answer calls back.
    while (!(reply instanceof Promise) && 'callback' in reply) {
      reply = exchange(calledBack(reply));
    }
    return reply instanceof Promise ? reply.then(told) : told(reply);
  }

  function told(reply: FromAnswer): unknown {
    if ('callback' in reply) {
      return ask(calledBack(reply));
    }
    if ('error' in reply) {
      throw theirError(reply.error);
    }
    hasChanged ||= reply.changed === true;
    const value = fromWire(reply.value, registry);
    return reply.promised === true ? Promise.resolve(value) : value;
  }

  /**
   * What the answer's side says may be anything: in the voice of a report it gets what this side would
   * write itself.
   */
  function theirError(wire: WireError): Error {
    const error = errorFromWire(wire, line =>
      scripts.has(FRAME_IN_CELL.exec(line)?.[2] ?? '')
    );
    const form = readStepForm(wire.form);
    return form !== null
      ? new StepFormError(form)
      : error.name === 'Withheld' && refusals.has(error.message)
        ? new Withheld(error.message)
        : error;
  }

  function calledBack({ callback: id, args }: Called): GoOn {
    try {
      const result: unknown = Reflect.apply(
        givenAs(id) as (...args: unknown[]) => unknown,
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
      if (isWithheld(error)) {
        refusals.add(error.message);
      }
      return { ask: 'goOn', error: errorToWire(error) };
    }
  }

  return {
    value: name => ask({ ask: 'value', name }),
    calledBack,
    error: theirError,
    get hasChanged() {
      return hasChanged;
    },
    forget() {
      standIns.clear();
      numbers = new WeakMap();
      given.length = 0;
    }
  };
}
