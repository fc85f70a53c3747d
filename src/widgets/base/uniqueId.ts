let made = 0;
/** Views of the extension and of a widget stand on one page, each with a copy of this program. */
const copy = Math.random().toString(36).slice(2, 8);

/** A part of an id, or of the name of a group of fields, that no other has on the page. */
export function uniqueId(): string {
  return `${copy}-${++made}`;
}
