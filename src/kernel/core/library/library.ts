// What `import … from 'gatescope'` gives in a notebook cell.
export * from './libraryWithoutCheck';
export { check } from '../../../exercises/check';
export type {
  AnswerKey,
  AnswerOptions,
  CurveKey,
  CloseOptions,
  CounterGates,
  GateWeights,
  GruStep,
  KeepsOptions,
  LstmStep,
  Mistake,
  OneStep,
  PassedCheck,
  RnnStep,
  StepOnly,
  StepOptions,
  StepReference,
  StepSizes,
  StudentStep,
  TwoUnits,
  Watching
} from '../../../exercises/check';
