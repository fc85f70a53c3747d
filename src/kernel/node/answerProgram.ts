// What runs an answer that was compiled elsewhere. An answer can read all of this program: nothing in it
// knows what an exercise asks for.
export { prepareAnswers } from './marking/answerProcess';
