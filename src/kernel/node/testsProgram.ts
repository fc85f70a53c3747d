// What runs the tests of a check, compiled elsewhere. Each check restarts it, so it comes without
// the compiler, whose loading takes longer than all the rest.
export { checkThread } from './check/checkThread';
