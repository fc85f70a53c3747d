// The engine's face: what the kernel, the exercises and a student's notebook cell import.
export * from './tensor/functions';
export { gradients } from './tensor/tape';
export type { NestedNumbers, TensorLike } from './tensor/tensor';
export {
  concat,
  noGradient,
  ones,
  select,
  stack,
  Tensor,
  tensor,
  variable,
  zeros
} from './tensor/tensor';
export { initializers } from './initializers';
export type { Initializer } from './initializers';
export type { Activation } from './activations';
export { random } from './random';
export type { Random } from './random';
export type { Variable } from './variable';
export { Cell } from './cells/cell';
export type { CellDefinition, Named, Step } from './cells/definition';
export type {
  Convention,
  WeightList,
  WeightSource
} from './cells/gatedWeights';
export { rnn } from './cells/rnn';
export { lstm } from './cells/lstm';
export { gru } from './cells/gru';
export { RunOfNetwork } from './run/run';
export type { ClampRequest, Run } from './run/run';
export { LayerRun } from './run/layerRun';
export type { CellRunOptions } from './run/runCell';
export type { TraceOptions } from './run/traceBundle';
export type { Changes } from './run/changes';
export { host, setHost } from './host';
export type { Host } from './host';
export type { Showable } from './showable';
