import type { Layer } from '../layers/layer';
import { activationOf } from '../layers/layer';
import type { LossKind, LossSpec } from '../spec/losses';
import type { Activation } from '../tensor/activations';
import type { Answer } from '../tensor/metric';
import type { Loss } from '../training/loss';

/** What ends a network: an activation, or null for what only its author knows. */
type Ending = Activation | null;

const unitRange: readonly Ending[] = ['sigmoid', 'hardSigmoid', 'softmax'];

/** Layers that hand on what they are given: probabilities stay probabilities. */
const passing: readonly string[] = [
  'Dropout',
  'Flatten',
  'GlobalAveragePooling1D',
  'Masking'
];
/** What the outputs of a network went through last. */
export function endingOf(layers: readonly Layer[]): Ending {
  const last = layers.findLast(
    ({ spec }) => !spec || !passing.includes(spec.type)
  );
  if (!last) {
    return 'linear';
  }
  const { spec, inner } = last;
  // A step that its author wrote may end in anything.
  if (!spec || spec.type === 'RNN') {
    return null;
  }
  if (spec.type === 'TimeDistributed') {
    return endingOf(inner!);
  }
  if (spec.type === 'Bidirectional') {
    return spec.mergeMode === 'concat' ? endingOf(inner!) : 'linear';
  }
  return activationOf(last) ?? 'linear';
}

/** Whether each number of such an ending lies between 0 and 1. */
export const endsInUnitRange = (layers: readonly Layer[]): boolean =>
  unitRange.includes(endingOf(layers));

/** What each loss takes an output for whose truth is one for each of its rows. */
const takes: Readonly<
  Record<
    Exclude<LossKind, 'ctc'>,
    Pick<Answer, 'over' | 'truth'> & { takes: 'share' | 'number' }
  >
> = {
  meanSquaredError: { takes: 'number', over: 'each', truth: 'numbers' },
  meanAbsoluteError: { takes: 'number', over: 'each', truth: 'numbers' },
  huber: { takes: 'number', over: 'each', truth: 'numbers' },
  binaryCrossentropy: { takes: 'share', over: 'each', truth: 'numbers' },
  categoricalCrossentropy: {
    takes: 'share',
    over: 'classes',
    truth: 'numbers'
  },
  sparseCategoricalCrossentropy: {
    takes: 'share',
    over: 'classes',
    truth: 'ids'
  }
};

/**
 * What a network's numbers are, from its last layer and its loss: the one place that says so. Losses,
 * metrics, matrices and texts read it from `model.compiled.answer`.
 *
 * @returns null where a layer or a loss of the user's own ends the network
 * @throws TypeError when the loss cannot be taken of what the last layer gives, with the ways out
 */
export function answerOf(layers: readonly Layer[], loss: Loss): Answer | null {
  const ending = endingOf(layers);
  const { spec } = loss;
  if (ending === null || !spec) {
    return null;
  }
  if (spec.kind === 'ctc') {
    requireLogits(layers[layers.length - 1], ending);
    return { kind: 'logit', over: 'classes', truth: 'sequences' };
  }
  const { takes: what, over, truth } = takes[spec.kind];
  if (what === 'share') {
    requireShares(layers[layers.length - 1], ending, spec);
    requireClasses(layers[layers.length - 1], over, spec);
    const kind = fromLogits(spec) ? 'logit' : 'probability';
    const { ignoreIndex } = spec as { readonly ignoreIndex?: number };
    return {
      kind,
      over,
      truth,
      ...(ignoreIndex !== undefined && { ignoreIndex })
    };
  }
  return {
    kind: unitRange.includes(ending) ? 'probability' : 'number',
    over: ending === 'softmax' ? 'classes' : 'each',
    truth
  };
}

const fromLogits = (spec: LossSpec): boolean =>
  'fromLogits' in spec && spec.fromLogits;

/** Throws unless a cross-entropy finds the probabilities or the logits that it asks for. */
function requireShares(last: Layer, ending: Ending, spec: LossSpec): void {
  const inRange = unitRange.includes(ending);
  if (fromLogits(spec) && inRange) {
    throw new TypeError(
      `model.compile: loss: losses.${spec.kind}({ fromLogits: true }) is for numbers before a ${ending}, but the last layer ('${last.name}') ends in one; leave out one of the two`
    );
  }
  if (fromLogits(spec) || inRange) {
    return;
  }
  const needed = spec.kind === 'binaryCrossentropy' ? 'sigmoid' : 'softmax';
  throw new TypeError(
    `model.compile: loss: ${spec.kind} takes probabilities, but the last layer ('${last.name}') ends in no ${needed}: its numbers can be anything. Give it activation: '${needed}', or take losses.${spec.kind}({ fromLogits: true }), as PyTorch's losses do`
  );
}

/** Throws where CTC would take probabilities for logits. */
function requireLogits({ name }: Layer, ending: Ending): void {
  if (unitRange.includes(ending)) {
    throw new TypeError(
      `model.compile: loss: ctc takes numbers before a softmax, but the last layer ('${name}') ends in ${ending}: leave out its activation`
    );
  }
}

/** Throws when several classes are to share one number. */
function requireClasses(
  last: Layer,
  over: Answer['over'],
  { kind }: LossSpec
): void {
  const { spec } = last;
  if (over === 'classes' && spec && 'units' in spec && spec.units === 1) {
    throw new TypeError(
      `model.compile: loss: ${kind} chooses among several classes, but the last layer ('${last.name}') has one unit, which is always right: use binaryCrossentropy, or one unit for each class`
    );
  }
}
