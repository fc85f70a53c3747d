// What code in a page computes with: the cells, what a step of one's own is written with, and no more,
// since an article loads it. Networks that train are a notebook's.
export { cell } from '../engine/cells/custom';
export { gru } from '../engine/cells/gru';
export { lstm } from '../engine/cells/lstm';
export { minGru } from '../engine/cells/minGru';
export { minLstm } from '../engine/cells/minLstm';
export { rnn } from '../engine/cells/rnn';
export { selectiveStateSpace } from '../engine/cells/selectiveStateSpace';
export { sLstm } from '../engine/cells/sLstm';
export * from '../engine/tensor/activationFunctions';
export * from '../engine/tensor/functions';
export { concat, select, stack } from '../engine/tensor/joining';
export { ones, tensor, zeros } from '../engine/tensor/making';
