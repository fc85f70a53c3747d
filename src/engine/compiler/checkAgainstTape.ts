import type { SequenceRequest, SequenceResult } from '../recurrence/sequence';
import { stepThrough } from '../recurrence/sequence';
import { random } from '../base/random';
import type { FloatType } from '../tensor/operation';
import { gradients } from '../tensor/tape';
import { Tensor } from '../tensor/tensor';

/** How far the two may be apart, of the largest number of a tensor: their roundings differ. */
const furthest: Readonly<Record<FloatType, number>> = { f32: 1e-3, f64: 1e-8 };

/** So many steps and sequences are compared. */
export const MOST_CHECKED = 3;

/**
 * Runs the first steps of the first sequences of a pass by machine code and by the tape, and compares
 * outputs, states and the derivatives by all that is read.
 *
 * @returns null where they agree, else what does not
 */
export function checkAgainstTape(
  request: SequenceRequest,
  dtype: FloatType,
  run: (request: SequenceRequest) => SequenceResult
): string | null {
  const first = beginning(request);
  const names = [
    'x',
    ...Object.keys(first.initial),
    ...Object.keys(first.parameters)
  ];
  const own = measured(first, run);
  const tape = measured(first, stepThrough);
  const differing = own.findIndex(
    (values, at) => !agree(values, tape[at], furthest[dtype])
  );
  if (differing < 0) {
    return null;
  }
  const states = Object.keys(first.initial);
  const what =
    differing === 0
      ? 'the output'
      : differing <= states.length
        ? `the state ${states[differing - 1]}`
        : `the gradient of ${names[differing - 1 - states.length]}`;
  return `machine code and tape differ in ${what} of ${request.cell.name}`;
}

/** A few sequences and steps. */
function beginning(request: SequenceRequest): SequenceRequest {
  const { x, initial, mask, recurrentDropout } = request;
  const batch = Math.min(x.shape[0], MOST_CHECKED);
  const steps = Math.min(x.shape[1], MOST_CHECKED);
  const rows = (tensor: Tensor) => leaf(tensor.detach().slice(0, batch));
  return {
    ...request,
    x: leaf(x.detach().slice(0, batch).slice(0, steps, { axis: 1 })),
    initial: Object.fromEntries(
      Object.entries(initial).map(([name, tensor]) => [name, rows(tensor)])
    ),
    ...(mask && {
      mask: mask.slice(0, batch).slice(0, steps, { axis: 1 })
    }),
    ...(recurrentDropout && {
      recurrentDropout: recurrentDropout.slice(0, batch)
    })
  };
}

const leaf = ({ values, shape }: Tensor) =>
  new Tensor(values, shape, null, true);

/** Outputs, states and derivatives of a weighted sum of the outputs and states. */
function measured(
  request: SequenceRequest,
  run: (request: SequenceRequest) => SequenceResult
): readonly ArrayLike<number>[] {
  const { output, state } = run(request);
  const draw = random(1, 'weights of a check');
  const results = [output, ...Object.values(state)];
  const loss = results
    .map(result => {
      const values =
        result.dtype === 'f64'
          ? new Float64Array(result.size)
          : new Float32Array(result.size);
      const weights = values.map(() => draw.uniform() - 0.5);
      return result.mul(new Tensor(weights, result.shape)).sum();
    })
    .reduce((a, b) => a.add(b));
  const sources = [
    request.x,
    ...Object.values(request.initial),
    ...Object.values(request.parameters)
  ];
  return [...results, ...gradients(loss, sources)].map(({ values }) => values);
}

function agree(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  tolerance: number
): boolean {
  let largest = 1e-6;
  for (let at = 0; at < b.length; at++) {
    if (Number.isFinite(b[at])) {
      largest = Math.max(largest, Math.abs(b[at]));
    }
  }
  return Array.from(a).every(
    (value, at) =>
      Object.is(value, b[at]) ||
      value === b[at] ||
      Math.abs(value - b[at]) <= tolerance * largest
  );
}
