import { described } from '../base/described';

/** @throws TypeError where an option of `predict` is no text, or an empty one */
export function requirePredictText(name: string, value: unknown): void {
  if (typeof value !== 'string' || value === '') {
    throw new TypeError(
      `predict: ${name} must be text, got ${described(value)}`
    );
  }
}
