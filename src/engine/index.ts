// The engine's face: what the kernel, the exercises and a student's notebook cell import.
export * from './tensor/functions';
export { gradients } from './tensor/tape';
export type { Dense, Floats, FloatType } from './tensor/operation';
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
  RecurrentOptions,
  WeightList,
  WeightSource
} from './cells/gatedWeights';
export { rnn } from './cells/rnn';
export type { RnnOptions } from './cells/rnn';
export { lstm } from './cells/lstm';
export type { LstmChannel, LstmOptions } from './cells/lstm';
export { gru } from './cells/gru';
export type { GruChannel, GruOptions } from './cells/gru';
export { cell } from './cells/custom';
export type { CellOptions, Extent, ParameterSpec } from './cells/custom';
export { layers } from './layers/layers';
export type {
  BuildContext,
  Layer,
  LayerOptions,
  LayerShape,
  Pass,
  Signal
} from './layers/layer';
export type {
  RecurrentCallOptions,
  RecurrentLayer,
  RecurrentLayerOptions
} from './layers/recurrent';
export type { AttentionOptions } from './layers/attention';
export type {
  BidirectionalLayer,
  BidirectionalOptions,
  Direction,
  MergeMode
} from './layers/bidirectional';
export type {
  CustomCell,
  CustomRecurrentOptions
} from './layers/customRecurrent';
export type { DenseOptions } from './layers/dense';
export type { DropoutOptions } from './layers/dropout';
export type { EmbeddingOptions } from './layers/embedding';
export type { GruLayerOptions } from './layers/gru';
export type { LayerNormalizationOptions } from './layers/layerNormalization';
export type { LstmLayerOptions } from './layers/lstm';
export type { MaskingOptions } from './layers/masking';
export type { PositionOptions } from './layers/positionEncoding';
export type { ResidualOptions } from './layers/residual';
export type { SelfAttentionOptions } from './layers/selfAttention';
export type { ActivationOptions } from './layers/shaping';
export type { TimeDistributedOptions } from './layers/timeDistributed';
export { Sequential, sequential } from './models/sequential';
export type { Compute, SequentialOptions } from './models/sequentialOptions';
export type { Compiled, CompileOptions } from './models/compile';
export type { FitOptions } from './models/fit';
export type { SnapshotOptions } from './models/snapshots';
export type { ModelTraceOptions, TwoWayScaler } from './models/traceModel';
export type { Stream } from './models/stream';
export { Summary } from './models/summary';
export { loadModel } from './models/loadModel';
export { readSafetensors, writeSafetensors } from './files/safetensors';
export type { SafetensorsFile } from './files/safetensors';
export { callbacks } from './training/callbacks';
export type {
  CheckpointOptions,
  EarlyStoppingOptions,
  Monitoring,
  PlateauOptions
} from './training/callbacks';
export { losses } from './training/losses';
export type {
  CrossentropyOptions,
  Loss,
  LossName,
  LossWeights,
  SparseCrossentropyOptions
} from './training/losses';
export { metrics } from './training/metrics';
export type { Metric, MetricName, RunningMetric } from './training/metrics';
export { optimizers } from './training/optimizers';
export type { OptimizerName } from './training/optimizers';
export type {
  AdagradOptions,
  AdamOptions,
  AdamWOptions,
  OptimizerOptions,
  RmspropOptions,
  SgdOptions
} from './training/optimizerOptions';
export type { Clipping, Optimizer, OptimizerState } from './training/optimizer';
export { schedules } from './training/schedules';
export type { Schedule } from './training/schedules';
export { History } from './training/history';
export type { EpochRow, GateRow } from './training/epochRow';
export type { ResumeRequest } from './training/history';
export type {
  Callback,
  CallbackState,
  TrainingControl
} from './training/callback';
export { RunOfNetwork } from './run/run';
export type { ClampRequest, Run } from './run/run';
export { LayerRun } from './run/layerRun';
export type { CellRunOptions } from './run/runCell';
export type { SequenceResult } from './run/sequence';
export type { TraceOptions } from './run/traceBundle';
export type { Changes } from './run/changes';
export { attend } from './seq2seq/attend';
export type { Attended, AttendOptions, AttentionScore } from './seq2seq/attend';
export { AttentionView } from './seq2seq/attentionView';
export type { AttentionViewOptions } from './seq2seq/attentionView';
export { EncoderDecoder, encoderDecoder } from './seq2seq/encoderDecoder';
export type { EncoderDecoderOptions } from './seq2seq/encoderDecoderOptions';
export type { Seq2seqFitOptions } from './seq2seq/fitEncoderDecoder';
export type {
  Seq2seqTrace,
  Seq2seqTraceOptions
} from './seq2seq/traceEncoderDecoder';
export { loadEncoderDecoder } from './seq2seq/loadEncoderDecoder';
export type { Decoding, DecodeOptions } from './seq2seq/decode';
export { padSequences } from './data/padSequences';
export type { PadOptions } from './data/padSequences';
export type { SentimentData, SentimentOptions } from './data/sentiment';
export { synthetic } from './data/synthetic';
export type {
  CopyOptions,
  SyntheticOptions,
  SyntheticTask
} from './data/synthetic';
export { characters, fitVocabulary, words } from './data/vocabulary';
export type { Vocabulary, VocabularyOptions } from './data/vocabulary';
export { splitInOrder, windows } from './data/windows';
export { cellShares } from './analysis/cellShares';
export type { CellShares } from './analysis/cellShares';
export { effectiveMemory } from './analysis/effectiveMemory';
export { GradientFlow, gradientFlow } from './analysis/gradientFlow';
export type { GradientFlowOptions } from './analysis/gradientFlow';
export type { LayerFlow } from './analysis/flowOfLayer';
export type { Complex } from './analysis/eigenvalues';
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
export type { TimeTable, TimeVariable } from './data/timeTable';
export type {
  ForecastExamples,
  ForecastOptions,
  ForecastTask,
  Stretch
} from './data/forecastTask';
export { predict } from './study/predict';
export type { PredictionShowable, PredictOptions } from './study/predict';
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
export type { ForecastLine, ForecastViewOptions } from './study/forecast';
