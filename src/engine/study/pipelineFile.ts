import { writeSafetensors } from '../files/safetensors';
import { writeModel } from '../models/modelFile';
import { Sequential } from '../models/sequential';
import { described } from '../base/described';
import type { FittedPipeline, SettledPipeline } from './pipelineOptions';
import type { FittedPreprocessing } from './preprocessing';

/** A preparation as a file keeps it. */
export interface StepEntry {
  readonly name: string;
  readonly kind: string;
  readonly shift: readonly number[];
  readonly scale: readonly number[];
}

/** The words of a pipeline's file; the model's numbers are the tensors beside them. */
export interface PipelineEntry {
  readonly version: 1;
  readonly steps: readonly StepEntry[];
  readonly target: StepEntry | null;
  /** Of a model that is no network. */
  readonly model: string | null;
}

/** @throws Error when a part is of the user's own making */
export function writePipeline(
  who: string,
  settled: SettledPipeline,
  { steps, target, model }: FittedPipeline
): Uint8Array<ArrayBuffer> {
  const entry: PipelineEntry = {
    version: 1,
    steps: steps.map(([name, step], at) =>
      stepEntry(who, name, settled.steps[at][1].name, step)
    ),
    target: target
      ? stepEntry(who, 'target', settled.target?.name ?? '', target)
      : null,
    model: model instanceof Sequential ? null : settled.model.name
  };
  const metadata = { pipeline: JSON.stringify(entry) };
  if (model instanceof Sequential) {
    return writeModel(model, { metadata });
  }
  if (!model.weights) {
    throw new Error(
      `${who}: the model '${settled.model.name}' is of your own making, which no file can hold`
    );
  }
  return writeSafetensors({ ...model.weights }, metadata);
}

function stepEntry(
  who: string,
  name: string,
  kind: string,
  { numbers }: FittedPreprocessing
): StepEntry {
  if (!numbers) {
    throw new Error(
      `${who}: step '${name}' is of your own making, which no file can hold`
    );
  }
  return { name, kind, ...numbers };
}

/** @throws RangeError when the text describes no pipeline */
export function readEntry(
  who: string,
  text: string | undefined
): PipelineEntry {
  const broken = (why: string) =>
    new RangeError(`${who}: this file holds no pipeline: ${why}`);
  if (text === undefined) {
    throw broken("it has no 'pipeline' in its metadata (a model alone?)");
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw broken('its description is not JSON');
  }
  const entry = value as Partial<PipelineEntry> | null;
  if (
    typeof entry !== 'object' ||
    entry === null ||
    !Array.isArray(entry.steps)
  ) {
    throw broken('its description has another form');
  }
  if (entry.version !== 1) {
    throw broken(
      `it was written by a newer version (${described(entry.version)}); upgrade gatescope`
    );
  }
  return entry as PipelineEntry;
}
