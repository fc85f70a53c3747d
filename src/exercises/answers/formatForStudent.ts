/** A number as a message to a student writes it: to two decimals, with a true minus. */
export function formatForStudent(value: number): string {
  const rounded = Number(value.toFixed(2));
  return String(rounded === 0 ? 0 : rounded).replace('-', '−');
}

/** What has come so far: `[0, 0, 1]`; of a long sequence the last eight. */
export function formatSoFarForStudent(values: readonly number[]): string {
  const last = values.slice(-8).map(formatForStudent).join(', ');
  return values.length > 8
    ? `${values.length} inputs, the last of them ${last}`
    : `[${last}]`;
}
