import { requirePath } from '../base/check';
import { host } from '../base/host';
import { readSafetensors } from '../files/safetensors';
import { readModel } from '../models/loadModel';
import { Sequential } from '../models/sequential';
import { Pipeline } from './pipeline';
import { readEntry, type StepEntry } from './pipelineFile';
import { affine } from './preprocessing';
import { linearAnswer } from './ridge';

/**
 * The pipeline in a file that `pipeline.save` wrote, fitted as it was.
 *
 * @throws TypeError when path is no name of a file; Error when it cannot be read; RangeError when the
 *   file holds no pipeline
 * @example
 * ```ts
 * const line = pipeline({ steps: { scaler: standardScaler() }, model: ridge() });
 * await line.fit([[0], [10], [20]], [1, 3, 5]);
 * await line.save('line.safetensors');
 * const again = await loadPipeline('line.safetensors');
 * again.predict([[7]]).item() === line.predict([[7]]).item(); // true
 * ```
 */
export async function loadPipeline(path: string): Promise<Pipeline> {
  const who = 'loadPipeline';
  const bytes = await host().readFile(requirePath(who, path));
  const { tensors, metadata } = readSafetensors(bytes, who);
  const entry = readEntry(who, metadata.pipeline);
  const fitted = ({ name, shift, scale }: StepEntry) =>
    [name, affine(shift, scale)] as const;
  const unfitted = ({ name, kind }: StepEntry) =>
    [name, { name: kind, fit: refuseFit }] as const;
  const { coefficients, intercept } = tensors;
  if (entry.model !== null && !(coefficients && intercept)) {
    throw new RangeError(
      `${who}: the file has no coefficients and intercept of its model '${entry.model}'`
    );
  }
  const model =
    entry.model === null
      ? readModel(bytes, who)
      : linearAnswer(coefficients, intercept);
  return new Pipeline(
    {
      steps: entry.steps.map(unfitted),
      ...(entry.target && { target: unfitted(entry.target)[1] }),
      model:
        model instanceof Sequential
          ? model
          : { name: entry.model ?? '', fit: refuseFit },
      fit: {}
    },
    {
      steps: entry.steps.map(fitted),
      ...(entry.target && { target: fitted(entry.target)[1] }),
      model
    }
  );
}

/** A loaded pipeline is fitted, and is so once. */
function refuseFit(): never {
  throw new Error('pipeline.fit: a loaded pipeline is fitted already');
}
