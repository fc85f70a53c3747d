import { isLibraryStep } from '../recurrence/libraryStep';
import type { RecurrentCell } from '../recurrence/recurrentCell';
import type { SequenceRequest, SequenceResult } from '../recurrence/sequence';
import { variable, zeros } from '../tensor/making';
import type { FloatType } from '../tensor/operation';
import { isRecording, noGradient } from '../tensor/recording';
import type { Tensor } from '../tensor/tensor';
import { CHECKED, checkAgainstTape } from './checkAgainstTape';
import { checkFunctions } from './checkFunctions';
import type { CompiledPass } from './compiledPass';
import { compiledPass } from './compiledPass';
import type { CompiledStep } from './compiledStep';
import { compileGraph } from './compiledStep';
import { graphText } from './graph';
import { observed } from './observed';
import type { PassInput } from './passInput';
import { shownPass } from './shownPass';
import type { TracedStep } from './tracedStep';
import { traceStep } from './traceStep';
import { stepThrough } from '../recurrence/sequence';

/** The machine code of a step, or in a sentence why it has none. */
export type CompiledOrReason =
  | { readonly compiled: CompiledStep; readonly reason?: undefined }
  | { readonly compiled: null; readonly reason: string };

/** What was compiled of a cell so far, and what was said last. */
interface Compiled {
  readonly byGraph: Map<string, CompiledOrReason>;
  last: CompiledOrReason | null;
  /** How often its step was called to follow it. */
  calls: number;
  /** Why it is the tape's for good: a step that was another one from call to call. */
  changing: string | null;
  /** Steps of the library, which need not be followed again. */
  readonly followed: Map<string, Followed>;
}

/** A step that reads its weights as they are, by their names. */
interface Followed {
  readonly compiled: CompiledStep;
  readonly matrices: readonly string[];
  readonly vectors: readonly string[];
}

const known = new WeakMap<RecurrentCell, Compiled>();

/** By what a cell is computed: the words for machine code of its step, or why it has none. */
export function pathOfStep(
  cell: RecurrentCell
):
  | { readonly path: string; readonly reason?: undefined }
  | { readonly path?: undefined; readonly reason: string } {
  const last = known.get(cell)?.last;
  if (last) {
    return last.compiled
      ? { path: `compiled, ${last.compiled.kind}` }
      : { reason: last.reason };
  }
  const { dtype } = cell;
  const parameters = noGradient(() => cell.weights.parameters());
  const { step, reason } = traceStep(cell, { parameters, dtype });
  const found = step ? compileGraph(step.graph, dtype) : null;
  return found
    ? { path: `compiled, ${found.kind}` }
    : { reason: reason ?? NO_SIMD };
}

/**
 * Until a step has been called so often it is called as often as the tape would call it in each pass, so
 * that one that counts its calls is caught where it changes; then twice a pass, since a call takes as long
 * as the machine code of a step.
 */
const MOST_CALLS = 256;

/** A step that changes with a number outside of it is compiled so many times, and is then the tape's. */
const MOST_GRAPHS = 32;

const NO_SIMD = 'this engine has no SIMD in its WebAssembly';

/**
 * A whole pass of a cell by machine code made from its step, as one operation of the tape; null where
 * there is none, and the tape then takes each step. The step is followed again for each pass, unless it is
 * one of the library.
 */
export function compiledSequence(
  request: SequenceRequest
): SequenceResult | null {
  const pass = passOf(request, null);
  return pass && shownPass(pass, request);
}

/** What is held of a sequence, by channel: 1 or 0 and what at, `[B, T, W]` each. */
export type HeldChannels = NonNullable<PassInput['clamps']>;

/** The same pass with every channel, to be read and differentiated. */
export const recordedSequence = (
  request: SequenceRequest,
  clamps: HeldChannels = {}
): CompiledPass | null => passOf(request, clamps);

/**
 * Why a step of one's own cannot be a network's machine code in f32, in a sentence; null where it was compared
 * with the tape. It is called a few times, since one that counts its calls is no such step.
 *
 * @param drops whether the recurrent matrices read h under a mask
 */
export function refusalOf(cell: RecurrentCell, drops: boolean): string | null {
  const none = (shape: readonly number[]) => zeros(shape, { dtype: 'f32' });
  const { state } = cell.definition;
  const initial = Object.fromEntries(
    cell.stateNames.map(name => [name, none([1, state[name]])])
  );
  const pass = passOf(
    {
      cell,
      parameters: Object.fromEntries(
        Object.entries(cell.weights.parameters()).map(([name, tensor]) => [
          name,
          variable(tensor.detach().cast('f32'))
        ])
      ),
      x: none([1, CALLS, cell.inputSize]),
      initial,
      ...(drops && { recurrentDropout: none([1, state[cell.output]]) })
    },
    null
  );
  return pass ? null : compiledOf(cell).last!.reason!;
}

/** How often a step is called before a network is made of it. */
const CALLS = 64;

