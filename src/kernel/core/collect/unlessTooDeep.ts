/**
 * What can be read of a text by following how it is nested; `otherwise` where that goes deeper than the
 * compiler, or we, can follow. A student may write brackets without end.
 */
export function unlessTooDeep<T>(read: () => T, otherwise: T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof RangeError) {
      return otherwise;
    }
    throw error;
  }
}
