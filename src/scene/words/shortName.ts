/** So much of a question tells it from another. */
const LONGEST = 48;

/** A name as it is said again beside the whole one: its first words. */
export function shortName(name: string): string {
  if (name.length <= LONGEST) {
    return name;
  }
  const cut = name.slice(0, LONGEST + 1);
  const end = cut.lastIndexOf(' ');
  return `${cut.slice(0, end > 0 ? end : LONGEST)} …`;
}
