import type { Named } from '../recurrence/definition';
import type { SequenceRequest } from '../recurrence/sequence';
import { lazily } from '../tensor/lazily';
import type { Floats, Operation } from '../tensor/operation';
import { allocate } from '../tensor/operation';
import { sizeOf } from '../tensor/shape';
import type { Tensor } from '../tensor/tensor';
import { apply } from '../tensor/tensor';
import type { CompiledStep } from './compiledStep';
import type { PassGradients, PassInput } from './passInput';
import type { TracedStep } from './tracedStep';

/** What the operation needs beside its inputs. */
interface PassSettings {
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
  readonly clamps?: PassInput['clamps'];
  /** Takes the derivatives by channels of a way back, where they are seen. */
  readonly totals: { now: PassGradients['channels'] | null };
}

/** All steps of all sequences: what is shown `[B, T, W]` and then each state after the last, in one row. */
const compiledSteps: Operation<PassSettings> = {
  name: 'compiledSteps',
  forward(inputs, pass) {
    const { compiled, batch, steps } = pass;
    const { shown, of } = compiled.plan;
    const numbers = [
      ...shown.map(({ width }) => batch * steps * width),
      ...of.graph.states.map(({ width }) => batch * width)
    ].reduce((sum, count) => sum + count, 0);
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
    const { x, initial, matrices, vectors, channels } = compiled.backward(
      input,
      gradient
    );
    pass.totals.now = channels;
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
  pass: PassSettings
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
    dropped,
    clamps: pass.clamps
  };
}

/** A pass on the tape. */
export interface CompiledPass {
  /** What is shown by its names, `[B, T, W]` each; states are carried over padding. */
  readonly channels: Named;
  /** `[B, size]` for each state, after the last step. */
  readonly state: Named;
  /** By each channel, all later steps included, as the last way back found them; null where none came. */
  takeTotals(): PassGradients['channels'] | null;
}

/** Runs a step over sequences as one operation of the tape. */
export function compiledPass(
  compiled: CompiledStep,
  { matrices, vectors }: Pick<TracedStep, 'matrices' | 'vectors'>,
  { cell, x, initial, mask, recurrentDropout, reverse }: SequenceRequest,
  clamps?: PassInput['clamps']
): CompiledPass {
  const [batch, steps] = x.shape;
  const totals: PassSettings['totals'] = { now: null };
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
      reverse: reverse ?? false,
      states: cell.stateNames.length,
      matrices: matrices.length,
      vectors: vectors.length,
      masked: mask !== undefined,
      drops: recurrentDropout !== undefined,
      clamps,
      totals
    }
  );
  let at = 0;
  const next = (shape: readonly number[]): (() => Tensor) => {
    const from = at;
    at += sizeOf(shape);
    const end = at;
    return once(() => all.slice(from, end).reshape(shape));
  };
  const { shown, of } = compiled.plan;
  const parts = shown.map(
    ({ name, width }) => [name, next([batch, steps, width])] as const
  );
  const states = of.graph.states.map(
    ({ name, width }) => [name, next([batch, width])] as const
  );
  return {
    channels: lazily(
      parts.map(([name]) => name),
      name => parts.find(([own]) => own === name)![1]()
    ),
    state: Object.fromEntries(states.map(([name, part]) => [name, part()])),
    takeTotals() {
      const { now } = totals;
      totals.now = null;
      return now;
    }
  };
}

/** What is made at most once. */
function once<T>(make: () => T): () => T {
  let kept: { readonly value: T } | null = null;
  return () => (kept ??= { value: make() }).value;
}
