import { described } from '../base/described';

/** Throws unless it is a list of extents, null where any fits. */
export function requireInputShape(value: unknown): void {
  if (
    !Array.isArray(value) ||
    value.length === 0 ||
    value.some(
      extent => extent !== null && !(Number.isSafeInteger(extent) && extent > 0)
    )
  ) {
    throw new TypeError(
      `model.build: inputShape must be a list of extents such as [null, 3], null where any length fits, got ${
        Array.isArray(value)
          ? `[${value.map(String).join(', ')}]`
          : described(value)
      }`
    );
  }
}
