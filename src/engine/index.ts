// The engine's face: what the kernel, the exercises and a student's notebook cell import.
import './compiledCells';

export * from './tensor/activationFunctions';
export * from './tensor/functions';
export { gradients } from './tensor/tape';
export type { Dense, Floats, FloatType } from './tensor/operation';
export type { Matrix, NestedNumbers, TensorLike } from './tensor/tensor';
export { concat, select, stack } from './tensor/joining';
export { ones, tensor, variable, zeros } from './tensor/making';
export { noGradient } from './tensor/recording';
export { Tensor } from './tensor/tensor';
export { constraints } from './tensor/constraints';
export type { Constraint } from './tensor/constraints';
export { initializers } from './tensor/initializers';
export type { Initializer } from './tensor/initializers';
export { regularizers } from './tensor/regularizers';
export type { Regularizer } from './tensor/regularizers';
export type { Activation } from './tensor/activations';
export { random } from './base/random';
export type { Random } from './base/random';
export type { Variable } from './tensor/variable';
export { Cell } from './cells/cell';
export type { SequenceEdit } from './recurrence/changes';
export type {
  CellDefinition,
  Channels,
  Named,
  Step
} from './recurrence/definition';
export type { RecurrentOptions } from './recurrence/gatedWeights';
export type {
  Convention,
  WeightList,
  WeightSource
} from './recurrence/weights';
export { rnn } from './cells/rnn';
export type { RnnOptions } from './cells/rnn';
export { lstm } from './cells/lstm';
export type { LstmChannel, LstmOptions } from './cells/lstm';
export { gru } from './cells/gru';
export type { GruChannel, GruOptions } from './cells/gru';
export { minGru } from './cells/minGru';
export type { MinGruChannel } from './cells/minGru';
export { minLstm } from './cells/minLstm';
export type { MinLstmChannel } from './cells/minLstm';
export { sLstm } from './cells/sLstm';
export type { SLstmChannel } from './cells/sLstm';
export { selectiveStateSpace } from './cells/selectiveStateSpace';
export type {
  SelectiveStateSpaceChannel,
  SelectiveStateSpaceOptions
} from './cells/selectiveStateSpace';
export { linearAttention } from './cells/linearAttention';
export type { LinearAttentionChannel } from './cells/linearAttention';
export { mLstm } from './cells/mLstm';
export type { MLstmChannel } from './cells/mLstm';
export { deltaNet } from './cells/deltaNet';
export type { DeltaNetChannel, DeltaNetOptions } from './cells/deltaNet';
export type { MatrixCellOptions, PlainCellOptions } from './cells/plainCell';
export { scan } from './recurrence/scan';
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
  CustomRecurrentOptions,
  MadeCellOptions
} from './layers/customRecurrent';
export type { Conv1DOptions } from './layers/conv1d';
export type { DenseOptions } from './layers/dense';
export type { DropoutOptions } from './layers/dropout';
export type { EmbeddingOptions } from './layers/embedding';
export type { GruLayerOptions } from './layers/gru';
export type { LayerNormalizationOptions } from './layers/layerNormalization';
export type { LstmLayerOptions } from './layers/lstm';
export type { MaskingOptions } from './layers/masking';
export type {
  DeltaNetLayerOptions,
  MatrixLayerOptions,
  PlainRecurrentOptions,
  SelectiveStateSpaceLayerOptions
} from './layers/plainRecurrent';
export type { PositionOptions } from './layers/positionEncoding';
export type { ResidualOptions } from './layers/residual';
export type { SelfAttentionOptions } from './layers/selfAttention';
export type { ActivationOptions, LeakyReLUOptions } from './layers/shaping';
export type { TimeDistributedOptions } from './layers/timeDistributed';
export { Sequential, sequential } from './models/sequential';
export type { Compute, SequentialOptions } from './models/sequentialOptions';
export type { Compiled, CompileOptions } from './models/compile';
export type { BatchOptions } from './models/dataset';
export type { EvaluateOptions } from './models/evaluateModel';
export type { ValidationData } from './models/examples';
export type { FitOptions } from './models/fit';
export type { SnapshotOptions } from './models/snapshots';
export type {
  LookWithin,
  SelfAttentionViewOptions
} from './models/selfAttentionView';
export type { ModelTraceOptions, TwoWayScaler } from './models/traceOptions';
export type { Stream } from './models/stream';
export type { PytorchOptions } from './models/toPython/toPytorch';
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
  CtcOptions,
  LossName,
  SparseCrossentropyOptions
} from './training/losses';
export { ctcDecode } from './training/ctcDecode';
export type { CtcDecodeOptions, CtcPath } from './training/ctcDecode';
export type { Loss, LossWeights } from './training/loss';
export { metrics } from './training/metrics';
export type {
  MetricName,
  PerplexityOptions,
  TopKOptions
} from './training/metrics';
export type { Answer, Metric, RunningMetric } from './tensor/metric';
export { optimizers } from './training/optimizers';
export type * from './training/optimizers';
export type {
  Clipping,
  NormType,
  Optimizer,
  OptimizerState
} from './training/optimizer';
export { schedules } from './training/schedules';
export type {
  CosineDecayOptions,
  ExponentialDecayOptions,
  PiecewiseConstantOptions,
  Schedule,
  StepDecayOptions
} from './training/schedules';
export { History } from './training/history';
export type { EpochRow, GateRow, WeightRow } from './training/epochRow';
export type { ResumeRequest } from './training/history';
export type {
  Callback,
  CallbackState,
  TrainingControl
} from './training/callback';
export { RunOfNetwork } from './run/run';
export type {
  ChangesRequest,
  ClampRequest,
  EditRequest,
  FromTo
} from './run/changeRequests';
export type { OutputGradientOptions, Run } from './run/run';
export type { SaveRunOptions } from './run/saveRun';
export { loadRun, SavedRun } from './run/savedRun';
export type { SavedLayer } from './run/savedRun';
export { LayerRun } from './run/layerRun';
export type { CellRunOptions } from './run/runCell';
export type { SequenceResult } from './recurrence/sequence';
export type { TraceOptions } from './run/traceBundle';
export type { Changes } from './recurrence/changes';
export { attend } from './layers/attend';
export type { Attended, AttendOptions } from './layers/attend';
export type { AttentionScore } from './spec/layers';
export type { LookAt } from './layers/lookAt';
export type { Seq2seqPredictOptions } from './seq2seq/predictEncoderDecoder';
export { AttentionView } from './models/attentionView';
export type { AttentionViewOptions } from './seq2seq/attentionView';
export { EncoderDecoder, encoderDecoder } from './seq2seq/encoderDecoder';
export type { EncoderDecoderOptions } from './seq2seq/encoderDecoderOptions';
export type { Seq2seqCompileOptions } from './seq2seq/compileEncoderDecoder';
export type {
  Seq2seqFitOptions,
  Seq2seqSnapshotOptions
} from './seq2seq/fitEncoderDecoder';
export type {
  Seq2seqTrace,
  Seq2seqTraceOptions
} from './seq2seq/traceEncoderDecoder';
export { loadEncoderDecoder } from './seq2seq/loadEncoderDecoder';
export type { Decoding, DecodeOptions } from './seq2seq/decode';
export type { DigitsData, DigitsOptions } from './data/digits';
export type { MovementsData, RecordedMovements } from './data/movements';
export type { NamesData, NamesOptions } from './data/names';
export type { NumberWords, NumbersData, NumbersOptions } from './data/numbers';
export { padSequences } from './data/padSequences';
export type { PadOptions } from './data/padSequences';
export type {
  PronunciationsData,
  PronunciationsOptions,
  SpokenWords
} from './data/pronunciations';
export type { SentimentData, SentimentOptions } from './data/sentiment';
export type { TaggedData, TaggedOptions, TaggedSentences } from './data/tagged';
export type { SpokenVowels, VowelsData } from './data/vowels';
export { synthetic } from './data/synthetic';
export type {
  CopyOptions,
  SyntheticOptions,
  SyntheticTask
} from './data/synthetic';
export { characters, words } from './data/tokens';
export type { TokenLevel } from './data/tokens';
export {
  bytePairEncodingOf,
  fitBytePairEncoding
} from './data/bytePairEncoding';
export type {
  BytePairEncoding,
  BytePairOptions
} from './data/bytePairEncoding';
export type {
  AddedToken,
  ByteLevel,
  TokenizerFile
} from './data/tokenizerFile';
export { fitVocabulary, vocabularyOf } from './data/vocabulary';
export type {
  Vocabulary,
  VocabularyFile,
  VocabularyOptions
} from './data/vocabulary';
export { windows } from './data/windows';
export type { Fold, Folds } from './data/folds';
export { kFold } from './data/kFold';
export type { KFoldOptions } from './data/kFold';
export { timeSeriesSplit } from './data/timeSeriesSplit';
export type { TimeSeriesSplitOptions } from './data/timeSeriesSplit';
export { cellShares } from './run/cellShares';
export type { CellShares } from './run/cellShares';
export { effectiveMemory } from './analysis/effectiveMemory';
export { GradientFlow, gradientFlow } from './run/gradientFlow';
export type { NetworkFlow } from './run/flowOfRun';
export type {
  GradientFlowOptions,
  RunsSequences,
  Traceable
} from './run/gradientFlow';
export { WeightsByGate, weightsByGate } from './models/weightsByGate';
export type {
  ModelOfGates,
  WeightsByGateOptions
} from './models/weightsByGate';
export type { RecordedRun } from './run/recordedRun';
export type { RecurrentCell } from './recurrence/recurrentCell';
export type { LayerFlow } from './analysis/flowOfLayer';
export type { Complex } from './analysis/complex';
export {
  eigenvalues,
  singularValues,
  spectralNorm,
  spectralRadius
} from './analysis/spectrum';
export { jacobian } from './run/jacobian';
export { health } from './models/health';
export type { NetworkHealth } from './models/health';
export type { HealthFinding } from './models/healthFindings';
export { saturation } from './run/saturation';
export type { Saturation } from './run/saturation';
export { host, setHost } from './base/host';
export type {
  SentOutcome,
  SentTensor,
  SentTraining,
  ThreadHost,
  TrainingThreads
} from './base/trainingThreads';
export type { Host } from './base/host';
export type { SensorRecord } from './data/sensors';
export type { Showable } from './base/showable';
export { data } from './data/data';
export type { ShippedData } from './data/data';
export { fitScaler } from './data/scaler';
export type { Scaler } from './data/scaler';
export { readCsv } from './data/readCsv';
export type { CsvOptions } from './data/readCsv';
export type { DateFormat } from './data/csvDateForms';
export { timeTable } from './data/timeTable';
export type { TimeTable } from './data/timeTable';
export type { TimeVariable } from './data/timeVariable';
export type {
  ForecastExamples,
  ForecastOptions,
  ForecastTask,
  Stretch
} from './data/forecastTask';
export { bootstrap } from './study/bootstrap';
export type { BootstrapInterval, BootstrapOptions } from './study/bootstrap';
export { conformal } from './study/conformal';
export { coverage } from './study/coverage';
export { linearForecast } from './study/linearForecast';
export type {
  LinearForecast,
  LinearForecastOptions
} from './study/linearForecast';
export { linearRegression } from './study/linearRegression';
export type {
  LinearRegression,
  LinearRegressionOptions
} from './study/linearRegression';
export { NGrams, nGrams } from './study/nGrams';
export type { NGramOptions } from './study/nGrams';
export { naiveBayes } from './study/naiveBayes';
export type { NaiveBayes, NaiveBayesOptions } from './study/naiveBayes';
export { predict } from './study/predict';
export type {
  MarkedPredictOptions,
  PredictionShowable,
  PredictOptions
} from './study/predict';
export type {
  PredictedFactor,
  PredictedRival
} from './study/predictCounterparts';
export { compareRuns } from './study/comparison';
export type { ComparisonOfRuns } from './study/comparisonOfRuns';
export type { HeldOutOptions, Scores } from './study/heldOut';
export type { Baseline } from './study/baseline';
export { standardScaler } from './study/preprocessing';
export type { FittedPreprocessing, Preprocessing } from './study/preprocessing';
export { ridge } from './study/ridge';
export type { Estimator, FittedEstimator } from './study/ridge';
export { Pipeline, pipeline } from './study/pipeline';
export type { PipelineOptions } from './study/pipelineOptions';
export { distributions } from './study/parameterGrid';
export type {
  Distribution,
  ParameterDistributions,
  ParameterGrid,
  Parameters,
  ParameterValue
} from './study/parameterGrid';
export { gridSearch, randomSearch } from './study/search';
export type {
  GridSearchOptions,
  RandomSearchOptions,
  SearchProgress
} from './study/searchOptions';
export type { Scoring } from './study/scoring';
export type { SearchResult, SearchRow } from './study/searchResult';
export { Race, race } from './study/race';
export type { RacedNetwork } from './study/race';
export type { RaceOptions } from './study/raceOptions';
export type { OwnClaim, TriedStudy } from './study/ownClaim';
export { thread } from './study/thread';
export type { ThreadName, ThreadOptions } from './study/thread';
export { study } from './study/study';
export type { StudyMetric, StudyOptions } from './study/study';
export type { Study, StudyNetwork } from './study/studyResult';
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
