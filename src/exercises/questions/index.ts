// What a notebook cell gets of questions.
export { questions } from './questions';
export type { QuestionsOptions, QuestionsShowable } from './questions';
export type { QuestionOptions } from './question';
export { inventory } from './inventory';
