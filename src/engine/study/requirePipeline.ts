import { described } from '../base/described';
import { Sequential } from '../models/sequential';
import { Pipeline, pipeline } from './pipeline';

/**
 * What the estimator of a search gave, as a pipeline that nothing has fitted.
 *
 * @param made what it gave before
 * @throws TypeError when it is something else; Error when it has seen examples already
 */
export function requirePipeline(
  who: string,
  given: unknown,
  made: Set<unknown>
): Pipeline {
  const known = given instanceof Pipeline ? (given.network ?? given) : given;
  if (made.has(known)) {
    throw new Error(
      `${who}: a leak: estimator gave the same model twice, which has seen the validation of other splits; make a new one at each call`
    );
  }
  made.add(known);
  if (given instanceof Pipeline) {
    if (given.fitted) {
      throw new Error(
        `${who}: a leak: estimator gave a pipeline that was fitted already; make a new one at each call`
      );
    }
    return given;
  }
  if (given instanceof Sequential) {
    return pipeline({ model: given });
  }
  throw new TypeError(
    `${who}: estimator must return a pipeline or a compiled network, got ${described(given)}`
  );
}
