import type { Named } from '../recurrence/definition';
import { isRecording } from '../tensor/recording';
import { variable } from '../tensor/making';
import type { PassOnTape, RecordOfPass } from './recordOfPass';
import { once, recordOfPass } from './recordOfPass';
import type { RunRecord } from './record';
import type { RecordedLayer, RecordedRequest } from './recordedPass';
import { passOfRecorded } from './recordedPass';

type RecordLayer = (request: RecordedRequest) => RecordedLayer | null;

let recordedLayer: RecordLayer | null = null;

/** Gives cells the compiler, which is no part of what a page loads for a cell alone. */
export function runCellsBy(given: RecordLayer): void {
  recordedLayer = given;
}

/**
 * The record of a cell's run by what is compiled of its step; null where the tape must make it.
 *
 * @param lossOf the loss of the channels `[T, H]`; absent when nothing is differentiated
 * @param onTape the run on the tape with these parameters of the step
 */
export function recordedCell(
  request: Omit<RecordedRequest, 'parameters'>,
  lossOf: ((channels: Named) => RunRecord['loss']) | undefined,
  onTape: (parameters: Named) => PassOnTape
): RecordOfPass | null {
  const { cell, x } = request;
  const parameters = cell.weights.parameters();
  // The cell may learn before the tape is asked.
  const copied = Object.fromEntries(
    Object.entries(parameters).map(([parameter, tensor]) => [
      parameter,
      tensor.tracked ? variable(tensor) : tensor
    ])
  );
  const layer = isRecording()
    ? recordedLayer?.({ ...request, parameters })
    : null;
  if (!layer) {
    return null;
  }
  const pass = passOfRecorded([layer], layer.x);
  const { channels } = pass.layersFor(null).layers[0];
  return recordOfPass(
    pass,
    x,
    lossOf?.(channels),
    once(() => onTape(copied))
  );
}
