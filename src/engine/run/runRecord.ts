import type { RunRecord } from './record';

/** What a pass hands over for its record; `network` is there when more than one cell was run. */
export interface RecordParts
  extends
    Pick<RunRecord, 'input' | 'time' | 'layers'>,
    Partial<
      Pick<
        RunRecord,
        | 'batched'
        | 'outputs'
        | 'outputCount'
        | 'targets'
        | 'loss'
        | 'ofAnswer'
        | 'onTape'
        | 'inputGradient'
        | 'outputGradient'
      >
    > {
  readonly network?: Required<
    Pick<RunRecord, 'model' | 'training' | 'score' | 'output'>
  >;
}

/** The record of one pass, whatever was run: a cell, a stack of layers, one side of two networks. */
export function runRecord({
  batched = false,
  input,
  time,
  layers,
  outputs = [],
  outputCount,
  targets,
  loss,
  ofAnswer,
  onTape,
  inputGradient,
  outputGradient,
  network
}: RecordParts): RunRecord {
  return {
    batched,
    steps: input.shown.shape[1],
    input,
    time,
    layers,
    outputs,
    ...(outputCount !== undefined && { outputCount }),
    ...(targets && { targets }),
    ...(loss && { loss }),
    ...(ofAnswer && { ofAnswer }),
    ...(onTape && { onTape }),
    ...(inputGradient && { inputGradient }),
    ...(outputGradient && { outputGradient }),
    ...network
  };
}
