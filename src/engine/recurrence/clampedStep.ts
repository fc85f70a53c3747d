import type { Named } from './definition';
import type { Tensor } from '../tensor/tensor';
import { select } from '../tensor/joining';
import { noGradient } from '../tensor/recording';
import { apply } from '../tensor/tensor';

/** What a channel is held at, at one step. */
export interface StepClamp {
  /** `[units]`: 1 where the unit is held. */
  readonly held: Tensor;
  /** `[units]` */
  readonly values: Tensor;
}

/** A step of which some channels are held. */
export interface ClampedStep {
  /** What its equations give with what is held: of a held channel what would stand there if it were not. */
  readonly computed: Named;
  /** The same, with the value of each held channel in its place. */
  readonly channels: Named;
}

/**
 * The step again with some of its channels held at a value: everything that the step computes from
 * a held channel is recomputed from the value, on the tape. A held value is a constant, so no
 * gradient passes through it.
 *
 * @param outputs what the step returned, all of it on the tape (`remembered`, so that what it computes
 *   without a gradient is recomputed, too)
 * @param firstId tensors from this id on were made by the step
 */
export function clampedStep(
  outputs: Named,
  clamps: ReadonlyMap<string, StepClamp>,
  firstId: number
): ClampedStep {
  const held = new Map<Tensor, StepClamp>();
  for (const [channel, clamp] of clamps) {
    held.set(outputs[channel], clamp);
  }
  const computed = new Map<Tensor, Tensor>();
  const replaced = new Map<Tensor, Tensor>();
  for (const tensor of computedSince(firstId, Object.values(outputs))) {
    let now = tensor;
    if (tensor.node?.inputs.some(input => replaced.has(input))) {
      const { operation, inputs, attributes } = tensor.node;
      const given = inputs.map(input => replaced.get(input) ?? input);
      const again = () => apply(operation, given, attributes);
      now = tensor.tracked ? again() : noGradient(again);
    }
    computed.set(tensor, now);
    const clamp = held.get(tensor);
    if (clamp) {
      now = select(clamp.held, clamp.values, now);
    }
    if (now !== tensor) {
      replaced.set(tensor, now);
    }
  }
  const by = (found: ReadonlyMap<Tensor, Tensor>): Named =>
    Object.fromEntries(
      Object.entries(outputs).map(([name, tensor]) => [
        name,
        found.get(tensor) ?? tensor
      ])
    );
  return { computed: by(computed), channels: by(replaced) };
}

/** All tensors of the step that the outputs depend on, the earliest first. */
function computedSince(firstId: number, outputs: readonly Tensor[]): Tensor[] {
  const found = new Set<Tensor>();
  const open = [...outputs];
  for (let tensor = open.pop(); tensor; tensor = open.pop()) {
    if (found.has(tensor) || tensor.id < firstId) {
      continue;
    }
    found.add(tensor);
    open.push(...(tensor.node?.inputs ?? []));
  }
  // An output that the step only passed on (h = its own input) can be held too.
  for (const output of outputs) {
    found.add(output);
  }
  return [...found].sort((a, b) => a.id - b.id);
}
