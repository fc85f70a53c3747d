import { recordedSequence } from '../compiler/compiledSequence';
import { clampsOfAll } from '../recurrence/stepsAtOnce';
import { zeros } from '../tensor/making';
import type { Tensor } from '../tensor/tensor';
import { apply } from '../tensor/tensor';
import {
  copies,
  type RecordedLayer,
  type RecordedRequest
} from './recordedPass';

/**
 * Runs one in f64, whatever the precision of its weights: f32 has no digits left where a gate is nearly open,
 * or where a derivative goes back through many steps. Null where its step is not compiled.
 */
export function recordedLayer(request: RecordedRequest): RecordedLayer | null {
  const { cell, reverse, clampsAt } = request;
  // Copies: a cell may learn before derivatives are asked for, and x is known by what goes back here alone.
  const own = (tensor: Tensor) => apply(copies.f64, [tensor], undefined);
  const parameters = Object.fromEntries(
    Object.entries(request.parameters).map(([name, tensor]) => [
      name,
      own(tensor)
    ])
  );
  const x = own(request.x);
  const pass = recordedSequence(
    {
      cell,
      parameters,
      x,
      initial: Object.fromEntries(
        Object.entries(cell.definition.state).map(([name, size]) => [
          name,
          zeros([1, size])
        ])
      ),
      reverse
    },
    clampsAt &&
      Object.fromEntries(
        [...clampsOfAll(clampsAt, x.shape[1])].map(
          ([channel, { held, values }]) => [
            channel,
            { held: held.values, values: values.values }
          ]
        )
      )
  );
  return pass && { ...request, parameters, x, pass };
}
