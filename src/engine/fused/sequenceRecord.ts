/**
 * The fields of a recurrent pass in the order in which `wasm/sequence.ts` reads them, four bytes
 * each. Pointers and strides are in bytes; see there for what each holds.
 */
export const sequenceFields = [
  'steps',
  'batch',
  'units',
  'reverse',
  'hardGates',
  'counts',
  'first',
  'end',
  'offset',
  'gates',
  'gateRow',
  'output',
  'outputRow',
  'stateRow',
  'memory',
  'squashed',
  'masked',
  'initialHidden',
  'initialMemory',
  'finalHidden',
  'finalMemory',
  'mask',
  'fromZero',
  'recurrent',
  'candidateBias',
  'hiddenBlocks',
  'gateGradients',
  'transposed',
  'transposedCandidate',
  'gateBlocks',
  'outputGradient',
  'outputGradientRow',
  'hiddenGradient',
  'memoryGradient',
  'resetGradient',
  'recurrentGradient',
  'zeros'
] as const;

export type SequenceField = (typeof sequenceFields)[number];

export type SequenceValues = Readonly<Record<SequenceField, number>>;

export const sequenceBytes = sequenceFields.length * 4;

/** Position of each field, in words. */
export const sequenceAt = Object.fromEntries(
  sequenceFields.map((field, index) => [field, index])
) as SequenceValues;
