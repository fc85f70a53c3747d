import { encodedBy, setEncodedBy, type KnownTokens } from '../data/encodedBy';
import { PADDING } from '../data/vocabulary';
import type { Tensor, TensorLike } from '../tensor/tensor';
import type { Examples } from './examples';
import type { Model } from './model';
import type { ModelTraceOptions } from './traceOptions';

/** Of a model that writes tokens, the vocabulary of these. */
const writes = new WeakMap<Model, KnownTokens>();

/** Keeps the vocabularies of what is learned from: words of another one would be wrong ones from now on. */
export function setLearnedFrom(
  model: Model,
  xGiven: TensorLike,
  yGiven: TensorLike,
  { x, y }: Examples
): void {
  const read = encodedBy(xGiven);
  setEncodedBy(model, read);
  const written =
    encodedBy(yGiven) ?? (read && isNext(x, y) ? read : undefined);
  if (written) {
    writes.set(model, written);
  } else {
    writes.delete(model);
  }
}

/** Whether what is to come out at each step is the token that goes in at the next. */
function isNext(x: Tensor, y: Tensor): boolean {
  if (x.rank !== 2 || x.size !== y.size) {
    return false;
  }
  const [, steps] = x.shape;
  let compared = 0;
  for (let at = 0; at < x.size - 1; at++) {
    const next = x.values[at + 1];
    if ((at + 1) % steps === 0 || next === PADDING) {
      continue;
    }
    if (y.values[at] !== next) {
      return false;
    }
    compared++;
  }
  return compared > 0;
}

/** What a trace need not be told: the vocabulary of the ids, and the names of the tokens that are written. */
export function knownWords(
  model: Model,
  value: TensorLike
): Pick<ModelTraceOptions, 'vocabulary' | 'outputNames'> {
  const vocabulary = encodedBy(value) ?? encodedBy(model);
  const written = writes.get(model)?.tokens;
  return {
    ...(model.readsTokens && vocabulary && { vocabulary }),
    ...(written &&
      written.length === model.outputShapes.at(-1)?.at(-1) && {
        outputNames: written.map((token, id) =>
          id === PADDING ? 'padding' : token
        )
      })
  };
}
