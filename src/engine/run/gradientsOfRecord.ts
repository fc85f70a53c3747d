import { gradients } from '../tensor/tape';
import type { Tensor } from '../tensor/tensor';
import type { GradientsOfRecord, RunRecord } from './record';
import type { Floats } from '../tensor/operation';

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

/**
 * Runs later what would be computed now of what a loss was computed from, though weights may have
 * learned meanwhile: optimizers write into them.
 */
function withValuesOfNow(loss: Tensor): <T>(compute: () => T) => T {
  const then = weightsOf(loss).map(all => [all, all.slice()] as const);
  return compute => {
    const now = then.map(([all]) => all.slice());
    then.forEach(([all, values]) => all.set(values));
    try {
      return compute();
    } finally {
      then.forEach(([all], at) => all.set(now[at]));
    }
  };
}

/** The weights whose numbers the way back reads; it reads none of a table. */
function weightsOf(loss: Tensor): Floats[] {
  const found = new Set<Floats>();
  const seen = new Set<Tensor>();
  const open = [loss];
  for (let tensor = open.pop(); tensor; tensor = open.pop()) {
    if (seen.has(tensor)) {
      continue;
    }
    seen.add(tensor);
    if (tensor.node === null) {
      if (tensor.tracked) {
        found.add(tensor.values);
      }
    } else if (tensor.node.operation.name !== 'gather') {
      open.push(...tensor.node.inputs);
    }
  }
  return [...found];
}