/** @param clamps what is held of the channels, which are seen; null where only the output is read */
function passOf(
  request: SequenceRequest,
  clamps: HeldChannels | null
): CompiledPass | null {
  const { cell, x, parameters, recurrentDropout } = request;
  const of = compiledOf(cell);
  const [batch, steps] = x.shape;
  if (batch === 0 || steps === 0) {
    return null;
  }
  const refuse = (reason: string): null => {
    of.last = { compiled: null, reason };
    return null;
  };
  const dtype = typeOf(request);
  if (dtype === null) {
    return refuse('its input, states and weights are not of one precision');
  }
  if (of.changing !== null) {
    return refuse(of.changing);
  }
  const isLibrarys = isLibraryStep(cell.definition.step);
  const drops = recurrentDropout !== undefined;
  const names = Object.keys(parameters);
  const held = clamps && Object.keys(clamps).sort();
  // Without a tape the derivatives are not compared: who trains later has them compared then.
  const variant = `${isRecording()} ${dtype} ${held?.join() ?? 'plain'}`;
  const followedBy = [variant, drops, ...names].join();
  const before = of.followed.get(followedBy);
  if (before?.compiled.reserve(batch, steps)) {
    const named = (names: readonly string[]) =>
      names.map(name => parameters[name]);
    of.last = before;
    return compiledPass(
      before.compiled,
      { matrices: named(before.matrices), vectors: named(before.vectors) },
      request,
      clamps ?? undefined
    );
  }
  const calls = isLibrarys
    ? 2
    : Math.max(2, Math.min(steps, MOST_CALLS - of.calls));
  of.calls += calls;
  const traced = traceStep(cell, { parameters, dtype, drops, calls });
  if (!traced.step) {
    of.changing = traced.changes ? traced.reason : null;
    return refuse(traced.reason);
  }
  const { step } = traced;
  const key = `${variant} ${graphText(step.graph)}`;
  let found = of.byGraph.get(key);
  if (found === undefined && of.byGraph.size >= MOST_GRAPHS) {
    return refuse(`the step of ${cell.name} is another one again and again`);
  }
  if (found === undefined) {
    found = made(request, step, dtype, held);
    of.byGraph.set(key, found);
  }
  of.last = found;
  const { compiled } = found;
  if (!compiled) {
    return null;
  }
  if (!compiled.reserve(batch, steps)) {
    return refuse('a pass takes more memory than it may');
  }
  const nameOf = (tensor: Tensor) =>
    names.find(name => parameters[name] === tensor);
  const matrices = step.matrices.map(nameOf);
  const vectors = step.vectors.map(nameOf);
  if (isLibrarys && isWhole(matrices) && isWhole(vectors)) {
    of.followed.set(followedBy, { compiled, matrices, vectors });
  }
  return compiledPass(compiled, step, request, clamps ?? undefined);
}

const isWhole = (
  names: readonly (string | undefined)[]
): names is readonly string[] => names.every(name => name !== undefined);

function compiledOf(cell: RecurrentCell): Compiled {
  let compiled = known.get(cell);
  if (compiled === undefined) {
    compiled = {
      byGraph: new Map(),
      last: null,
      calls: 0,
      changing: null,
      followed: new Map()
    };
    known.set(cell, compiled);
  }
  return compiled;
}

/** The one precision of all that a pass reads; null where there are two. */
function typeOf({ x, initial, parameters }: SequenceRequest): FloatType | null {
  const all = [...Object.values(initial), ...Object.values(parameters)];
  return all.every(({ dtype }) => dtype === x.dtype) ? x.dtype : null;
}

/**
 * Compiles a step, and compares it with the tape before it is trusted.
 *
 * @param held the channels that are held, where they are seen; null where they are not
 */
function made(
  request: SequenceRequest,
  step: TracedStep,
  dtype: FloatType,
  held: readonly string[] | null
): CompiledOrReason {
  const graph = held ? observed(step.graph, held) : step.graph;
  if (graph === null) {
    return {
      compiled: null,
      reason: `a channel of ${request.cell.name} that is held is the same as another one`
    };
  }
  const isSeen = held !== null;
  const compiled = compileGraph(graph, dtype, { isSeen });
  if (!compiled) {
    return { compiled: null, reason: NO_SIMD };
  }
  if (!compiled.reserve(CHECKED.batch, CHECKED.steps)) {
    return { compiled: null, reason: 'a pass takes more memory than it may' };
  }
  const wrong = checkFunctions(step.functions, dtype);
  const reason =
    wrong === null
      ? checkAgainstTape(request, probe =>
          shownPass(compiledPass(compiled, step, probe), probe)
        )
      : `machine code and tape differ in '${wrong}' of ${request.cell.name}`;
  return reason === null ? { compiled } : { compiled: null, reason };
}

/**
 * A pass by the machine code of a cell's step; step by step where there is none, or a single step.
 *
 * @param compiles false for step by step throughout
 */
export const runSequence = (
  request: SequenceRequest,
  compiles = true
): SequenceResult =>
  (compiles && request.x.shape[1] > 1 ? compiledSequence(request) : null) ??
  stepThrough(request);
