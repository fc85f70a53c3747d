/**
 * A copy that can be sent.
 *
 * @throws TypeError that names the entry which cannot be written as JSON.
 */
export function plainJson(
  who: string,
  entries: Readonly<Record<string, unknown>>
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(entries).map(([key, value]) => {
      if (typeof value === 'string') {
        return [key, value];
      }
      try {
        return [key, JSON.parse(JSON.stringify(value) ?? 'null') as unknown];
      } catch (error) {
        throw new TypeError(
          `${who}: ${key} cannot be written as JSON: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}`,
          { cause: error }
        );
      }
    })
  );
}
