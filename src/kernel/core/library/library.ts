// What `import … from 'gatescope'` gives in a notebook cell.
export * from './libraryWithoutCheck';
export { check } from '../../../exercises/check';
export type {
  AnswerKey,
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
  StepReference,
  StepSizes,
  StudentStep,
  TwoUnits,
  Watching
} from '../../../exercises/check';
