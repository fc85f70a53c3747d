import { differentiate } from '../compiler/differentiate';
import { heldName, observed, heldValueName } from '../compiler/observed';
import { traceStep } from '../compiler/traceStep';
import type { LayerRecord } from '../recurrence/layerRecord';
import { sequenceRows } from '../recurrence/sequenceRows';
import { clampsOfAll } from '../recurrence/stepsAtOnce';
import type { Tensor } from '../tensor/tensor';
import { graphJacobian } from './graphJacobian';
import type { JacobianAt } from './stepJacobian';
import { inDouble } from './stepJacobian';

/** Step Jacobians by the way back through what the step does; null where it cannot be followed. */
export function jacobiansByGraph(
  layer: LayerRecord,
  sequence: number
): JacobianAt | null {
  const { cell, clampsAt } = layer;
  const parameters = inDouble(layer.parameters);
  const { step: traced } = traceStep(cell, { parameters, dtype: 'f64' });
  const rows = sequenceRows(layer, sequence);
  const clamps = clampsAt && clampsOfAll(clampsAt, rows.x.shape[0]);
  const graph = traced && observed(traced.graph, [...(clamps?.keys() ?? [])]);
  if (!graph) {
    return null;
  }
  const { matrices, vectors } = traced;
  const numbers = ({ values }: Tensor) => values;
  const jacobian = graphJacobian(differentiate(graph), {
    matrices: matrices.map(numbers),
    vectors: vectors.map(numbers),
    shapes: graph.matrices
  });
  const given = Object.entries({
    x: rows.x,
    ...Object.fromEntries(
      cell.stateNames.map(name => [name, rows.before[name]])
    ),
    ...Object.fromEntries(
      [...(clamps ?? [])].flatMap(([channel, { held, values }]) => [
        [heldName(channel), held],
        [heldValueName(channel), values]
      ])
    )
  });
  return step =>
    jacobian(
      Object.fromEntries(
        given.map(
          ([
            name,
            {
              values,
              size,
              shape: [steps]
            }
          ]) => {
            const width = size / steps;
            return [name, values.subarray(step * width, (step + 1) * width)];
          }
        )
      )
    );
}
