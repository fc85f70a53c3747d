import { addingWins } from './addingWins';
import { alarmMarks } from './alarmMarks';
import { alarmThreshold } from './alarmThreshold';
import { attentionStep } from './attentionStep';
import { beamSearch } from './beamSearch';
import { bestAndWorst } from './bestAndWorst';
import { biasFor } from './biasFor';
import { boundedCount } from './boundedCount';
import { causalLook } from './causalLook';
import { cheapestGoodEnough } from './cheapestGoodEnough';
import { clipGlobal } from './clipGlobal';
import { deltaRule } from './deltaRule';
import { earlyStop } from './earlyStop';
import { errorByHorizon } from './errorByHorizon';
import { everyThird } from './everyThird';
import { fairScore } from './fairScore';
import { fartherIsEasier } from './fartherIsEasier';
import { fedWith } from './fedWith';
import { follow } from './follow';
import { halfWidth } from './halfWidth';
import { inputGated } from './inputGated';
import { joinSteps } from './joinSteps';
import { lastRainyDay } from './lastRainyDay';
import { latch } from './latch';
import { leadLeft } from './leadLeft';
import { leftOfFirst } from './leftOfFirst';
import { lessSurprised } from './lessSurprised';
import { linearRecall } from './linearRecall';
import { lookForCopy } from './lookForCopy';
import { memoryOf } from './memoryOf';
import { moreAndLessPrecise } from './moreAndLessPrecise';
import { notBad } from './notBad';
import { oneStandardError } from './oneStandardError';
import { pastPadding } from './pastPadding';
import { perplexityOf } from './perplexityOf';
import { rainRegister } from './rainRegister';
import { realign } from './realign';
import { sameWindows } from './sameWindows';
import { scaleHeldOut } from './scaleHeldOut';
import { sentenceVector } from './sentenceVector';
import { sequenceCost } from './sequenceCost';
import { splitStarts } from './splitStarts';
import { stepBack } from './stepBack';
import { stepsBack } from './stepsBack';
import { temperedSoftmax } from './temperedSoftmax';
import { tickCounter } from './tickCounter';
import { twoLooks } from './twoLooks';
import { unitOfEnds } from './unitOfEnds';
import { unrolled } from './unrolled';
import { watchLog } from './watchLog';
import { wetSpell } from './wetSpell';

export type { Drawn, DrawnAnswer } from './drawn';
export type { Careless, Numbers, Reference } from './reference';
export { inNumbers } from './reference';
export type { BothWays } from './wetSpell';
export type { CountingGates } from './boundedCount';
export type { ReadGates } from './lastRainyDay';
export type { Pairs } from './addingWins';
export type { Turn } from './everyThird';
export type { Turned } from './stepsBack';
export type { TwoLooks } from './twoLooks';
export type { TwoModels } from './lessSurprised';
export type { TwoUnitReader } from './notBad';
export type { TwoUnits } from './rainRegister';
export type { TwoWatches } from './moreAndLessPrecise';
export type { OneStep } from './stepBack';
export type { StepOnly } from './follow';
export type { CounterGates, GateWeights } from './tickCounter';
export type { Watching } from './watchLog';

/** The exercises of the lessons that ask for a function, by their ids. */
export const answers = {
  'attention-step': attentionStep,
  'beam-search': beamSearch,
  'bias-for': biasFor,
  'causal-look': causalLook,
  'cheapest-good-enough': cheapestGoodEnough,
  'clip-global': clipGlobal,
  'delta-rule': deltaRule,
  'early-stop': earlyStop,
  'error-by-horizon': errorByHorizon,
  'fair-score': fairScore,
  'fed-with': fedWith,
  'follow-stream': follow,
  'half-width': halfWidth,
  'input-gated': inputGated,
  'join-steps': joinSteps,
  'lead-left': leadLeft,
  'left-of-first': leftOfFirst,
  'linear-recall': linearRecall,
  'look-for-copy': lookForCopy,
  'memory-of': memoryOf,
  'one-standard-error': oneStandardError,
  'past-padding': pastPadding,
  'perplexity-of': perplexityOf,
  'rain-register': rainRegister,
  'scale-held-out': scaleHeldOut,
  'sentence-vector': sentenceVector,
  'sequence-cost': sequenceCost,
  'split-starts': splitStarts,
  'step-back': stepBack,
  latch,
  realign,
  'tempered-softmax': temperedSoftmax,
  'tick-counter': tickCounter,
  'unit-of-ends': unitOfEnds,
  'unroll-by-hand': unrolled,
  'adding-wins': addingWins,
  'best-and-worst': bestAndWorst,
  'bounded-count': boundedCount,
  'every-third': everyThird,
  'farther-is-easier': fartherIsEasier,
  'last-rainy-day': lastRainyDay,
  'less-surprised': lessSurprised,
  'more-and-less-precise': moreAndLessPrecise,
  'not-bad': notBad,
  'same-windows': sameWindows,
  'steps-back': stepsBack,
  'two-looks': twoLooks,
  'wet-spell': wetSpell,
  'alarm-marks': alarmMarks,
  'alarm-threshold': alarmThreshold,
  'watch-log': watchLog
} as const;

export type ReferenceName = keyof typeof answers;

type References = {
  readonly [Name in ReferenceName]: ReturnType<
    (typeof answers)[Name]['reference']
  >;
};

/** What is asked for in the lessons themselves. */
export const references = Object.fromEntries(
  Object.entries(answers).map(([name, { lesson, reference }]) => [
    name,
    (reference as (asked: unknown) => unknown)(lesson)
  ])
) as References;
