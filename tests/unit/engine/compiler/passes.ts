import { random } from '../../../../src/engine/base/random';
import type { Cell } from '../../../../src/engine/cells/cell';
import { pathOfStep } from '../../../../src/engine/compiler/compiledSequence';
import type {
  SequenceRequest,
  SequenceResult
} from '../../../../src/engine/recurrence/sequence';
import type { FloatType } from '../../../../src/engine/tensor/operation';
import { gradients } from '../../../../src/engine/tensor/tape';
import { Tensor } from '../../../../src/engine/tensor/tensor';

/** A pass of a cell over random sequences, all of it a leaf of the tape. */
export function requestOf(
  of: Cell,
  { batch, steps, dtype }: { batch: number; steps: number; dtype: FloatType },
  more: Partial<SequenceRequest> = {}
): SequenceRequest {
  const draw = random(3, 'request');
  const leaf = (shape: readonly number[]) => {
    const size = shape.reduce((a, b) => a * b, 1);
    const values = Array.from({ length: size }, () => draw.uniform() * 2 - 1);
    return new Tensor(
      dtype === 'f32' ? Float32Array.from(values) : Float64Array.from(values),
      shape,
      null,
      true
    );
  };
  return {
    cell: of,
    parameters: of.weights.parameters(),
    x: leaf([batch, steps, of.inputSize]),
    initial: Object.fromEntries(
      of.stateNames.map(name => [
        name,
        leaf([batch, of.definition.state[name]])
      ])
    ),
    ...more
  };
}

/** What a pass gives, and the derivatives of a loss by all that it reads. */
export function measured(
  request: SequenceRequest,
  run: (request: SequenceRequest) => SequenceResult | null
): Record<string, Tensor> {
  const result = run(request);
  if (result === null) {
    throw new Error(pathOfStep(request.cell).reason);
  }
  const { output, last, state } = result;
  const weigh = (tensor: Tensor, by: number) =>
    tensor
      .mul(
        new Tensor(
          tensor.values.map((_, at) => Math.sin(by + at)),
          tensor.shape
        )
      )
      .sum();
  const results = { output, last, ...state };
  const loss = Object.values(results)
    .map(weigh)
    .reduce((a, b) => a.add(b));
  const sources = {
    x: request.x,
    ...request.initial,
    ...Object.fromEntries(
      request.cell.variables.map(({ name, tensor }) => [`d ${name}`, tensor])
    )
  };
  const derivatives = gradients(loss, Object.values(sources));
  return {
    ...results,
    ...Object.fromEntries(
      Object.keys(sources).map((name, at) => [`dL/${name}`, derivatives[at]])
    )
  };
}

/** The largest difference, of the largest number. */
export function furthest(a: Tensor, b: Tensor): number {
  let most = 1e-30;
  let apart = 0;
  b.values.forEach((value, at) => {
    most = Math.max(most, Math.abs(value));
    apart = Math.max(apart, Math.abs(value - a.values[at]));
  });
  expect(a.values.every(Number.isFinite)).toBe(true);
  // What goes back through the loss is about 1: where derivatives cancel, roundings of that are left.
  return apart / Math.max(most, 1e-4);
}
