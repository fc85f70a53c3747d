// What `import … from 'gatescope'` gives in a notebook cell.
export * from './libraryWithoutCheck';
export { check } from '../../../exercises/check';
export type {
  AnswerKey,
  AnswerOptions,
  BothWays,
  CloseOptions,
  CounterGates,
  CountingGates,
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
  Turn,
  Turned,
  TwoLooks,
  TwoModels,
  TwoUnitReader,
  TwoUnits,
  TwoWatches,
  Watching
} from '../../../exercises/check';
