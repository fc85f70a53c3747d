import { requireFunction, requireObject } from '../base/check';
import { described } from '../base/described';
import { shapeText } from '../tensor/shape';
import { Tensor } from '../tensor/tensor';
import type { FittedPreprocessing, Preprocessing } from './preprocessing';
import type { Estimator, FittedEstimator } from './ridge';

// Preparations and models may be of the user's own making. What they give back is checked where it
// comes in, so that a part that is missing or wrong is named.

/**
 * A preparation that has looked at rows, held to what it must give back.
 *
 * @param where the call and the step: `pipeline.fit: steps.scaler`
 * @param inverts whether the way back is needed
 * @throws TypeError on a part that is missing; its functions one on what is no tensor of the same rows
 */
export function fittedPreprocessing(
  where: string,
  preparation: Preprocessing,
  rows: Tensor,
  inverts = false
): FittedPreprocessing {
  const given: unknown = preparation.fit(rows);
  const name = `what ${where}.fit returns`;
  requireObject('pipeline', name, given);
  const fitted = given as FittedPreprocessing;
  requireFunction('pipeline', `apply of ${name}`, fitted.apply);
  if (inverts) {
    requireFunction(
      'pipeline',
      `invert, the way back to y's unit, of ${name}`,
      fitted.invert
    );
  }
  return {
    apply: x => requireRowsOf(`${where}.apply`, x, fitted.apply(x)),
    ...(fitted.invert && {
      invert: (x: Tensor) =>
        requireRowsOf(`${where}.invert`, x, fitted.invert?.(x))
    })
  };
}

/**
 * A model that has learned from all examples at once, held to what it must give back.
 *
 * @throws TypeError on a part that is missing; `predict` one on what is no tensor with a row for each
 *   example
 */
export async function fittedEstimator(
  estimator: Estimator,
  x: Tensor,
  y: Tensor
): Promise<FittedEstimator> {
  const given: unknown = await estimator.fit(x, y);
  const name = 'what model.fit returns';
  requireObject('pipeline', name, given);
  const fitted = given as FittedEstimator;
  requireFunction('pipeline', `predict of ${name}`, fitted.predict);
  return {
    predict: asked =>
      requireRowsOf('model.predict', asked, fitted.predict(asked))
  };
}

/** Throws unless a tensor came back with as many rows as went in. */
function requireRowsOf(where: string, x: Tensor, answer: unknown): Tensor {
  if (!(answer instanceof Tensor) || answer.shape[0] !== x.shape[0]) {
    throw new TypeError(
      `pipeline: ${where} must return a tensor of ${x.shape[0]} rows, as many as it is given, got ${
        answer instanceof Tensor
          ? `shape ${shapeText(answer.shape)}`
          : described(answer)
      }`
    );
  }
  return answer;
}
