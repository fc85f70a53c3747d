/** The ids that a notebook says were given out; null where it says nothing of it. */
export function givenCells(metadata: unknown): readonly string[] | null {
  const given =
    typeof metadata === 'object' && metadata !== null && 'given' in metadata
      ? metadata.given
      : null;
  return Array.isArray(given) && given.every(id => typeof id === 'string')
    ? given
    : null;
}
