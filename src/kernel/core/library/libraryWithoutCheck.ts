// All of the library but `check`, whose references say what exercises ask for.
export * from '../../../engine';
export { plantFault } from '../../../exercises/clinic/plantFault';
export type {
  FaultName,
  PlantedFault,
  PlantFaultOptions
} from '../../../exercises/clinic/plantFault';
export { inventory, questions } from '../../../exercises/questions';
export type {
  BenchOptions,
  MarkedQuestionOptions,
  MarkedQuestionsOptions,
  QuestionOptions,
  QuestionsOptions,
  QuestionsShowable
} from '../../../exercises/questions';
export { variant } from '../../../exercises/variant/variant';
export type { VariantOptions } from '../../../exercises/variant/variant';
export type { StudentDraws } from '../../../exercises/draws/draws';
export { comm } from './comm';
export type { Comm, CommTarget } from './comm';
export { clearOutput, display, html, markdown, prompt, svg } from './display';
export type { DisplayHandle, DisplayOptions } from './display';
export { show } from './show';
export type { ShowOptions } from './showOptions';
export type { InputEdit, Pattern } from '../../../trace';
export type { SliderOptions } from './sliderOptions';
export { table } from './table';
export type { MeasuredRow, TableIntervals, TableRow, Written } from './table';
export { whereItHolds } from './whereItHolds';
export type { ClaimShowable } from './whereItHolds';
