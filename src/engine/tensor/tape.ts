import { requireList } from '../base/check';
import type { Floats } from './operation';
import { allocate } from './operation';
import { shapeText } from './shape';
import { described } from '../base/described';
import { Tensor } from './tensor';

/**
 * Reverse-mode differentiation: dL/ds for each of `sources`, as the total derivative through
 * everything that was computed from `s`.
 *
 * A source may be a weight or any value on the way (a hidden state): then it is the derivative of
 * everything later through it. A source that `loss` does not depend on gets zeros.
 *
 * @param loss one number; for any other shape give `upstream`, dL/dloss of the same shape
 * @throws RangeError when `loss` is not one number and no `upstream` of its shape is given
 * @example
 * ```ts
 * const w = variable([3, 4]);
 * gradients(w.square().sum(), [w])[0].toArray(); // [6, 8]
 * ```
 */
export function gradients(
  loss: Tensor,
  sources: readonly Tensor[],
  upstream?: ArrayLike<number>
): Tensor[] {
  if (!((loss as unknown) instanceof Tensor)) {
    throw new TypeError(
      `gradients: loss must be a tensor, got ${described(loss)}`
    );
  }
  requireList('gradients', 'sources', sources).forEach(
    (source: unknown, at) => {
      if (!(source instanceof Tensor)) {
        throw new TypeError(
          `gradients: sources[${at}] must be a tensor, got ${described(source)}`
        );
      }
    }
  );
  if ((upstream?.length ?? 1) !== loss.size) {
    throw new RangeError(
      upstream
        ? `gradients: upstream has ${upstream.length} numbers, but the loss has shape ${shapeText(loss.shape)}`
        : `gradients: the loss has shape ${shapeText(loss.shape)}, not one number (sum or average it)`
    );
  }
  const nodes = reachable(loss);
  if (loss.tracked) {
    loss.slot = allocate(loss.dtype, loss.size);
    loss.slot.set(upstream ?? [1]);
  }
  const kept = new Set(sources);
  const wanted = towards(kept, nodes);
  try {
    for (const tensor of nodes) {
      backward(tensor, kept, wanted);
    }
    return sources.map(
      source =>
        new Tensor(
          source.slot ?? allocate(source.dtype, source.size),
          source.shape
        )
    );
  } finally {
    for (const tensor of nodes) {
      tensor.slot = null;
      tensor.node?.inputs.forEach(input => (input.slot = null));
    }
    loss.slot = null;
  }
}

/** The sources, and everything on the way from the loss to one of them. */
function towards(
  sources: ReadonlySet<Tensor>,
  nodes: readonly Tensor[]
): ReadonlySet<Tensor> {
  const wanted = new Set(sources);
  for (let at = nodes.length - 1; at >= 0; at--) {
    if (nodes[at].node!.inputs.some(input => wanted.has(input))) {
      wanted.add(nodes[at]);
    }
  }
  return wanted;
}

function backward(
  tensor: Tensor,
  kept: ReadonlySet<Tensor>,
  wanted: ReadonlySet<Tensor>
): void {
  const { node, slot } = tensor;
  if (node === null || slot === null) {
    return;
  }
  const into: (Floats | null)[] = [];
  for (const input of node.inputs) {
    if (!input.tracked || !wanted.has(input)) {
      into.push(null);
      continue;
    }
    input.slot ??= allocate(input.dtype, input.size);
    into.push(input.slot);
  }
  node.operation.backward(slot, into, node.inputs, tensor, node.attributes);
  if (!kept.has(tensor)) {
    tensor.slot = null;
  }
}

/** All operations that `loss` depends on, the latest first. */
function reachable(loss: Tensor): Tensor[] {
  const found: Tensor[] = [];
  const seen = new Set<Tensor>();
  const open = [loss];
  for (let tensor = open.pop(); tensor; tensor = open.pop()) {
    if (tensor.node === null || seen.has(tensor)) {
      continue;
    }
    seen.add(tensor);
    found.push(tensor);
    for (const input of tensor.node.inputs) {
      if (input.node !== null) {
        open.push(input);
      }
    }
  }
  return found.sort((a, b) => b.id - a.id);
}
