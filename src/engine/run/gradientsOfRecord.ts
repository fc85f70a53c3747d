import { gradients } from '../tensor/tape';
import type { Tensor } from '../tensor/tensor';
import type { RunRecord } from './record';

/** dL/dtensor for everything on the tape that a reader may ask for, or null when there is no loss. */
export function gradientsOfRecord({
  loss,
  layers,
  input
}: Pick<RunRecord, 'loss' | 'layers'> & {
  readonly input: Pick<RunRecord['input'], 'x'>;
}): ((tensor: Tensor) => Tensor) | null {
  if (!loss) {
    return null;
  }
  const sources = new Set<Tensor>([input.x]);
  for (const layer of layers) {
    layer.steps.forEach(({ channels }) =>
      Object.values(channels).forEach(tensor => sources.add(tensor))
    );
    Object.values(layer.parameters).forEach(tensor => sources.add(tensor));
    layer.cell.variables.forEach(({ tensor }) => sources.add(tensor));
  }
  const list = [...sources];
  const found = gradients(loss.value, list);
  const byTensor = new Map(list.map((tensor, at) => [tensor, found[at]]));
  return tensor => byTensor.get(tensor)!;
}
