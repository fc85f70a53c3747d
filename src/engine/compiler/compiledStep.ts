import { webAssembly } from '../base/webAssembly';
import type { WasmMemory } from '../base/webAssembly';
import type { Floats } from '../tensor/operation';
import type { Program, StateSlots } from './emit';
import { emit, slotsOfStates, stageName } from './emit';
import type { Time } from './layout';
import { bytesFor } from './layout';
import type { Plan } from './plan';
import { recordOf } from './stepRecord';
import type { Functions } from './stepWeights';
import { weightsOf } from './stepWeights';

/** Numbers that a pass reads; states, x and masks row by row. */
export interface PassInput {
  readonly batch: number;
  readonly steps: number;
  /** From the last step to the first. */
  readonly reverse: boolean;
  /** `[B, T, I]` */
  readonly x: ArrayLike<number>;
  /** `[B, size]` each, in the order of the states. */
  readonly initial: readonly ArrayLike<number>[];
  readonly matrices: readonly ArrayLike<number>[];
  readonly vectors: readonly ArrayLike<number>[];
  /** `[B, T]` */
  readonly live?: ArrayLike<number>;
  /** `[B, H]` */
  readonly dropped?: ArrayLike<number>;
}

/** Derivatives by what a pass read, in its shapes. */
export interface PassGradients {
  readonly x: Floats;
  readonly initial: readonly Floats[];
  readonly matrices: readonly Floats[];
  readonly vectors: readonly Floats[];
}

/** A step as machine code in a memory of its own. */
export interface CompiledStep {
  readonly plan: Plan;
  readonly kind: string;
  /** Makes room for a pass of so many rows; false where there is none. */
  reserve(rows: number): boolean;
  /**
   * Walks over all steps and keeps what each computed.
   *
   * @param output which state is read at each step
   * @param target takes that state `[B, T, H]` and then each state after the last step `[B, size]`
   */
  forward(input: PassInput, output: number, target: Floats): void;
  /** Goes back through the last pass forward; `gradient` is laid out as `target` was. */
  backward(input: PassInput, output: number, gradient: Floats): PassGradients;
}

/** Pages of the most memory that one step may take: 1 GiB. */
const MOST_PAGES = 2 ** 14;

/** Machine code for a plan, where the host can run it; null elsewhere. */
export function compileStep(plan: Plan): CompiledStep | null {
  const host = webAssembly();
  if (!host) {
    return null;
  }
  for (const fuses of [true, false]) {
    const program = emit(plan, { dtype: plan.dtype, fuses });
    if (host.validate(program.bytes)) {
      try {
        const memory = new host.Memory({ initial: 1, maximum: MOST_PAGES });
        const { exports } = new host.Instance(new host.Module(program.bytes), {
          env: { memory }
        });
        return running(
          program,
          memory,
          exports as unknown as Functions,
          fuses ? 'relaxed SIMD' : 'SIMD'
        );
      } catch {
        // No memory, or a page that forbids WebAssembly.
        return null;
      }
    }
  }
  return null;
}

/** The step that is computed as the count-th. */
const stepAt = ({ steps, reverse }: PassInput, count: number) =>
  reverse ? steps - 1 - count : count;

