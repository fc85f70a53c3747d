import { Withheld } from '../../../exercises/answers/withheld';
import { isLibraryStep } from '../../../exercises/check/libraryStep';
import {
  StepFormError,
  type StepForm
} from '../../../exercises/check/stepForm';
import {
  refuseLibrarySteps,
  trajectory
} from '../../../exercises/check/trajectory';
import type { AnyStep } from '../../../exercises/check/trajectory';
import type { StepCase } from '../../../exercises/check/stepCase';
import {
  setRefusal,
  withRefusal,
  type Refusal
} from '../../../engine/base/refusal';
import { Cell } from '../../../engine/cells/cell';
import { variable } from '../../../engine/tensor/making';
import type { Tensor } from '../../../engine/tensor/tensor';
import type { TranspiledCell } from '../cells/converter';
import type { Evaluator } from '../cells/evaluator';
import { createRunner, type StopGuard } from '../cells/runner';
import type { AnswerLibrary } from './answerLibrary';
import type { FromAnswer, SentCell, ToAnswer } from './answerMessages';
import { CELL, LIBRARY_STEP } from './standIn';
import { errorFromWire, errorToWire, fromWire, toWire } from './wireValue';
import type { WireRegistry, WireValue } from './wireValue';

/** What an answer says when it calls a function of the test's. */
export type Called = Extract<FromAnswer, { callback: number }>;
/** What that function gave. */
export type GoOn = Extract<ToAnswer, { ask: 'goOn' }>;

/** Does what an answer is asked, one thing after the other; a promise only where it has to wait. */
export type Answerer = (request: ToAnswer) => FromAnswer | Promise<FromAnswer>;

/**
 * Runs an answer, and does with it what tests ask for. Never throws for anything that a student wrote.
 *
 * @param options `library` is what the evaluator gives it; `callBack` calls a function of the test's and waits for what it gives; `guard` stands
 *   in the loops of the answer
 */
export function createAnswerer({
  evaluator,
  library,
  callBack,
  guard
}: {
  readonly evaluator: Evaluator;
  readonly library: Pick<AnswerLibrary, 'withhold' | 'passOver'>;
  readonly callBack: (called: Called) => GoOn;
  readonly guard?: StopGuard;
}): Answerer {
  const runner = createRunner(evaluator, guard);
  let refusal: Refusal | undefined;
  const given: object[] = [];
  const numbers = new Map<object, number>();

  const registry: WireRegistry = {
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
    take: wire => (wire.k === 'yours' ? given[wire.id] : callback(wire.id)),
    error: wire => errorFromWire(wire)
  };

  /** A function of the test's: called, it waits for what the test's process says. */
  function callback(id: number): (...args: unknown[]) => unknown {
    return (...args) => {
      const asked = args.map(arg => toWire(arg, registry));
      // The test's own functions may use all of the library, in the same process, too.
      const reply = withRefusal(undefined, () =>
        callBack({ callback: id, args: asked })
      );
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
    } as unknown as TranspiledCell;
    await runner.run(compiled, `gatescope-cell/${cell.number}`);
  }

  async function begin({
    withheld,
    ownSteps,
    needs,
    before,
    answer,
    after
  }: Extract<ToAnswer, { ask: 'begin' }>): Promise<FromAnswer> {
    library.withhold(withheld);
    for (const cell of needs) {
      await run(cell);
    }
    refusal = what => {
      const named = withheld.find(({ name }) => name === what);
      if (named !== undefined) {
        throw new Withheld(named.message);
      }
      if (ownSteps) {
        refuseLibrarySteps(what);
      }
    };
    setRefusal(refusal);
    await runEach(before);
    const said = await run(answer).then(() => ({ value: null }), failed);
    await runEach(after);
    return said;
  }

  /** As in a notebook, what one cell has thrown ends no other; what it checks has been said there. */
  async function runEach(cells: readonly SentCell[]): Promise<void> {
    library.passOver(true);
    for (const cell of cells) {
      await run(cell).catch(() => undefined);
    }
    library.passOver(false);
  }

  function walk(request: Extract<ToAnswer, { ask: 'walk' }>): FromAnswer {
    const step = given[request.id] as unknown as AnyStep;
    const stepCase = fromWire(request.walk, registry) as StepCase;
    // What has no gradient is not on the tape, and so in no equation.
    const parameters = Object.fromEntries(
      Object.entries<Tensor>(stepCase.parameters).map(
        ([name, tensor]) => [name, variable(tensor)] as const
      )
    );
    const { channels, equations } = trajectory(step, {
      ...stepCase,
      parameters
    });
    return { value: toWire({ channels, equations }, registry) };
  }

  function call(
    request: Extract<ToAnswer, { ask: 'call' }>
  ): FromAnswer | Promise<FromAnswer> {
    const target = given[request.id] as (...args: unknown[]) => unknown;
    const args = request.args.map(arg => fromWire(arg, registry));
    const result: unknown = request.construct
      ? Reflect.construct(target, args)
      : Reflect.apply(target, fromWire(request.self, registry), args);
    const reply = (value: unknown, promised: boolean): FromAnswer => ({
      value: toWire(value, registry),
      promised,
      changed: !same(
        args.map(arg => toWire(arg, registry)),
        request.args
      )
    });
    return result instanceof Promise
      ? result.then(value => reply(value, true))
      : reply(result, false);
  }

  function reply(request: ToAnswer): FromAnswer | Promise<FromAnswer> {
    switch (request.ask) {
      case 'begin':
        return begin(request);
      case 'value':
        // Read as a notebook cell reads it: a name without a value throws.
        return {
          value: toWire(runner.scope.reference(request.name).v, registry)
        };
      case 'get': {
        const target = given[request.id] as Readonly<Record<string, unknown>>;
        return { value: toWire(target[request.key], registry) };
      }
      case 'walk':
        return walk(request);
      case 'call':
        return call(request);
      case 'goOn':
        throw new Error('nothing waits');
    }
  }

  return function answer(request) {
    try {
      setRefusal(refusal);
      const said = reply(request);
      return said instanceof Promise ? said.catch(failed) : said;
    } catch (error) {
      return failed(error);
    }
  };
}

function failed(error: unknown): FromAnswer {
  const wire = errorToWire(error);
  const form = formOf(error);
  return { error: form ? { ...wire, form } : wire };
}

/** What is thrown may be a proxy that throws whatever it is asked. */
function formOf(error: unknown): StepForm | undefined {
  try {
    return error instanceof StepFormError ? error.form : undefined;
  } catch {
    return undefined;
  }
}

function same(
  after: readonly WireValue[],
  before: readonly WireValue[]
): boolean {
  // Functions come back under other words, and cannot be changed from here.
  const words = (wires: readonly WireValue[]) =>
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
