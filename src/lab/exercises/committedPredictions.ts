/**
 * The keys of the predictions that stand committed in a notebook.
 *
 * @param metadata `metadata.gatescope` of each notebook cell; anything else in it is passed over.
 */
export function committedPredictions(
  metadata: readonly unknown[]
): Set<string> {
  const keys = new Set<string>();
  for (const each of metadata) {
    for (const [key, prediction] of entriesOf(fieldOf(each, 'predictions'))) {
      if (fieldOf(prediction, 'committed') === true) {
        keys.add(key);
      }
    }
  }
  return keys;
}

function fieldOf(value: unknown, key: string): unknown {
  return typeof value === 'object' &&
    value !== null &&
    Object.hasOwn(value, key)
    ? (value as Readonly<Record<string, unknown>>)[key]
    : undefined;
}

function entriesOf(value: unknown): [string, unknown][] {
  return typeof value === 'object' && value !== null
    ? Object.entries(value)
    : [];
}