function running(
  program: Program,
  memory: WasmMemory,
  run: Functions,
  kind: string
): CompiledStep {
  const { plan, record } = program;
  const { of, dtype, stride, stages, slots } = plan;
  const { values } = of;
  const states = slotsOfStates(plan);
  const rowsOf = recordOf(program, memory);
  const { size, shift, placeOf, fillRows, fresh } = rowsOf;
  const weights = weightsOf(program, rowsOf, run);

  /** Computes all stages of a time for some rows. */
  function compute(time: Time, row: number, count: number): void {
    const base = record + row * stride;
    stages[time].forEach(({ runs, loops }, level) => {
      runs.forEach(({ left, target, k, n, starts }, at) =>
        run.multiply(
          count,
          n * size,
          k,
          base + left,
          stride,
          program.packed[time][level][at],
          base + target,
          stride,
          starts ? 1 : 0
        )
      );
      if (loops.length > 0) {
        run[stageName(time, level)](base, count);
      }
    });
  }

  return {
    plan,
    kind,
    reserve: rowsOf.reserve,
    forward(input, output, target) {
      const { batch, steps, initial } = input;
      if (!rowsOf.reserve(batch * steps)) {
        throw new RangeError('compiled: a pass takes more memory than it may');
      }
      const { floats } = rowsOf;
      weights.setVectors(input.vectors);
      weights.packAll('before', input.matrices);
      weights.packAll('forward', input.matrices);
      fillRows(input, 'x', input.x.length / (batch * steps), input.x);
      fillRows(input, 'live', 1, input.live);
      rowsOf.fillSame(input, 'dropped', input.dropped);
      compute('before', 0, batch * steps);
      for (let count = 0; count < steps; count++) {
        const row = stepAt(input, count) * batch;
        if (count === 0) {
          states.forEach(({ before, width }, at) =>
            rowsOf.copyIn(initial[at], before, width, row, batch)
          );
        } else {
          const from = stepAt(input, count - 1) * batch;
          run.carry(record + row * stride, record + from * stride, batch);
        }
        compute('forward', row, batch);
      }
      const { after, width } = states[output];
      rowsOf.readRows(input, after, width, target);
      let to = batch * steps * width;
      const last = stepAt(input, steps - 1) * batch;
      for (const state of states) {
        for (let b = 0; b < batch; b++) {
          const place = placeOf(last + b, state.after);
          for (let at = 0; at < state.width; at++) {
            target[to++] = floats[place + at];
          }
        }
      }
    },
    backward(input, output, gradient) {
      const { batch, steps } = input;
      const rows = batch * steps;
      const { floats } = rowsOf;
      weights.packAll('backward', input.matrices);
      weights.packAll('after', input.matrices);
      let from = rows * states[output].width;
      const last = stepAt(input, steps - 1) * batch;
      states.forEach(({ name, width, seed }, at) => {
        if (seed === undefined) {
          return;
        }
        if (at === output) {
          fillRows(input, `d ${name}`, width, gradient);
        } else {
          const bytes = bytesFor(width, dtype) >> shift;
          for (let row = 0; row < rows; row++) {
            const place = placeOf(row, seed);
            floats.fill(0, place, place + bytes);
          }
        }
        for (let b = 0; b < batch; b++) {
          const place = placeOf(last + b, seed);
          for (let unit = 0; unit < width; unit++) {
            floats[place + unit] += gradient[from + b * width + unit];
          }
        }
        from += batch * width;
      });
      for (let count = steps - 1; count >= 0; count--) {
        const row = stepAt(input, count) * batch;
        if (count < steps - 1) {
          const next = stepAt(input, count + 1) * batch;
          run.carryBack(record + row * stride, record + next * stride, batch);
        }
        compute('backward', row, batch);
      }
      compute('after', 0, rows);
      return {
        x: gradientOfX(input),
        initial: states.map(state => gradientBefore(state, input)),
        ...weights.gradients(rows)
      };
    }
  };

  function gradientOfX(input: PassInput): Floats {
    const result = fresh(input.x.length);
    const id = of.given.x;
    if (id !== undefined) {
      rowsOf.readRows(input, slots.get(id)!, values[id].width, result);
    }
    return result;
  }

  function gradientBefore(
    { adjoint, width }: StateSlots,
    input: PassInput
  ): Floats {
    const result = fresh(input.batch * width);
    const { floats } = rowsOf;
    const first = stepAt(input, 0) * input.batch;
    for (let b = 0; adjoint !== undefined && b < input.batch; b++) {
      const place = placeOf(first + b, adjoint);
      result.set(floats.subarray(place, place + width), b * width);
    }
    return result;
  }
}
