// The engine's face: what the kernel, the exercises and a student's notebook cell import.
export * from './tensor/functions';
export { gradients } from './tensor/tape';
export type { NestedNumbers, TensorLike } from './tensor/tensor';
export { concat, select, stack } from './tensor/joining';
export { ones, tensor, variable, zeros } from './tensor/making';
export { noGradient } from './tensor/recording';
export { Tensor } from './tensor/tensor';
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
export { cell } from './cells/custom';
export type { CellOptions, ParameterSpec } from './cells/custom';
export { layers } from './layers/layers';
export type { Layer } from './layers/layer';
export { Sequential, sequential } from './models/sequential';
export type { SequentialOptions } from './models/sequentialOptions';
export type { CompileOptions } from './models/compile';
export type { FitOptions } from './models/fit';
export type { ModelTraceOptions, TwoWayScaler } from './models/traceModel';
export type { Stream } from './models/stream';
export { Summary } from './models/summary';
export { loadModel } from './models/loadModel';
export { readSafetensors, writeSafetensors } from './files/safetensors';
export { callbacks } from './training/callbacks';
export { losses } from './training/losses';
export type { Loss } from './training/losses';
export { metrics } from './training/metrics';
export type { Metric } from './training/metrics';
export { optimizers } from './training/optimizers';
export type { Optimizer } from './training/optimizer';
export { schedules } from './training/schedules';
export { History } from './training/history';
export type { Callback, TrainingControl } from './training/callback';
export { RunOfNetwork } from './run/run';
export type { ClampRequest, Run } from './run/run';
export { LayerRun } from './run/layerRun';
export type { CellRunOptions } from './run/runCell';
export type { TraceOptions } from './run/traceBundle';
export type { Changes } from './run/changes';
export { attend } from './seq2seq/attend';
export type { Attended, AttendOptions, AttentionScore } from './seq2seq/attend';
export { AttentionView } from './seq2seq/attentionView';
export { EncoderDecoder, encoderDecoder } from './seq2seq/encoderDecoder';
export type { EncoderDecoderOptions } from './seq2seq/encoderDecoder';
export { loadEncoderDecoder } from './seq2seq/loadEncoderDecoder';
export type { Decoding, DecodeOptions } from './seq2seq/decode';
export { padSequences } from './data/padSequences';
export type { PadOptions } from './data/padSequences';
export type { SentimentData, SentimentOptions } from './data/sentiment';
export { synthetic } from './data/synthetic';
export type { SyntheticOptions, SyntheticTask } from './data/synthetic';
export { characters, fitVocabulary, words } from './data/vocabulary';
export type { Vocabulary, VocabularyOptions } from './data/vocabulary';
export { splitInOrder, windows } from './data/windows';
export { cellShares } from './analysis/cellShares';
export type { CellShares } from './analysis/cellShares';
export { effectiveMemory } from './analysis/effectiveMemory';
export { GradientFlow, gradientFlow } from './analysis/gradientFlow';
export type { GradientFlowOptions } from './analysis/gradientFlow';
export {
  eigenvalues,
  jacobian,
  singularValues,
  spectralNorm,
  spectralRadius
} from './analysis/jacobian';
export { saturation } from './analysis/saturation';
export type { Saturation } from './analysis/saturation';
export { host, setHost } from './host';
export type { Host } from './host';
export type { Showable } from './showable';
export { data } from './data/data';
export { fitScaler } from './data/scaler';
export type { Scaler } from './data/scaler';
export { timeTable } from './data/timeTable';
export type { TimeTable } from './data/timeTable';
export type {
  ForecastExamples,
  ForecastOptions,
  ForecastTask,
  Stretch
} from './data/forecastTask';
export { predict } from './study/predict';
export type { PredictOptions } from './study/predict';
export { compareRuns } from './study/comparison';
export type { ComparisonOfRuns } from './study/comparison';
export type { Baseline, HeldOutOptions, Scores } from './study/heldOut';
export { study } from './study/study';
export type {
  Study,
  StudyMetric,
  StudyNetwork,
  StudyOptions
} from './study/study';
export { confusionMatrix } from './study/confusionMatrix';
export type {
  ClassScore,
  ConfusionMatrix,
  ConfusionOptions
} from './study/confusionMatrix';
export { writeText } from './study/writeText';
export type { WriteOptions, WrittenText } from './study/writeText';
export { forecast } from './study/forecast';
export type { ForecastViewOptions } from './study/forecast';
