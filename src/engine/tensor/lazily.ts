import type { Tensor } from './tensor';

/** An object whose values are made when they are first asked for. */
export function lazily(
  names: readonly string[],
  make: (name: string) => Tensor
): Readonly<Record<string, Tensor>> {
  const result = {};
  for (const name of names) {
    let value: Tensor | null = null;
    Object.defineProperty(result, name, {
      enumerable: true,
      get: () => (value ??= make(name))
    });
  }
  return result;
}
