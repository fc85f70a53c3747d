import type { Attention, Look, NumericArray, ViewChoice } from '../../trace';
import { mostSeen, weightAt, type AttentionDecoding } from './attention';

/** How far a look is worked out: what each of them adds to the one before. */
export const STAGES = [
  'keys',
  'products',
  'scores',
  'mask',
  'softmax',
  'values'
] as const;

export type LookStage = (typeof STAGES)[number];

/** One head whose look is worked out, and how far. */
export interface Worked {
  readonly attention: Attention;
  readonly decoding: AttentionDecoding;
  readonly look: Look;
  readonly stage: LookStage;
}

/** The head that was chosen, where its look is worked out; null where none is. */
export function workedOf(
  attention: Attention,
  { look: stage = 'off', layer }: ViewChoice
): Worked | null {
  const decoding = headOf(attention, layer);
  return stage === 'off' || !decoding.look
    ? null
    : { attention, decoding, look: decoding.look, stage };
}

export const headOf = (
  { decodings }: Attention,
  name: string | undefined
): AttentionDecoding =>
  decodings.find(decoding => decoding.name === name) ?? decodings[0];

/** Whether a look is worked out as far as that. */
export const reaches = (
  { stage }: Pick<Worked, 'stage'>,
  to: LookStage
): boolean => STAGES.indexOf(stage) >= STAGES.indexOf(to);

/** Whether a stage is the one that was chosen, or that from which it is computed. */
export const isLast = (
  { stage }: Pick<Worked, 'stage'>,
  of: LookStage
): boolean => STAGES.indexOf(stage) - STAGES.indexOf(of) <= 1;

/** How many numbers a query, a key and a value have. */
export const queryLength = ({ queries }: Pick<Look, 'queries'>): number =>
  queries.shape[1];

export const rowOf = (
  { values, shape: [, size] }: NumericArray,
  row: number
): ArrayLike<number> => values.subarray(row * size, (row + 1) * size);

const at = (
  { values, shape: [, columns] }: NumericArray,
  row: number,
  column: number
): number => values[row * columns + column];

/** `q · k/√d`, before the mask. */
export const scoreAt = (
  { scores }: Pick<Look, 'scores'>,
  step: number,
  source: number
): number => at(scores, step, source);

/** `q · k`: the score before it is divided by √d. */
export const productAt = (look: Look, step: number, source: number): number =>
  scoreAt(look, step, source) * Math.sqrt(queryLength(look));

/** Whether the mask lets a step look there. */
export const isVisible = (
  { visible }: Pick<Look, 'visible'>,
  step: number,
  source: number
): boolean => !visible || at(visible, step, source) !== 0;

/** The weight that a step has of its own, where it was made to look elsewhere; else null. */
export function ownWeight(
  { decoding, look: { own } }: Worked,
  step: number,
  source: number
): number | null {
  const before = own && at(own, step, source);
  // Both are the same numbers unless somebody moved the look; one of them is in single precision.
  return before === undefined ||
    before === Math.fround(weightAt(decoding, step, source))
    ? null
    : before;
}

/**
 * The tokens whose rows have room, in their order: the step itself and those that it may look at, those
 * with the largest weights first.
 */
export function tokensShown(
  { attention: { source }, decoding, look }: Worked,
  step: number,
  most: number
): readonly number[] {
  const rank = (token: number): number =>
    Number(isVisible(look, step, token)) +
    (token === step ? 2 : weightAt(decoding, step, token));
  return Array.from(source.keys())
    .sort((a, b) => rank(b) - rank(a))
    .slice(0, most)
    .sort((a, b) => a - b);
}

/** The token that is looked at most. */
export const mostLooked = ({ decoding }: Worked, step: number): number =>
  mostSeen(decoding, step, 1)[0]?.source ?? 0;
