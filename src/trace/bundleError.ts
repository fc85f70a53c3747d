/** Why something that was read is refused. */
export type BundleFault =
  /** It does not have the form that the schema asks for, or its parts disagree. */
  | 'invalid'
  /** It is larger or deeper than this reader takes. */
  | 'tooLarge'
  /** It was written by a newer gatescope. */
  | 'newer';

/**
 * Something read from a notebook or a message cannot be used. The message names the place, what was
 * expected there and what came; it is safe to show as text.
 */
export class BundleError extends Error {
  override readonly name = 'BundleError';

  constructor(
    readonly fault: BundleFault,
    /** Path of the wrong value: `trace.layers[0].units`. */
    readonly place: string,
    readonly expected: string,
    readonly got: string,
    message = `${place}: expected ${expected}, got ${got}`
  ) {
    super(message);
  }
}

/** A value in a few words, for the end of a message. Long text is cut; nothing is called on it. */
export function describe(value: unknown): string {
  switch (typeof value) {
    case 'string': {
      const text = value.length > 40 ? `${value.slice(0, 40)}…` : value;
      return JSON.stringify(text);
    }
    case 'object':
      if (value === null) {
        return 'null';
      }
      return Array.isArray(value) ? `a list of ${value.length}` : 'an object';
    case 'undefined':
      return 'nothing';
    case 'number':
    case 'boolean':
    case 'bigint':
      return String(value);
    default:
      return `a ${typeof value}`;
  }
}
