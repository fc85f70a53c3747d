import { setCheckContext } from '../../../exercises/check/context';
import { isLibraryStep } from '../../../exercises/check/libraryStep';
import { trajectory, StepFormError } from '../../../exercises/check/trajectory';
import type { AnyStep } from '../../../exercises/check/trajectory';
import type { StepCase } from '../../../exercises/check/stepCase';
import { Cell } from '../../../engine/cells/cell';
import { variable } from '../../../engine/tensor/making';
import type { Tensor } from '../../../engine/tensor/tensor';
import type { CompiledCell } from '../../core/cells/converter';
import { createRunner } from '../../core/cells/runner';
import { createEvaluator } from '../cells/evaluator';
import { prepareQuietHost } from './quietHost';
import { CELL, LIBRARY_STEP } from './standIn';
import { createLines, type Lines } from './lines';
import type { FromAnswer, SentCell, ToAnswer } from './messages';
import { errorFromWire, errorToWire, fromWire, toWire } from './wireValue';
import type { Registry, Wire } from './wireValue';

/** Pipes of the process of an answer; its standard ones lead nowhere. */
const INPUT = 3;
const OUTPUT = 4;

/**
 * The process in which one student's answer runs: what it needs and the answer, and no test and no
 * expected value ever. It does as it is asked until nobody asks any more.
 */
export async function answerProcess(): Promise<void> {
  prepareQuietHost();
  // Reads the library's steps before an answer can change how texts are read.
  isLibraryStep(null);
  const lines = createLines(INPUT, OUTPUT);
  const answer = createAnswerer(lines);
  for (;;) {
    const request = lines.read() as ToAnswer | null;
    if (request === null) {
      process.exit(0);
    }
    let reply: FromAnswer;
    try {
      reply = await answer(request);
    } catch (error) {
      const wire = errorToWire(error);
      reply = {
        error:
          error instanceof StepFormError && error.channel !== undefined
            ? { ...wire, channel: error.channel }
            : wire
      };
    }
    lines.write(reply);
    // Timers and stray promises of the answer get their turn.
    await new Promise(resolve => setImmediate(resolve));
  }
}

/** Does what the process is asked, one thing after the other. */
function createAnswerer(
  lines: Lines
): (request: ToAnswer) => Promise<FromAnswer> {
  const runner = createRunner(createEvaluator(process.cwd()));
  const given: object[] = [];
  const numbers = new Map<object, number>();

  const registry: Registry = {
    give(value) {
      let id = numbers.get(value);
      if (id === undefined) {
        id = given.push(value) - 1;
        numbers.set(value, id);
      }
      return {
        k: 'mine',
        id,
        callable: typeof value === 'function',
        name: nameOf(value)
      };
    },
    take: wire => (wire.k === 'yours' ? given[wire.id] : callback(wire.id))
  };

  /** A function of the test's: called, it waits for what the test's process says. */
  function callback(id: number): (...args: unknown[]) => unknown {
    return (...args) => {
      lines.write({
        callback: id,
        args: args.map(arg => toWire(arg, registry))
      } satisfies FromAnswer);
      const reply = lines.read() as Extract<ToAnswer, { ask: 'goOn' }>;
      if ('error' in reply) {
        throw errorFromWire(reply.error);
      }
      return fromWire(reply.value, registry);
    };
  }

  async function run(cell: SentCell): Promise<void> {
    const { names, hoisted } = cell;
    const compiled = {
      emit: cell,
      names: { all: new Set(names), hoisted: new Set(hoisted) },
      modules: cell.modules
    } as unknown as CompiledCell;
    await runner.run(compiled, `gatescope-cell/${cell.number}`);
  }

  return async function answer(request: ToAnswer): Promise<FromAnswer> {
    switch (request.ask) {
      case 'begin': {
        setCheckContext({ student: request.student });
        for (const cell of request.needs) {
          await run(cell);
        }
        for (const cell of request.answer) {
          await run(cell);
        }
        return { value: null };
      }
      case 'value':
        // Read as a notebook cell reads it: a name without a value throws.
        return {
          value: toWire(runner.scope.reference(request.name).v, registry)
        };
      case 'get': {
        const target = given[request.id] as Readonly<Record<string, unknown>>;
        return { value: toWire(target[request.key], registry) };
      }
      case 'walk': {
        const step = given[request.id] as unknown as AnyStep;
        const stepCase = fromWire(request.walk, registry) as StepCase;
        // What has no gradient is not on the tape, and so in no equation.
        const parameters = Object.fromEntries(
          Object.entries<Tensor>(stepCase.parameters).map(
            ([name, tensor]) => [name, variable(tensor)] as const
          )
        );
        const walk = { ...stepCase, parameters };
        const { channels, equations } = trajectory(step, walk);
        return { value: toWire({ channels, equations }, registry) };
      }
      case 'call': {
        const target = given[request.id] as (...args: unknown[]) => unknown;
        const args = request.args.map(arg => fromWire(arg, registry));
        const result: unknown = request.construct
          ? Reflect.construct(target, args)
          : Reflect.apply(target, fromWire(request.self, registry), args);
        const promised = result instanceof Promise;
        const value = toWire(promised ? await result : result, registry);
        const changed = !same(
          args.map(arg => toWire(arg, registry)),
          request.args
        );
        return { value, promised, changed };
      }
      case 'goOn':
        throw new Error('nothing waits');
    }
  };
}

function same(after: readonly Wire[], before: readonly Wire[]): boolean {
  // Functions come back under other words, and cannot be changed from here.
  const words = (wires: readonly Wire[]) =>
    JSON.stringify(wires, (_, part: unknown) =>
      typeof part === 'object' &&
      part !== null &&
      'k' in part &&
      (part.k === 'mine' || part.k === 'yours')
        ? null
        : part
    );
  return words(after) === words(before);
}

/** The name under which a thing of the answer's goes. */
function nameOf(value: object): string {
  if (value instanceof Cell) {
    return CELL;
  }
  return isLibraryStep(value) ? LIBRARY_STEP : value.constructor.name;
}
