import { gradients } from '../tensor/tape';
import type { Tensor } from '../tensor/tensor';
import type { GradientsOfRecord, RunRecord } from './record';
import { withValuesOfNow } from './withValuesOfNow';

/**
 * dL/dtensor for everything on the tape that a reader may ask for, or null when there is no loss. Those
 * by weights take as long as all others together, and are computed when one of them is asked for.
 */
export function gradientsOfRecord({
  loss,
  layers,
  input
}: Pick<RunRecord, 'loss' | 'layers'> & {
  readonly input: Pick<RunRecord['input'], 'x'>;
}): GradientsOfRecord | null {
  if (!loss) {
    return null;
  }
  const channels = new Set<Tensor>([input.x]);
  const weights = new Set<Tensor>();
  for (const { steps, parameters, cell } of layers) {
    steps.forEach(step => {
      channels.add(step.input.x);
      for (const named of [step.channels, step.uncarried ?? {}]) {
        Object.values(named).forEach(tensor => channels.add(tensor));
      }
    });
    Object.values(parameters).forEach(tensor => weights.add(tensor));
    cell.variables.forEach(({ tensor }) => weights.add(tensor));
  }
  const found = gradientsBy(loss.value, channels);
  const withThose = withValuesOfNow(loss.value);
  let byWeights: ReadonlyMap<Tensor, Tensor> | null = null;
  const of = (tensor: Tensor): Tensor =>
    found.get(tensor) ??
    (byWeights ??= withThose(() => gradientsBy(loss.value, weights))).get(
      tensor
    )!;
  return {
    of,
    ofAnswer(step) {
      const { byAnswer } = loss;
      if (!byAnswer) {
        return of;
      }
      const alone = withThose(() => gradientsBy(byAnswer.at(step), channels));
      return channel => alone.get(channel)!;
    }
  };
}

function gradientsBy(
  loss: Tensor,
  sources: ReadonlySet<Tensor>
): ReadonlyMap<Tensor, Tensor> {
  const list = [...sources];
  const found = gradients(loss, list);
  return new Map(list.map((tensor, at) => [tensor, found[at]]));
}
