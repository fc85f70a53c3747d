import { isRecord } from './described';

/**
 * JSON does not know NaN and the infinities, and writes null for them: here they are an object around
 * their name. `write` is for `JSON.stringify`, `read` for `JSON.parse`.
 */
export const numbersInJson = {
  write: (_key: string, value: unknown): unknown =>
    typeof value === 'number' && !Number.isFinite(value)
      ? { notFinite: String(value) }
      : value,
  read: (_key: string, value: unknown): unknown =>
    isRecord(value) && typeof value.notFinite === 'string'
      ? Number(value.notFinite)
      : value
};
