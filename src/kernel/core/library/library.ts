// What `import … from 'gatescope'` gives in a notebook cell.
export * from './libraryWithoutCheck';
export { check } from '../../../exercises/check';
export type {
  AnswerKey,
  AnswerOptions,
  BothWays,
  CloseOptions,
  CounterGates,
  CurveKey,
  GateWeights,
  GruStep,
  KeepsOptions,
  LstmStep,
  Mistake,
  OneStep,
  Pairs,
  PassedCheck,
  RnnStep,
  StepOnly,
  StepOptions,
  StepReference,
  StepSizes,
  StudentStep,
  TwoModels,
  TwoUnits,
  TwoWatches,
  Watching
} from '../../../exercises/check';
