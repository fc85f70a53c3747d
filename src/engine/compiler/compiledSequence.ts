import type { Named } from '../recurrence/definition';
import { isLibraryStep } from '../recurrence/libraryStep';
import type { RecurrentCell } from '../recurrence/recurrentCell';
import type { SequenceRequest, SequenceResult } from '../recurrence/sequence';
import { select } from '../tensor/joining';
import { tensor as makeTensor } from '../tensor/making';
import type { Floats, FloatType, Operation } from '../tensor/operation';
import { allocate } from '../tensor/operation';
import { isRecording, noGradient } from '../tensor/recording';
import { apply } from '../tensor/tensor';
import type { Tensor } from '../tensor/tensor';
import { CHECKED, checkAgainstTape } from './checkAgainstTape';
import { checkFunctions } from './checkFunctions';
import type { CompiledStep } from './compiledStep';
import { compileStep } from './compiledStep';
import { differentiate } from './differentiate';
import { graphText } from './graph';
import type { PassInput } from './passInput';
import { planOf } from './plan';
import type { TracedStep } from './tracedStep';
import { traceStep } from './traceStep';

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

/** A step that reads its weights as they are, by their letters. */
interface Followed {
  readonly step: TracedStep;
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
  const found = step
    ? compileStep(planOf(differentiate(step.graph), dtype))
    : null;
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
 * there is none, and the tape then takes each step. The step is followed anew for each pass, unless it is
 * one of the library.
 */
export function compiledSequence(
  request: SequenceRequest
): SequenceResult | null {
  const { cell, x, parameters, recurrentDropout } = request;
  const of = compiledOf(cell);
  const [batch, steps] = x.shape;
  if (batch === 0 || steps === 0) {
    return null;
  }
  const dtype = typeOf(request);
  if (dtype === null) {
    of.last = {
      compiled: null,
      reason: 'its input, states and weights are not of one precision'
    };
    return null;
  }
  if (of.changing !== null) {
    of.last = { compiled: null, reason: of.changing };
    return null;
  }
  const isLibrarys = isLibraryStep(cell.definition.step);
  const drops = recurrentDropout !== undefined;
  const letters = Object.keys(parameters);
  // Without a tape the derivatives are not compared: who trains later has them compared then.
  const followedBy = [isRecording(), dtype, drops, ...letters].join();
  const before = of.followed.get(followedBy);
  if (before?.compiled.reserve(batch, steps)) {
    const named = (names: readonly string[]) =>
      names.map(name => parameters[name]);
    const { step, compiled, matrices, vectors } = before;
    of.last = before;
    return runStep(
      compiled,
      { ...step, matrices: named(matrices), vectors: named(vectors) },
      request
    );
  }
  const calls = isLibrarys
    ? 2
    : Math.max(2, Math.min(steps, MOST_CALLS - of.calls));
  of.calls += calls;
  const traced = traceStep(cell, {
    parameters,
    dtype,
    drops,
    calls
  });
  if (!traced.step) {
    of.changing = traced.changes ? traced.reason : null;
    of.last = { compiled: null, reason: traced.reason };
    return null;
  }
  const { step } = traced;
  const key = `${isRecording()} ${dtype} ${graphText(step.graph)}`;
  let found = of.byGraph.get(key);
  if (found === undefined && of.byGraph.size >= MOST_GRAPHS) {
    of.last = {
      compiled: null,
      reason: `the step of ${cell.name} is another one again and again`
    };
    return null;
  }
  if (found === undefined) {
    found = made(request, step, dtype);
    of.byGraph.set(key, found);
  }
  of.last = found;
  if (!found.compiled) {
    return null;
  }
  if (!found.compiled.reserve(batch, steps)) {
    of.last = {
      compiled: null,
      reason: 'a pass takes more memory than it may'
    };
    return null;
  }
  const letterOf = (tensor: Tensor) =>
    letters.find(letter => parameters[letter] === tensor);
  const matrices = step.matrices.map(letterOf);
  const vectors = step.vectors.map(letterOf);
  if (isLibrarys && isWhole(matrices) && isWhole(vectors)) {
    const { compiled } = found;
    of.followed.set(followedBy, { step, compiled, matrices, vectors });
  }
  return runStep(found.compiled, step, request);
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

/** Compiles a step, and compares it with the tape before it is trusted. */
function made(
  request: SequenceRequest,
  step: TracedStep,
  dtype: FloatType
): CompiledOrReason {
  const compiled = compileStep(planOf(differentiate(step.graph), dtype));
  if (!compiled) {
    return { compiled: null, reason: NO_SIMD };
  }
  if (!compiled.reserve(CHECKED.batch, CHECKED.steps)) {
    return { compiled: null, reason: 'a pass takes more memory than it may' };
  }
  const wrong = checkFunctions(step.functions, dtype);
  const reason =
    wrong === null
      ? checkAgainstTape(request, probe => runStep(compiled, step, probe))
      : `machine code and tape differ in '${wrong}' of ${request.cell.name}`;
  return reason === null ? { compiled } : { compiled: null, reason };
}

/** What the operation needs beside its inputs. */
interface Pass {
  readonly compiled: CompiledStep;
  readonly batch: number;
  readonly steps: number;
  readonly reverse: boolean;
  /** How many inputs of each kind there are, in their order. */
  readonly states: number;
  readonly matrices: number;
  readonly vectors: number;
  readonly masked: boolean;
  readonly drops: boolean;
}

/** All steps of all sequences: outputs `[B, T, H]` and then each state after the last, in one row. */
const compiledSteps: Operation<Pass> = {
  name: 'compiledSteps',
  forward(inputs, pass) {
    const { compiled, batch, steps } = pass;
    const { states, output } = compiled.plan.of.graph;
    const numbers = states.reduce(
      (sum, { width }) => sum + batch * width,
      batch * steps * states[output].width
    );
    const values = allocate(compiled.plan.dtype, numbers);
    compiled.forward(inputOf(inputs, pass), values);
    return { values, shape: [numbers] };
  },
  backward(gradient, into, inputs, { values }, pass) {
    const { compiled } = pass;
    const input = inputOf(inputs, pass);
    if (compiled.holding !== values) {
      // Another pass went through the same memory since: this one goes through it again.
      compiled.forward(input, values);
    }
    const { x, initial, matrices, vectors } = compiled.backward(
      input,
      gradient
    );
    [x, ...initial, ...matrices, ...vectors].forEach((derivative, at) => {
      const target = into[at];
      for (let i = 0; target !== null && i < target.length; i++) {
        target[i] += derivative[i];
      }
    });
  }
};

function inputOf(
  inputs: readonly { readonly values: Floats }[],
  pass: Pass
): PassInput {
  const values = inputs.map(input => input.values);
  let at = 0;
  const take = (count: number) => values.slice(at, (at += count));
  const { batch, steps, reverse } = pass;
  const [x] = take(1);
  const initial = take(pass.states);
  const matrices = take(pass.matrices);
  const vectors = take(pass.vectors);
  const [live] = take(pass.masked ? 1 : 0);
  const [dropped] = take(pass.drops ? 1 : 0);
  return {
    batch,
    steps,
    reverse,
    x,
    initial,
    matrices,
    vectors,
    live,
    dropped
  };
}

function runStep(
  compiled: CompiledStep,
  { matrices, vectors, graph }: TracedStep,
  request: SequenceRequest
): SequenceResult {
  const { cell, x, initial, mask, recurrentDropout } = request;
  const [batch, steps] = x.shape;
  const output = cell.stateNames.indexOf(cell.output);
  const all = apply(
    compiledSteps,
    [
      x,
      ...cell.stateNames.map(name => initial[name]),
      ...matrices,
      ...vectors,
      ...(mask ? [mask] : []),
      ...(recurrentDropout ? [recurrentDropout] : [])
    ],
    {
      compiled,
      batch,
      steps,
      reverse: request.reverse ?? false,
      states: graph.states.length,
      matrices: matrices.length,
      vectors: vectors.length,
      masked: mask !== undefined,
      drops: recurrentDropout !== undefined
    }
  );
  const { width } = graph.states[output];
  let at = batch * steps * width;
  const state: Record<string, Tensor> = {};
  for (const each of graph.states) {
    const end = at + batch * each.width;
    state[each.name] = all.slice(at, end).reshape([batch, each.width]);
    at = end;
  }
  const shown = mask && shownSteps(request, mask);
  const outputs = () => {
    const whole = all
      .slice(0, batch * steps * width)
      .reshape([batch, steps, width]);
    return shown ? select(shown.steps, whole, 0) : whole;
  };
  let answer: Tensor | null = null;
  return {
    get output() {
      return (answer ??= outputs());
    },
    last: shown
      ? select(shown.last, state[cell.output], 0)
      : state[cell.output],
    state: state as Named
  };
}

/**
 * Where there is something to show, `[B, T, 1]`: at a masked step zeros, or what the last real step
 * before it gave; and the same of the step that is computed last, `[B, 1]`.
 */
function shownSteps(
  { reverse, paddedOutput, x }: SequenceRequest,
  mask: Tensor
): { readonly steps: Tensor; readonly last: Tensor } {
  const [batch, steps] = x.shape;
  const values = allocate(x.dtype, batch * steps);
  const last = allocate(x.dtype, batch);
  for (let b = 0; b < batch; b++) {
    let seen = 0;
    for (let count = 0; count < steps; count++) {
      const at = b * steps + (reverse ? steps - 1 - count : count);
      const live = mask.values[at] !== 0 ? 1 : 0;
      seen = paddedOutput === 'zero' ? live : Math.max(seen, live);
      values[at] = seen;
    }
    last[b] = seen;
  }
  const shaped = (flat: Floats, shape: readonly number[]) =>
    makeTensor(flat, { dtype: x.dtype }).reshape(shape);
  return {
    steps: shaped(values, [batch, steps, 1]),
    last: shaped(last, [batch, 1])
  };
}
