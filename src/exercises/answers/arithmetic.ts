// What several references compute with, on plain lists of numbers.

export const sum = (values: readonly number[]): number =>
  values.reduce((total, value) => total + value, 0);

export const mean = (values: readonly number[]): number =>
  sum(values) / values.length;

/** Σ aᵢ bᵢ, of lists of one length. */
export const dot = (a: readonly number[], b: readonly number[]): number =>
  sum(a.map((value, at) => value * b[at]));

/** Each as a share of their sum. */
export const shares = (values: readonly number[]): number[] => {
  const total = sum(values);
  return values.map(value => value / total);
};

export const sigmoid = (value: number): number => 1 / (1 + Math.exp(-value));

/** Whether a value is an object with a list of so many finite numbers under each of the names. */
export const hasLists = (
  value: unknown,
  names: readonly string[],
  length: number
): boolean =>
  typeof value === 'object' &&
  value !== null &&
  names.every(name => {
    const list: unknown = (value as Readonly<Record<string, unknown>>)[name];
    return (
      Array.isArray(list) &&
      list.length === length &&
      list.every(Number.isFinite)
    );
  });
