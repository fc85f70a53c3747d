import type { NotebookCell } from '../../exercises/metadata';

/**
 * Whether nbgrader handed the notebook out: it writes a checksum beside each test. A lesson that was
 * opened from the launcher has none, and Validate there would only stand beside Check.
 */
export function isHandedOut(cells: readonly NotebookCell[]): boolean {
  return cells.some(({ metadata: { nbgrader } }) => {
    const { checksum } = (nbgrader ?? {}) as { checksum?: unknown };
    return typeof checksum === 'string';
  });
}
