// What the engine calls. `src/engine/kernels/kernels.ts` declares the same functions.
export { fuses, multiplyAddPeak } from './vector';
export { multiplyRows, multiplyRowsInDoubles } from './multiply';
export { transposePanels } from './transpose';
export {
  multiplyTransposed,
  multiplyTransposedInDoubles,
  sumRows,
  sumRowsInDoubles
} from './weightGradient';
export { activate, activateBackward, exponentials } from './activation';
export {
  addNumbers,
  addNumbersInDoubles,
  addValues,
  clearColumns,
  gatherNumbers,
  gatherNumbersInDoubles,
  gatherRows,
  maskByIndex,
  scatterRows,
  softmaxRows
} from './rows';
export {
  adagrad,
  adam,
  adamRows,
  clipValues,
  rmsprop,
  scaleValues,
  sgd,
  squaredNorm
} from './optimizer';

/** Where memory is free: below lie the tables of constants. */
export function firstFreeByte(): usize {
  return __heap_base;
}
