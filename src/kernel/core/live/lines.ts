import type { Displays } from './displays';

/** Shows lines of text, each in the place of the last one under its id. */
export function createLines({
  display,
  update
}: Pick<Displays, 'display' | 'update'>): (id: string, line: string) => void {
  const shown = new Set<string>();
  return (id, line) => {
    const bundle = { data: { 'text/plain': line } };
    if (shown.has(id)) {
      update(bundle, id);
    } else {
      shown.add(id);
      display(bundle, id);
    }
  };
}
