import { checkAnswer } from './answer';
import { checkAnswers } from './answers';
import { checkClose } from './close';
import { checkKeeps } from './keeps';
import { checkStep } from './step';
import { checkThat } from './that';

// What the kernel needs of checks.
export { setCheckContext, type Answered, type CheckContext } from './context';
export type { AnswerKey, CurveKey } from './answerMarkings';
export { answeredOf } from './answers';
export { creditOf, gatherReport, type TestOutcome } from './gather';
export { CheckFailure, PassedCheck, reportOf } from './report';
export type {
  BothWays,
  CounterGates,
  CountingGates,
  GateWeights,
  OneStep,
  Pairs,
  ReadGates,
  StepOnly,
  Turn,
  Turned,
  TwoLooks,
  TwoModels,
  TwoUnitReader,
  TwoUnits,
  TwoWatches,
  Watching
} from '../answers';
export type { AnswerOptions } from './answer';
export type { CloseOptions, Mistake } from './close';
export type { KeepsOptions } from './keeps';
export type {
  StepOptions,
  StepReference,
  StepSizes,
  StudentStep
} from './step';
export type { GruStep, LstmStep, RnnStep } from './stepTypes';

/**
 * Checks for the test cells of an exercise. Each returns what it found when the answer is right, and
 * throws a `CheckFailure` that says what is wrong when it is not.
 */
export const check = {
  /** Is this step function the cell that is asked for? */
  step: checkStep,
  /** Is this function the one that an exercise of the lessons asks for? */
  answer: checkAnswer,
  /** Are these questions answered as the key says? */
  answers: checkAnswers,
  /** Are these the numbers that are asked for? */
  close: checkClose,
  /** Does this hold? */
  that: checkThat,
  /** Does the cell state keep a value, held by clamps on its gates? */
  keeps: checkKeeps
} as const;
