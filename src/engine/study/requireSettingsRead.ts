import type { Pipeline } from './pipeline';
import type { Sequential } from '../models/sequential';
import type { Parameters } from './parameterGrid';

/** Makes a pipeline, or a compiled network, from settings and a seed. */
type Estimator = (params: never, seed: number) => Pipeline | Sequential;

/**
 * The estimator of a search, which refuses a setting that it never reads: all rows of it would be
 * one training under several names. What the first call leaves unread, the settings of other rows may
 * have read, so those are tried before anything is trained.
 *
 * @param candidates the settings of all rows
 */
export function requireSettingsRead(
  who: string,
  make: Estimator,
  candidates: readonly Parameters[]
): (params: Parameters, seed: number) => Pipeline | Sequential {
  let checked = false;
  return (params, seed) => {
    if (checked) {
      return make(params as never, seed);
    }
    const unread = new Set(Object.keys(params));
    const noted = (some: Parameters) =>
      make(noting(some, name => unread.delete(name)) as never, seed);
    const made = noted(params);
    for (const other of candidates) {
      if (unread.size > 0 && other !== params) {
        noted(other);
      }
    }
    const [name] = unread;
    if (name !== undefined) {
      throw new Error(
        `${who}: estimator never reads '${name}', so its values would change nothing: read it from the settings (({ ${name} }) => …), or leave it out of the search`
      );
    }
    checked = true;
    return made;
  };
}

/** The settings, with a note of each that is read. Plain properties, so that a copy reads them all. */
function noting(params: Parameters, note: (name: string) => void): Parameters {
  const settings = {};
  for (const [name, value] of Object.entries(params)) {
    Object.defineProperty(settings, name, {
      enumerable: true,
      get() {
        note(name);
        return value;
      }
    });
  }
  return settings;
}
