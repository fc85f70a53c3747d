// What a notebook cell gets of questions.
export { questions } from './questions';
export type {
  MarkedQuestionsOptions,
  QuestionsOptions,
  QuestionsShowable
} from './questions';
export type { QuestionOptions } from './question';
export type { BenchOptions } from './readBench';
export type { MarkedQuestionOptions } from './markedQuestion';
export { inventory } from './inventory';
