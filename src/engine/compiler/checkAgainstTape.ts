import { random } from '../base/random';
import type { SequenceRequest, SequenceResult } from '../recurrence/sequence';
import { stepThrough } from '../recurrence/sequence';
import type { FloatType } from '../tensor/operation';
import { allocate } from '../tensor/operation';
import { sizeOf } from '../tensor/shape';
import { gradients } from '../tensor/tape';
import { Tensor } from '../tensor/tensor';

type Run = (request: SequenceRequest) => SequenceResult;

/**
 * How far the two may be apart, of the largest number of a row or of 1, whichever is more: what goes back
 * through the loss is about 1, so that is the size of what is left where derivatives cancel.
 */
const furthest: Readonly<Record<FloatType, number>> = { f32: 1e-5, f64: 1e-10 };

/** What the tape's roundings in f32 say of those in f64. */
const finer: Readonly<Record<FloatType, number>> = { f32: 1, f64: 2 ** -29 };

/** So many times what the tape's own roundings make of its numbers, machine code may differ by. */
const ROUNDINGS = 16;

/**
 * How large the numbers of each sequence are, and over how many steps. Zeros go apart, as no number may come
 * of them, and over one step: the second has units that are all alike, and what is alike is at a kink.
 */
const PROBES = [
  { scales: [0.1, 1, 10], steps: 3 },
  { scales: [0], steps: 1 }
] as const;

/** How large a pass is that is compared. */
export const CHECKED = { batch: 3, steps: 3 } as const;

/**
 * Runs a few steps by machine code and by the tape, and compares outputs, states and the derivatives by
 * all that is read. Input and states are not those of the request: these may begin with zeros, which
 * reach nothing. They are random and small, middling, large and zero, and so are masks, where it has any.
 *
 * @returns null where they agree, else what does not
 */
export function checkAgainstTape(
  request: SequenceRequest,
  run: Run
): string | null {
  for (const { scales, steps } of PROBES) {
    const probe = drawn(request, scales, steps);
    const what = differing(probe, run);
    if (what !== null) {
      return `machine code and tape differ in ${what} of ${request.cell.name}`;
    }
  }
  return null;
}

/** In what machine code and tape differ; null where they agree. */
function differing(request: SequenceRequest, run: Run): string | null {
  const own = measured(request, run);
  const tape = measured(request, stepThrough);
  const { dtype } = request.x;
  // Asked where they are apart: numbers that are mostly roundings (differences of large ones, a kink that
  // they are at) are no fault of the machine code.
  let other: readonly Tensor[] | undefined;
  const isRight = (at: number) => {
    const { values, shape } = tape[at];
    const width = shape.at(-1) ?? 1;
    if (agree(own[at].values, values, width, dtype)) {
      return true;
    }
    other ??= measured(inOtherPrecision(request), stepThrough);
    const roundings = apart(values, other[at].values);
    return agree(own[at].values, values, width, dtype, roundings);
  };
  const states = Object.keys(request.initial);
  const names = [
    'the output',
    ...states.map(name => `the state ${name}`),
    ...['x', ...states, ...Object.keys(request.parameters)].map(
      name => `the gradient of ${name}`
    )
  ];
  return names.find((_, at) => !isRight(at)) ?? null;
}

/** Random sequences of these sizes. */
function drawn(
  request: SequenceRequest,
  scales: readonly number[],
  steps: number
): SequenceRequest {
  const { x, initial, mask, recurrentDropout } = request;
  const draw = random(1, 'numbers of a check');
  const batch = scales.length;
  const made = (shape: readonly number[], of: (sequence: number) => number) => {
    const values = allocate(x.dtype, sizeOf(shape));
    const width = values.length / batch;
    return new Tensor(
      values.map((_, at) => of(Math.floor(at / width))),
      shape,
      null,
      true
    );
  };
  const sized = (sequence: number) =>
    scales[sequence] * (2 * draw.uniform() - 1);
  return {
    ...request,
    x: made([batch, steps, x.shape[2]], sized),
    initial: Object.fromEntries(
      Object.entries(initial).map(([name, { shape }]) => [
        name,
        made([batch, shape[1]], sized)
      ])
    ),
    ...(mask && {
      mask: made([batch, steps], () => Number(draw.uniform() < 0.7)).detach()
    }),
    ...(recurrentDropout && {
      recurrentDropout: made(
        [batch, recurrentDropout.shape[1]],
        () => Number(draw.uniform() < 0.7) * 1.5
      ).detach()
    })
  };
}

/** The same numbers in f64, of f64 in f32. */
function inOtherPrecision(request: SequenceRequest): SequenceRequest {
  const { x, initial, parameters, mask, recurrentDropout } = request;
  const dtype = x.dtype === 'f32' ? 'f64' : 'f32';
  const cast = (tensor: Tensor) => {
    const { values, shape } = tensor.cast(dtype);
    return new Tensor(values, shape, null, tensor.tracked);
  };
  const all = (named: SequenceRequest['initial']) =>
    Object.fromEntries(
      Object.entries(named).map(([name, tensor]) => [name, cast(tensor)])
    );
  return {
    ...request,
    x: cast(x),
    initial: all(initial),
    parameters: all(parameters),
    ...(mask && { mask: cast(mask) }),
    ...(recurrentDropout && { recurrentDropout: cast(recurrentDropout) })
  };
}

/** Outputs, states and derivatives of a weighted sum of the outputs and states. */
function measured(request: SequenceRequest, run: Run): readonly Tensor[] {
  const { output, state } = run(request);
  const draw = random(1, 'weights of a check');
  const results = [output, ...Object.values(state)];
  const loss = results
    .map(result => {
      const weights = allocate(result.dtype, result.size).map(
        () => (draw.uniform() < 0.5 ? -1 : 1) * (0.5 + draw.uniform())
      );
      return result.mul(new Tensor(weights, result.shape)).sum();
    })
    .reduce((a, b) => a.add(b));
  const sources = [
    request.x,
    ...Object.values(request.initial),
    ...Object.values(request.parameters)
  ];
  return [...results, ...gradients(loss, sources)];
}

/**
 * Whether each row of `width` numbers agrees with the tape's.
 *
 * @param roundings how far the tape is apart from itself in the other precision
 */
export function agree(
  own: ArrayLike<number>,
  tape: ArrayLike<number>,
  width: number,
  dtype: FloatType,
  roundings = 0
): boolean {
  for (let start = 0; start < tape.length; start += width) {
    let scale = 1;
    for (let at = start; at < start + width; at++) {
      if (Number.isFinite(tape[at])) {
        scale = Math.max(scale, Math.abs(tape[at]));
      }
    }
    const allowed =
      furthest[dtype] * scale + ROUNDINGS * finer[dtype] * roundings;
    for (let at = start; at < start + width; at++) {
      const same = Object.is(own[at], tape[at]) || own[at] === tape[at];
      if (!same && !(Math.abs(own[at] - tape[at]) <= allowed)) {
        return false;
      }
    }
  }
  return true;
}

/** The largest difference; infinite where one has a number and the other none. */
function apart(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let most = 0;
  for (let at = 0; at < a.length; at++) {
    const difference = Object.is(a[at], b[at]) ? 0 : Math.abs(a[at] - b[at]);
    most = Math.max(most, Number.isNaN(difference) ? Infinity : difference);
  }
  return most;
}
