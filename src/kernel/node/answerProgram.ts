// All that runs what was compiled elsewhere: an answer, and the tests of a check. Each check starts
// both anew, so they come without the compiler, whose loading takes longer than all the rest.
export { checkThread } from './check/checkThread';
export { answerProcess } from './marking/answerProcess';
